"""Making templates findable."""

from collections.abc import Sequence

from templates_lib.indexing.embedding import embed_templates
from templates_lib.indexing.words import index_words
from templates_lib.models import Template
from templates_lib.search.freshness import bank_changed


def index_templates(templates: Sequence[Template]) -> None:
    """Make templates findable as they are now, by meaning and by words; searches that were kept are forgotten."""
    embed_templates(templates)
    index_words(templates)
    bank_changed()
