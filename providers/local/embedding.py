"""Text embeddings on this machine: token vectors of WordLlama (MIT), averaged.

Only the package's two data files are read, since its own loader asks the network. The model was distilled from English
text, so other languages land close to nothing in particular. About 0.05 ms a text.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load
from tokenizers import Tokenizer

MODEL_NAME = "wordllama-l2-supercat-256"
DIMENSIONS = 256
_LONGEST_TEXT = 4_000


class _Model(NamedTuple):
    tokenizer: Tokenizer
    vectors: NDArray[np.float16]


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit vector a text, (n, 256). A text without a token, such as "", gives the same vector for all such.

    Texts are read up to their first 4,000 characters. `ValueError` when there are none.
    """
    if not texts:
        raise ValueError("there is no text to embed")
    model = _model()
    shortened = [text[:_LONGEST_TEXT] for text in texts]
    encoded = model.tokenizer.encode_batch(shortened, add_special_tokens=False)
    return np.stack([_mean(model, item.ids) for item in encoded])


def _mean(model: _Model, ids: Sequence[int]) -> NDArray[np.float32]:
    if not ids:
        return np.full(DIMENSIONS, 1 / np.sqrt(DIMENSIONS), np.float32)
    mean = model.vectors[list(ids)].mean(axis=0, dtype=np.float32)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


@lru_cache(maxsize=1)
def _model() -> _Model:
    spec = find_spec("wordllama")  # finds the package without running it
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("wordllama, which carries the embedding's weights, is not installed")
    package = Path(spec.origin).parent
    tokenizer = Tokenizer.from_str((package / "tokenizers" / "l2_supercat_tokenizer_config.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tensors = load((package / "weights" / "l2_supercat_256.safetensors").read_bytes())
    return _Model(tokenizer, next(iter(tensors.values())))
