"""The stages: one plain function `(context) -> None` each, in a file of its own."""
