"""What the API of staff takes and answers."""
