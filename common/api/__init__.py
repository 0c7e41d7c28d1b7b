"""The shape of every answer: envelope, errors, lists."""
