"""The embedding of this machine, as a provider."""

import numpy as np
import pytest

from providers.local.embedding import embed
from providers.local.provider import LocalEmbedding

pytestmark = pytest.mark.unit


class TestLocalEmbedding:
    def test_speaks_for_the_model_that_this_machine_has(self):
        assert LocalEmbedding().model == "wordllama-l2-supercat-256"

    def test_gives_the_vectors_of_that_model_in_its_dimensions(self):
        vectors = LocalEmbedding().embed(["a boss fight", "a pasta dish"])
        assert vectors.shape == (2, LocalEmbedding.dimensions)
        np.testing.assert_array_equal(vectors, embed(["a boss fight", "a pasta dish"]))

    def test_refuses_no_text(self):
        with pytest.raises(ValueError, match="no text"):
            LocalEmbedding().embed([])
