"""OpenAI: vision and embeddings."""
