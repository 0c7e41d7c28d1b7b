"""Entries of what happened to accounts go after a year."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEntry

KEPT = timedelta(days=365)


def delete_old_audit_entries() -> int:
    """Delete entries older than a year, and return how many there were."""
    deleted, _ = AuditEntry.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return deleted
