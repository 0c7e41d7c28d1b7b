"""Setting a conversation on paper; knows neither tables nor requests."""
