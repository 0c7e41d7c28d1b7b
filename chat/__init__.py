"""The conversation around it, and the studio page."""
