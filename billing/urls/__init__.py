"""Addresses of money."""
