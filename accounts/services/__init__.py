"""What can be done with accounts. Each module is one concern; each function is one use case."""
