"""Moving the bank from one embedding model to another while it is searched."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from templates_lib.indexing.embedding import embed_into
from templates_lib.models import EmbeddingSpace, Template
from templates_lib.search.freshness import bank_changed
from templates_lib.search.spaces import drop_space, go_live, live_space, open_space

_BATCH = 200

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Move:
    """What was done: the space that is searched now, the one that was before (None for none or the same), and how
    many vectors were made; what stood there already was not made again."""

    space: EmbeddingSpace
    former: EmbeddingSpace | None
    embedded: int


def reembed(provider: str, *, told: Told) -> Move:
    """Bring every template into the space of a provider's model, then search that one.

    Searches go on in the space that is live until the last moment. A run that was cut goes on where it stopped: what
    stands in the new space with the same sentence is not embedded again. `told(done, all)` hears of each batch.
    Raises `ProviderError`; nothing is switched then.
    """
    former = live_space()
    space = open_space(provider)
    embedded = _embed_all(space, told)
    go_live(space)
    # Once more: a correction may have been overtaken by its batch. What has not changed costs no call.
    embedded += _embed_all(space, lambda done, total: None)
    bank_changed()
    return Move(space, former if former is not None and former.pk != space.pk else None, embedded)


def _embed_all(space: EmbeddingSpace, told: Told) -> int:
    total, done, embedded = _embeddable().count(), 0, 0
    last: uuid.UUID | None = None
    while batch := list(_after(last)[:_BATCH]):
        embedded += embed_into(space, batch)
        done, last = done + len(batch), batch[-1].pk
        told(done, max(total, done))
    return embedded


def drop_retired() -> list[str]:
    """Delete the spaces that are not searched any more, with their vectors; return the models they were of."""
    retired = list(EmbeddingSpace.objects.filter(state=EmbeddingSpace.State.RETIRED).order_by("model"))
    for space in retired:
        drop_space(space)
    return [space.model for space in retired]


def _embeddable() -> "QuerySet[Template]":
    return Template.objects.exclude(Q(dna={}) | Q(category=None)).defer("document", "fingerprint").order_by("pk")


def _after(last: uuid.UUID | None) -> "QuerySet[Template]":
    return _embeddable().filter(pk__gt=last) if last else _embeddable()
