"""Google Gemini: vision."""
