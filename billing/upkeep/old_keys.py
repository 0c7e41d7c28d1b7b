"""Idempotency keys that nobody will send again."""

from datetime import timedelta

from django.utils import timezone

from billing.models import IdempotencyKey

KEY_LIFETIME = timedelta(hours=24)


def delete_old_keys() -> int:
    """Forget keys after `KEY_LIFETIME`. Returns how many."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEY_LIFETIME).delete()
    return deleted
