"""Choosing the format, and naming the file."""

import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.text import slugify

from accounts.models import User
from chat.selectors import get_conversation
from chat.services.exporting.paper import as_pdf
from chat.services.exporting.texts import as_data, as_markdown, as_text
from chat.services.exporting.transcript import Transcript, transcript_of

_LONGEST_STEM = 60
MOST_WRITTEN = 5000
# A page takes a good part of a second to be set, and one request may not keep a process for long.
MOST_SET = 300
MOST_CHARACTERS_SET = 40_000


class ExportedFile(NamedTuple):
    """The file, its media type, and a name to save it under."""

    data: bytes
    media_type: str
    filename: str


class _Format(NamedTuple):
    media_type: str
    most: int
    write: Callable[[Transcript], bytes]
    characters: int | None = None


_FORMATS = {
    "md": _Format("text/markdown; charset=utf-8", MOST_WRITTEN, as_markdown),
    "txt": _Format("text/plain; charset=utf-8", MOST_WRITTEN, as_text),
    "pdf": _Format("application/pdf", MOST_SET, as_pdf, MOST_CHARACTERS_SET),
}


def export_conversation(user: User, conversation_id: uuid.UUID, *, format: str) -> ExportedFile:  # noqa: A002
    """Return a conversation that the user may see as md, txt or pdf. Raises `NotFoundError`.

    Of a long one the file has the latest messages, and says so: `MOST_WRITTEN`, in a PDF `MOST_SET` and of these as
    many as have `MOST_CHARACTERS_SET` together, short lines taken for full ones. A PDF may raise `ExportBusyError`.
    """
    chosen = _FORMATS[format]
    transcript = transcript_of(get_conversation(user, conversation_id), most=chosen.most, characters=chosen.characters)
    return ExportedFile(chosen.write(transcript), chosen.media_type, f"{_stem(transcript)}.{format}")


def export_data(user: User, conversation_id: uuid.UUID) -> tuple[dict[str, Any], str]:
    """Return its latest `MOST_WRITTEN` messages as data for JSON, and a name for the file. Raises `NotFoundError`."""
    transcript = transcript_of(get_conversation(user, conversation_id), most=MOST_WRITTEN)
    return as_data(transcript), f"{_stem(transcript)}.json"


def _stem(transcript: Transcript) -> str:
    stem = slugify(transcript.conversation.title, allow_unicode=True)[:_LONGEST_STEM].strip("-")
    return stem or "conversation"
