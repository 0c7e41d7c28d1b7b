"""The pages of money: HTML out of the same services and selectors that the API uses."""
