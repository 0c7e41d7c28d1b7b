"""Bringing an erasure to its end.

`accounts.services.erasing` blanks the row of the user, and with that nobody can sign in to it any more. What hung on it
goes here, app by app and in small transactions, and the files last. Every step may be repeated, so whatever is cut off
in the middle is begun again by the sweep until all of it is done.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import AuditEntry, BrandAsset, User
from accounts.upkeep.own_rows import ERASED, delete_own_rows
from common.storage.exact import exact

# What was under way while an account was erased may end a little later, and leave something behind.
_LOOKED_AT_AGAIN = timedelta(days=2)
_log = structlog.get_logger(__name__)


def finish_erasure(user_id: uuid.UUID) -> bool:
    """Erase all that hung on a user who is erased. Returns whether all of it is gone.

    A step that fails, since the payment gateway is away, say, is logged and keeps no other from being taken.
    """
    user = User.objects.filter(pk=user_id, erased_at__isnull=False).first()
    if user is None:
        return False
    steps: list[Callable[[User], None]] = [*map(import_string, settings.ERASERS), _erase_own_rows, _erase_files]
    taken = [_is_taken(step, user) for step in steps]
    is_done = all(taken)
    if is_done:
        _note_done(user)
    return is_done


def unfinished_erasures() -> list[uuid.UUID]:
    """Users whose erasure is not done, or done so lately that something may have come after it; the oldest first."""
    lately = timezone.now() - _LOOKED_AT_AGAIN
    erased = User.objects.filter(Q(erasure_done_at=None) | Q(erased_at__gt=lately), erased_at__isnull=False)
    return list(erased.order_by("erased_at").values_list("pk", flat=True))


def forget_admin_log(model: type[models.Model], keys: Iterable[Any]) -> None:
    """Delete what the admin's log says of some rows: it quotes them as they were."""
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys]).delete()


def _is_taken(step: Callable[[User], None], user: User) -> bool:
    try:
        step(user)
    except Exception as error:
        # Not for nothing: the erasure stays unfinished, and the sweep comes back to it.
        _log.exception("erasure_step_failed", step=f"{step.__module__}.{step.__name__}", error=type(error).__name__)
        return False
    return True


def _erase_own_rows(user: User) -> None:
    with transaction.atomic():
        # Again: a request that was under way may have written some just after the account was erased.
        delete_own_rows(user)
        assets = BrandAsset.objects.filter(owner=user)
        forget_admin_log(BrandAsset, assets.values_list("pk", flat=True))
        assets.delete()
        forget_admin_log(User, [user.pk])


def _erase_files(user: User) -> None:
    # By folder and not by row: so a file that no row ever told of goes as well.
    storage = exact(storages["default"])
    for folder in settings.USER_FOLDERS:
        for page in storage.pages(f"{folder}/{user.pk}/"):
            for found in page:
                storage.delete(found.key)


def _note_done(user: User) -> None:
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, erasure_done_at=None).update(erasure_done_at=timezone.now()):
            AuditEntry.objects.create(user=user, action=ERASED)
