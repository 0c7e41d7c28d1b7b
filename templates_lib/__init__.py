"""The secret bank of looks: templates, design DNA, embeddings, search."""
