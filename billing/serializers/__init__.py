"""The shapes of money at the wire."""
