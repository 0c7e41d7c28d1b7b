"""Vectors of templates, in every space that is in use."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

import structlog
from django.db import transaction
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


def embed_or_owe(templates: Sequence[Template]) -> None:
    """Embed templates that words find already. What a provider fails to give is owed: it is asked again later."""
    try:
        embed_templates(templates)
    except ProviderError as error:
        _log.warning("embedding_owed", templates=len(templates), detail=error.detail)


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
    vectors = dict(zip(stale, provider_of(space).embed([sentences[pk] for pk in stale]), strict=True))
    with transaction.atomic():
        # Some may have been deleted while the provider was asked. Locked in order, so that none goes now.
        rows = Template.objects.filter(pk__in=stale).order_by("pk").select_for_update(no_key=True)
        kept = list(rows.values_list("pk", flat=True))
        TemplateEmbedding.objects.bulk_create(
            [
                TemplateEmbedding(
                    template_id=pk,
                    space=space,
                    vector=checked_vector(vectors[pk], space.dimensions),
                    digest=digests[pk],
                )
                for pk in kept
            ],
            update_conflicts=True,
            unique_fields=["template", "space"],
            update_fields=["vector", "digest"],
        )
    return len(kept)
