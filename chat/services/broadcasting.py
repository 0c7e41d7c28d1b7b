"""Telling everybody something."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from chat.models import Broadcast
from chat.selectors import describe_broadcast
from common.realtime import EVERYONE, publish_soon


def tell_everybody(author: User, *, title: str, message: str, level: str, expires_in: timedelta) -> Broadcast:
    """Tell all who are there now, after commit, and whoever comes until it expires."""
    broadcast = Broadcast(
        author=author, title=title, message=message, level=level, expires_at=timezone.now() + expires_in
    )
    with transaction.atomic():
        broadcast.save(force_insert=True)
        announce_broadcast(broadcast, by=author)
    return broadcast


def announce_broadcast(broadcast: Broadcast, *, by: User) -> None:
    """Note who told it, and publish it once the present transaction is committed."""
    audit.record("broadcast.sent", user=by, actor=by, details={"broadcast_id": str(broadcast.pk)})
    data = {**describe_broadcast(broadcast)}

    def send() -> None:
        publish_soon(EVERYONE, "broadcast", data)

    transaction.on_commit(send, robust=True)
