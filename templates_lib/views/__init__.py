"""The HTTP API of the template bank."""
