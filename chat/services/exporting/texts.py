"""Data, Markdown and plain text."""

import re
from typing import Any

from django.utils.translation import gettext as _

from chat.events import describe_message
from chat.models import Author
from chat.selectors import MessageRow
from chat.services.exporting.transcript import Transcript, moment, page_of, speaker_of

_MARKS_OF_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#!|~&$^])")


def as_data(transcript: Transcript) -> dict[str, Any]:
    """Return everything that the API shows of it, for JSON."""
    conversation = transcript.conversation
    return {
        "id": str(conversation.id),
        "title": conversation.title,
        "owner": {"id": str(conversation.owner_id), "username": conversation.owner_name},
        "created_at": conversation.created_at.isoformat(),
        "omitted": transcript.omitted,
        "messages": [describe_message(message) for message in transcript.messages],
    }


def as_markdown(transcript: Transcript) -> bytes:
    """Return a heading and each message as a quotation, so that nothing said can pass for its frame."""
    parts = [f"# {_escaped(_one_line(transcript.title))}", transcript.facts]
    for message in transcript.messages:
        quoted = "\n".join(f"> {line}".rstrip() for line in _lines_of(message))
        parts += [f"**{speaker_of(message)}** · {moment(message.created_at)}", quoted]
        if (picture := _picture_of(message)) is not None:
            parts.append(f"[{picture[0]}]({picture[1]})")
    return ("\n\n".join(parts) + "\n").encode()


def as_text(transcript: Transcript) -> bytes:
    """Return each message below who said it, and further in, so that nothing said can pass for who said it."""
    parts = [_one_line(transcript.title), transcript.facts]
    for message in transcript.messages:
        lines = [f"{speaker_of(message)}, {moment(message.created_at)}:"]
        lines += [f"  {line}".rstrip() for line in _lines_of(message)]
        if (picture := _picture_of(message)) is not None:
            lines.append(f"{picture[0]}: {picture[1]}")
        parts.append("\n".join(lines))
    return ("\n\n".join(parts) + "\n").encode()


def _picture_of(message: MessageRow) -> tuple[str, str] | None:
    """Return what to call the thumbnail that a reply is about, and where its page is."""
    if message.author != Author.ASSISTANT or message.generation_id is None or message.thumbnail_id is None:
        return None
    return _("Thumbnail"), page_of(message.generation_id)


def _lines_of(message: MessageRow) -> list[str]:
    """Return its lines, by whatever a program that opens the file may take for the end of one."""
    return message.content.splitlines() or [""]


def _escaped(text: str) -> str:
    return _MARKS_OF_MARKDOWN.sub(r"\\\1", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
