"""What the conversation and the studio do."""
