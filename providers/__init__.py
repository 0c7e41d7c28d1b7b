"""Adapters to vendors and to our own engine. No tables, no product words, no retries: they translate."""
