"""Several prompts at once: each is a generation of its own, with credits of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import ApiKey, User
from common.errors import DomainError
from generation.models import Batch, Generation
from generation.services.requesting import GenerationRequest, request_generation


@dataclass(frozen=True)
class BatchItem:
    """What became of the item at `index`: a queued generation, or why there is none."""

    index: int
    generation: Generation | None = None
    refusal: DomainError | None = None


@dataclass(frozen=True)
class BatchOutcome:
    """The batch and what became of its items, in their order. `batch` is None when nothing was accepted."""

    batch: Batch | None
    items: tuple[BatchItem, ...]

    @property
    def accepted(self) -> list[Generation]:
        return [item.generation for item in self.items if item.generation is not None]


def request_batch(
    user: User, items: Sequence[GenerationRequest | DomainError], *, api_key: ApiKey | None = None
) -> BatchOutcome:
    """Put every item that can be taken into the queue, in one transaction; what can't be taken says why.

    An item that was refused before is handed in as its error. Where nothing can be taken nothing is written.
    """
    with transaction.atomic():
        batch = Batch.objects.create(owner=user, asked=len(items))
        outcomes = tuple(_outcome(user, index, item, batch, api_key) for index, item in enumerate(items))
        if all(outcome.generation is None for outcome in outcomes):
            batch.delete()
            return BatchOutcome(None, outcomes)
    return BatchOutcome(batch, outcomes)


def _outcome(
    user: User, index: int, item: GenerationRequest | DomainError, batch: Batch, api_key: ApiKey | None
) -> BatchItem:
    if isinstance(item, DomainError):
        return BatchItem(index, refusal=item)
    try:
        return BatchItem(index, generation=request_generation(user, item, api_key=api_key, batch=batch))
    except DomainError as error:
        return BatchItem(index, refusal=error)
