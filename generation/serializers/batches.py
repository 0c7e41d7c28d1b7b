"""Several prompts at once, at the wire."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.inputs import Input
from common.errors import DomainError, ValidationFailedError
from generation.events import credits_of, picture_url
from generation.models import FINAL_STATUSES, Generation, Status
from generation.selectors.batches import BatchProgress
from generation.serializers.inputs import CreateInput
from generation.serializers.outputs import GenerationCreditsOutput, StoredErrorOutput
from generation.serializers.shapes import preview_url
from generation.services import BatchItem, BatchOutcome, GenerationRequest

FEWEST_ITEMS, MOST_ITEMS = 2, 20


@extend_schema_field(CreateInput)
class _ItemField(serializers.DictField):
    """An object; what is wrong inside is told of that item alone."""


class BatchInput(Input):
    """What is wanted, each as for one thumbnail. One that can't be taken does not keep the others."""

    items = serializers.ListField(child=_ItemField(), min_length=FEWEST_ITEMS, max_length=MOST_ITEMS)

    def requests(self) -> list[GenerationRequest | DomainError]:
        """Return the items in their order, those that are not valid as what is to be told of them."""
        return [_read(item) for item in self.validated_data["items"]]


def _read(item: Mapping[str, Any]) -> GenerationRequest | DomainError:
    wanted = CreateInput(data=item)
    if not wanted.is_valid():
        return ValidationFailedError(fields=dict(_faults(wanted.errors)))
    return GenerationRequest(**wanted.validated_data)


def _faults(errors: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Turn DRF's nested errors into fields and what is wrong with each."""
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            yield from _faults(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(errors, list):
        for inner in errors:
            yield from _faults(inner, path)
    else:
        yield path, str(errors)


class BatchRefusalOutput(serializers.Serializer[Any]):
    type = serializers.CharField(help_text="A code of `docs/errors.md`.")
    message = serializers.CharField()
    details = serializers.DictField()


class BatchItemOutput(serializers.Serializer[Any]):
    index = serializers.IntegerField(min_value=0, help_text="The item's place in the request.")
    status = serializers.ChoiceField(choices=[("accepted", "Accepted"), ("refused", "Refused")])
    generation_id = serializers.UUIDField(required=False)
    credits_cost = serializers.IntegerField(required=False, min_value=1)
    status_url = serializers.CharField(required=False, help_text="A path on this host.")
    error = BatchRefusalOutput(required=False)


class BatchOutput(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    accepted = serializers.IntegerField(min_value=1)
    refused = serializers.IntegerField(min_value=0)
    credits_cost = serializers.IntegerField(min_value=1, help_text="Of all that were accepted.")
    items = BatchItemOutput(many=True)


class BatchMemberOutput(serializers.Serializer[Any]):
    generation_id = serializers.UUIDField()
    prompt = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    thumbnail_url = serializers.CharField(allow_null=True, help_text="A path on this host; it expires after hours.")
    preview_url = serializers.CharField(allow_null=True)
    score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)
    credits = GenerationCreditsOutput()
    error = StoredErrorOutput(allow_null=True)


class BatchCountsOutput(serializers.Serializer[Any]):
    queued = serializers.IntegerField(min_value=0)
    processing = serializers.IntegerField(min_value=0)
    completed = serializers.IntegerField(min_value=0)
    failed = serializers.IntegerField(min_value=0)
    cancelled = serializers.IntegerField(min_value=0)


class BatchProgressOutput(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    asked = serializers.IntegerField(min_value=1, help_text="Items that were sent.")
    accepted = serializers.IntegerField(min_value=0)
    refused = serializers.IntegerField(min_value=0)
    is_finished = serializers.BooleanField()
    progress = serializers.IntegerField(min_value=0, max_value=100, help_text="Of all together; ended ones count 100.")
    by_status = BatchCountsOutput()
    credits = GenerationCreditsOutput(help_text="Of all together.")
    items = BatchMemberOutput(many=True)


def describe_batch(outcome: BatchOutcome) -> dict[str, Any]:
    accepted = outcome.accepted
    return {
        "batch_id": str(outcome.batch.pk) if outcome.batch else None,
        "accepted": len(accepted),
        "refused": len(outcome.items) - len(accepted),
        "credits_cost": sum(generation.credits_cost for generation in accepted),
        "items": [describe_item(item) for item in outcome.items],
    }


def describe_item(item: BatchItem) -> dict[str, Any]:
    if item.generation is not None:
        return {
            "index": item.index,
            "status": "accepted",
            "generation_id": str(item.generation.pk),
            "credits_cost": item.generation.credits_cost,
            "status_url": reverse("generation-status", args=[item.generation.pk]),
        }
    told = (
        {"type": item.refusal.code, "message": item.refusal.message, "details": item.refusal.details}
        if (item.refusal)
        else None
    )
    return {"index": item.index, "status": "refused", "error": told}


def describe_progress(found: BatchProgress) -> dict[str, Any]:
    rows = found.generations
    shares = [credits_of(row) for row in rows]
    done = [100 if row.status in FINAL_STATUSES else row.progress for row in rows]
    return {
        "batch_id": str(found.batch.pk),
        "created_at": found.batch.created_at.isoformat().replace("+00:00", "Z"),
        "asked": found.batch.asked,
        "accepted": found.accepted,
        "refused": found.batch.asked - found.accepted,
        "is_finished": all(row.status in FINAL_STATUSES for row in rows),
        "progress": sum(done) // len(done) if done else 100,
        "by_status": {status.value: sum(row.status == status for row in rows) for status in Status},
        "credits": {
            "held": sum(share["held"] for share in shares),
            "charged": sum(share["charged"] for share in shares),
            "returned": sum(share["returned"] for share in shares),
        },
        "items": [_describe_member(row) for row in rows],
    }


def _describe_member(row: Generation) -> dict[str, Any]:
    best = next(iter(row.thumbnails.all()), None)
    url = picture_url(best.pk, best.revision) if best else None
    return {
        "generation_id": str(row.pk),
        "prompt": row.prompt,
        "status": str(row.status),
        "progress": row.progress,
        "thumbnail_url": url,
        "preview_url": preview_url(url) if url else None,
        "score": row.score,
        "credits": credits_of(row),
        "error": row.error,
    }
