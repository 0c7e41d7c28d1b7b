"""A PDF, set in child processes of which only a few run at once, so that nobody's long conversation stops the rest."""

import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from chat.errors import ExportBusyError
from chat.models import Author
from chat.selectors import MessageRow
from chat.services.exporting.transcript import Transcript, moment, speaker_of
from chat.typesetting.sheet import Entry, Sheet, packed
from common.errors import NotFoundError
from generation.models import Thumbnail
from generation.services.pictures import scale_down

MOST_PICTURES = 50
AT_ONCE = 1
_SETTING_SECONDS = 30
_WAITING_SECONDS = 10
_PICTURE_WIDTH = "320"
_slots = threading.BoundedSemaphore(AT_ONCE)
_log = structlog.get_logger(__name__)


def as_pdf(transcript: Transcript) -> bytes:
    """Return the PDF. Of the thumbnails at most the latest `MOST_PICTURES` are shown; what no typeface has is a box.

    Raises `ExportBusyError` when others are in the way, or so much else is going on that it takes too long.
    """
    with _turn():
        return _set_by_child(packed(_sheet_of(transcript)))


def _sheet_of(transcript: Transcript) -> Sheet:
    files = _files_of(transcript.messages)
    entries = tuple(_entry_of(message, files) for message in transcript.messages)
    return Sheet(transcript.title, transcript.facts, entries)


def _entry_of(message: MessageRow, files: Mapping[uuid.UUID, str]) -> Entry:
    is_ours = message.author == Author.ASSISTANT
    key = files.get(message.thumbnail_id) if is_ours and message.thumbnail_id else None
    picture = _picture_of(key) if key else None
    return Entry(
        speaker=speaker_of(message),
        about=f"#{message.number} · {moment(message.created_at)}",
        text=message.content,
        is_ours=is_ours,
        picture=picture,
        note=_("The picture is gone.") if key and picture is None else "",
    )


def _picture_of(key: str) -> bytes | None:
    try:
        return scale_down(key, _PICTURE_WIDTH).data
    except (FileNotFoundError, NotFoundError):
        return None


def _files_of(messages: tuple[MessageRow, ...]) -> dict[uuid.UUID, str]:
    """Return the storage keys of the pictures to show, in one query."""
    shown = [message.thumbnail_id for message in messages if message.author == Author.ASSISTANT]
    wanted = [thumbnail_id for thumbnail_id in shown if thumbnail_id is not None][-MOST_PICTURES:]
    return dict(Thumbnail.objects.filter(pk__in=wanted).values_list("pk", "file"))


@contextmanager
def _turn() -> Iterator[None]:
    if not _slots.acquire(timeout=_WAITING_SECONDS):
        raise ExportBusyError
    try:
        yield
    finally:
        _slots.release()


def _set_by_child(sheet: bytes) -> bytes:
    command = [sys.executable, "-m", "chat.typesetting"]
    try:
        child = subprocess.run(
            command, input=sheet, capture_output=True, cwd=settings.BASE_DIR, timeout=_SETTING_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        _log.warning("setting_took_too_long", seconds=_SETTING_SECONDS)
        raise ExportBusyError from error
    if child.returncode:
        raise RuntimeError(f"Setting ended with {child.returncode}: {child.stderr.decode(errors='replace')[-2000:]}")
    return child.stdout
