"""The HTTP API of generations and algorithms."""
