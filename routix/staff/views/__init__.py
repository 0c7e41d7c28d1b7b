"""The API of staff. API keys are refused: no view here has a scope."""
