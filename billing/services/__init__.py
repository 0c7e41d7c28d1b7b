"""What users and staff do with money."""
