"""Accounts over HTTP, in JSON."""
