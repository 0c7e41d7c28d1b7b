"""Idempotency: what was asked under a key is done once."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from billing.gateways.local.rows import bad_request
from billing.models import LocalRequest


def once(key: str, asked: Mapping[str, Any], do: Callable[[], str]) -> str:
    """Do it, unless it was done under that key. Returns the reference of what came of it, now or then.

    Whoever asks at the same time waits. What raises has not happened, so its key may be used again. Raises
    `PaymentsUnavailableError` for a key that stands for another request.
    """
    with transaction.atomic():
        LocalRequest.objects.bulk_create([LocalRequest(key=key, asked=dict(asked))], ignore_conflicts=True)
        request = LocalRequest.objects.select_for_update().get(pk=key)
        if request.asked != dict(asked):
            raise bad_request(f"the key {key} was used for another request")
        if not request.answer:
            request.answer = do()
            request.save(update_fields=["answer"])
        return request.answer
