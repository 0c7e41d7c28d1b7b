"""One attempt to turn a prompt into a thumbnail."""
