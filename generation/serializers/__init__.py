"""What the API of generations takes and answers."""
