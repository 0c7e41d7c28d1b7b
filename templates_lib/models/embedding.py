"""The one column that holds vectors of every embedding model."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Wide enough for every model in sight.
EMBEDDING_DIMENSIONS = 1536


def padded(vector: NDArray[np.floating] | Sequence[float]) -> NDArray[np.float32]:
    """Return a vector of `EMBEDDING_DIMENSIONS`, filled up with zeros, which leaves cosines as they are.

    `ValueError` for a vector that is too long, not one-dimensional, not finite, or all zeros (it has no direction).
    """
    values = np.asarray(vector, dtype=np.float32)
    if values.ndim != 1 or len(values) > EMBEDDING_DIMENSIONS:
        raise ValueError(f"an embedding is one row of at most {EMBEDDING_DIMENSIONS} numbers, not {values.shape}")
    if not np.isfinite(values).all() or not values.any():
        raise ValueError("an embedding needs finite numbers that are not all zero")
    return np.pad(values, (0, EMBEDDING_DIMENSIONS - len(values)))
