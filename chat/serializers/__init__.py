"""What the API of conversations takes and answers."""
