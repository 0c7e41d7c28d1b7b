"""Vectors of templates, whatever happens while a provider is asked for them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from providers.errors import UnavailableError
from templates_lib.indexing.embedding import embed_or_owe, embed_templates
from templates_lib.models import Template, TemplateEmbedding
from templates_lib.search.spaces import open_space
from tests.fakes.embedding import HashedEmbedding
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


class DeletingEmbedding(HashedEmbedding):
    """While it is asked, somebody deletes a template."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        Template.objects.filter(slug="doomed").delete()
        return super().embed(texts)


class TiredEmbedding(HashedEmbedding):
    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise UnavailableError("tired", "not now")


@pytest.fixture
def use(settings: Any) -> Any:
    """Puts a provider of this file in place."""

    def put(provider: type[HashedEmbedding]) -> None:
        settings.EMBEDDING_PROVIDERS = {"ours": f"{__name__}.{provider.__name__}"}
        open_space("ours")

    return put


def saved(*slugs: str) -> list[Template]:
    return Template.objects.bulk_create(make_template(slug) for slug in slugs)


class TestEmbedTemplates:
    def test_passes_over_what_is_deleted_meanwhile(self, use: Any):
        use(DeletingEmbedding)
        embed_templates(saved("doomed", "kept"))
        assert list(TemplateEmbedding.objects.values_list("template__slug", flat=True)) == ["kept"]

    def test_raises_what_the_live_provider_raises(self, use: Any):
        use(TiredEmbedding)
        with pytest.raises(UnavailableError):
            embed_templates(saved("look"))


class TestEmbedOrOwe:
    def test_owes_what_a_provider_does_not_give(self, use: Any, caplog: pytest.LogCaptureFixture):
        use(TiredEmbedding)
        embed_or_owe(saved("look"))
        assert not TemplateEmbedding.objects.exists()
        assert "embedding_owed" in caplog.text
