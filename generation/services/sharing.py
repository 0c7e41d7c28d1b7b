"""Showing a thumbnail to whoever has its address."""

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.services.verification import require_verified
from common.errors import NotFoundError
from generation.errors import ResultNotReadyError
from generation.models import Generation, Revision, Share, Status, Thumbnail
from generation.selectors.revisions import find_earlier, find_later, present_version
from generation.services.locking import lock_generation
from generation.services.revising import MOST_REVISIONS

LONGEST_DAYS = 30
_TOKEN_LENGTH = 43
_EDIT_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Shared:
    """A share. `edit_token` lets whoever has it edit; it is told when the share is made and never again."""

    share: Share
    edit_token: str | None = None


def share_generation(user: User, generation_id: uuid.UUID, *, days: int = LONGEST_DAYS) -> Shared:
    """Give a delivered generation a public address for so many days (1..30), or return the one that it has.

    Many at once get the same one, and one of them its edit token. Raises `EmailNotVerifiedError`, `NotFoundError` or
    `ResultNotReadyError`.
    """
    require_verified(user)
    with transaction.atomic():
        generation = lock_generation(user, generation_id)
        if generation.status != Status.COMPLETED:
            raise ResultNotReadyError(details={"status": generation.status})
        now = timezone.now()
        known = Share.objects.filter(generation=generation, revoked_at=None).first()
        if known is not None and known.expires_at > now:
            known.generation = generation
            return Shared(known)
        if known is not None:  # an expired one makes room
            Share.objects.filter(pk=known.pk).update(revoked_at=now)
        edit_token = secrets.token_urlsafe(_EDIT_TOKEN_BYTES)
        share = Share(generation=generation, expires_at=now + timedelta(days=days), edit_digest=_digest(edit_token))
        share.digest = _digest(share.token)
        share.save(force_insert=True)
        Generation.objects.filter(pk=generation.pk).update(share_count=F("share_count") + 1)
        return Shared(share, edit_token)


def revoke_share(user: User, generation_id: uuid.UUID) -> None:
    """End the public address of a generation; without one nothing happens. Raises `NotFoundError`."""
    with transaction.atomic():
        generation = lock_generation(user, generation_id)
        Share.objects.filter(generation=generation, revoked_at=None).update(revoked_at=timezone.now())


def find_share(token: str) -> Share:
    """Return the living share of that token, with its `generation` and the `owner` of that.

    `NotFoundError` for one that expired or was revoked, whose generation was deleted or whose owner may not sign in.
    """
    if len(token) != _TOKEN_LENGTH or not token.isascii():
        raise NotFoundError
    living = Share.objects.filter(
        revoked_at=None,
        expires_at__gt=timezone.now(),
        generation__deleted_at=None,
        generation__status=Status.COMPLETED,
        generation__owner__is_active=True,
    )
    share = living.filter(digest=_digest(token)).select_related("generation__owner").first()
    if share is None:
        raise NotFoundError
    return share


def may_edit(share: Share, edit_token: str) -> bool:
    """Say whether the token is the one that was told when the share was made."""
    return hmac.compare_digest(share.edit_digest, _digest(edit_token))


def may_step(share: Share, thumbnail: Thumbnail, older: int, newer: int) -> bool:
    """Tell whether whoever has the share's secret may go between two neighbouring states, back or forth.

    They take back and bring again what was edited by this share, and nothing else: behind every other step lies what
    the owner had removed. `older` and `newer` are the numbers of the states.
    """
    # Of many states the oldest are dropped but for number 0, so that it is no more what the next one came of.
    if older == 0 and thumbnail.last_revision >= MOST_REVISIONS:
        return False
    by_share = Revision.objects.filter(thumbnail=thumbnail, editor=None, created_at__gte=share.created_at)
    return newer > 0 and by_share.filter(number=newer).exists()


def ways_of_share(share: Share, thumbnail: Thumbnail) -> tuple[bool, bool]:
    """Tell whether there is something that whoever has the share's secret may undo, and something to redo."""
    shown = present_version(thumbnail)
    earlier, later = find_earlier(thumbnail, shown), find_later(thumbnail, shown)
    return (
        earlier is not None and may_step(share, thumbnail, earlier.number, shown.number),
        later is not None and may_step(share, thumbnail, shown.number, later.number),
    )


def count_view(share: Share) -> None:
    """Count one look at a share."""
    Share.objects.filter(pk=share.pk).update(view_count=F("view_count") + 1)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
