import numpy as np
import pytest
from django.db import IntegrityError

from templates_lib.models import EMBEDDING_DIMENSIONS, Status, padded
from tests.templates_lib.bank import make_template


class TestPadded:
    pytestmark = pytest.mark.unit

    def test_keeps_cosines(self):
        first, second = np.random.default_rng(1).normal(size=(2, 256))
        wide_first, wide_second = padded(first), padded(second)
        assert wide_first.shape == (EMBEDDING_DIMENSIONS,)
        assert _cosine(wide_first, wide_second) == pytest.approx(_cosine(first, second), abs=1e-5)


@pytest.mark.integration
@pytest.mark.usefixtures("categories")
class TestTemplate:
    def test_cannot_be_ready_without_a_vector(self):
        template = make_template("half-done")
        template.embedding = None
        with pytest.raises(IntegrityError, match="a_ready_template_has_an_embedding"):
            template.save()

    def test_cannot_fail_without_a_reason(self):
        with pytest.raises(IntegrityError, match="a_failed_template_says_why"):
            make_template("mute", status=Status.FAILED).save()

    def test_says_nothing_secret_when_printed(self):
        template = make_template("quiet", name="Quiet Look", sample={"prompt": "the canary prompt"})
        assert str(template) == "Quiet Look"
        assert repr(template) == "<Template: Quiet Look>"


def _cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))
