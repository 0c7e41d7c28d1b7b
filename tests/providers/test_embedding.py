"""The local text embedding."""

import sys

import numpy as np
import pytest

from providers.local.embedding import DIMENSIONS, embed

pytestmark = pytest.mark.unit


class TestEmbed:
    def test_gives_unit_rows(self):
        vectors = embed(["a boss fight", "سفر رویایی به بالی", "😀😀", "   ", ""])
        assert vectors.shape == (5, DIMENSIONS)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)

    def test_puts_like_beside_like(self):
        game, play, pasta = embed(["beating the final boss", "a hard video game", "cooking lasagna"])
        assert game @ play > game @ pasta

    def test_is_deterministic_and_independent_of_its_neighbours(self):
        alone = embed(["a trip to Bali"])[0]
        np.testing.assert_array_equal(alone, embed(["something much longer than it", "a trip to Bali"])[1])

    def test_reads_only_the_beginning_of_a_very_long_text(self):
        text = "cat " * 1_000
        np.testing.assert_array_equal(embed([text])[0], embed([text + "dog " * 50_000])[0])

    def test_refuses_no_text(self):
        with pytest.raises(ValueError, match="no text"):
            embed([])

    def test_runs_nothing_of_the_package_that_carries_the_weights(self):
        embed(["a text"])
        assert "wordllama" not in sys.modules
