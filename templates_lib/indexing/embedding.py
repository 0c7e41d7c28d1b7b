"""Vectors of templates, in every space that is in use."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

import structlog
from django.db.models.functions import Now

from providers.errors import ProviderError
from templates_lib.indexing.sentences import digest_of_sentence, sentence_of
from templates_lib.models import EmbeddingSpace, Status, Template, TemplateEmbedding, checked_vector
from templates_lib.search.spaces import provider_of

_BATCH = 200
_log = structlog.get_logger(__name__)


def embed_templates(templates: Sequence[Template]) -> None:
    """Bring templates into the live space and into those that are being built. What has not changed is left.

    A failure of the live space's provider is raised (`ProviderError`): a template without a vector can't be found. In
    a space that is being built it is logged; `reembed_templates` makes up for it before the space goes live.
    """
    for space in EmbeddingSpace.objects.exclude(state=EmbeddingSpace.State.RETIRED):
        try:
            embed_into(space, templates)
        except ProviderError as error:
            if space.state == EmbeddingSpace.State.LIVE:
                raise
            _log.warning("embedding_failed", space=space.model, detail=error.detail)


def embed_what_changed(within: timedelta) -> None:
    """Make up for vectors that a provider owed when templates changed of late. `ProviderError` when it still fails."""
    changed = Template.objects.filter(status=Status.READY, updated_at__gte=Now() - within).iterator(_BATCH)
    while batch := list(islice(changed, _BATCH)):
        embed_templates(batch)


def embed_into(space: EmbeddingSpace, templates: Sequence[Template]) -> int:
    """Bring templates into one space; return how many vectors were new or had changed."""
    sentences = {template.pk: sentence_of(template) for template in templates}
    digests = {pk: digest_of_sentence(sentence) for pk, sentence in sentences.items()}
    present = dict(
        TemplateEmbedding.objects.filter(space=space, template_id__in=sentences).values_list("template_id", "digest")
    )
    stale = [pk for pk, digest in digests.items() if present.get(pk) != digest]
    if not stale:
        return 0
    vectors = provider_of(space).embed([sentences[pk] for pk in stale])
    TemplateEmbedding.objects.bulk_create(
        [
            TemplateEmbedding(
                template_id=pk,
                space=space,
                vector=checked_vector(vector, space.dimensions),
                digest=digests[pk],
            )
            for pk, vector in zip(stale, vectors, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["template", "space"],
        update_fields=["vector", "digest"],
    )
    return len(stale)
