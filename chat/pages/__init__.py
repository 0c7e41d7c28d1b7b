"""The pages of the studio: HTML out of the same services and selectors that the API uses."""
