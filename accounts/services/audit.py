"""Writing down what happened to an account."""

from collections.abc import Mapping
from typing import Any

from accounts.models import AuditEntry, User


def record(
    action: str,
    *,
    user: User,
    actor: User | None = None,
    details: Mapping[str, Any] | None = None,
    ip_digest: str = "",
) -> None:
    """Keep an entry, in the present transaction. `action` is dotted (`password.changed`), `details` has no secret."""
    AuditEntry.objects.create(user=user, actor=actor, action=action, details=dict(details or {}), ip_digest=ip_digest)
