"""Figures of the whole house, counted from rows."""
