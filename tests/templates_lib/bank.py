"""A bank of made-up templates with known vectors."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from templates_lib.models import Category, Status, Template, padded

MODEL = "test-256"


def unit_vectors(count: int, *, seed: int, dimensions: int = 256) -> NDArray[np.float32]:
    """Random directions."""
    rows = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def make_template(slug: str, *, vector: Any = None, **fields: Any) -> Template:
    """Return an unsaved template that is active and ready."""
    fields.setdefault("category", Category(slug="gaming"))
    return Template(
        slug=slug,
        embedding=padded(unit_vectors(1, seed=len(slug))[0] if vector is None else vector),
        **{
            "name": slug.title(),
            "embedding_model": MODEL,
            "status": Status.READY,
            "document": {"secret": f"document of {slug}"},
            "dna": {},
            "source": "tests",
            "licence": "none",
            "artist": "nobody",
        }
        | fields,
    )
