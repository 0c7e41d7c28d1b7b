"""What stands in the file, whatever its format."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Author
from chat.selectors import ConversationRow, MessageRow, latest_rows

# Characters. A line of one letter takes as much room on paper, and as much work, as a full one.
_FULL_LINE = 80


@dataclass(frozen=True)
class Transcript:
    """A conversation and its latest messages, oldest first; `omitted` stand before them."""

    conversation: ConversationRow
    messages: tuple[MessageRow, ...]
    omitted: int

    @property
    def title(self) -> str:
        return self.conversation.title or _("Conversation")

    @property
    def facts(self) -> str:
        """One line about the whole."""
        facts = _("Begun %(when)s by %(owner)s") % {
            "when": moment(self.conversation.created_at),
            "owner": self.conversation.owner_name,
        }
        if self.omitted:
            facts += " · " + _("the latest %(shown)d of %(all)d messages") % {
                "shown": len(self.messages),
                "all": self.omitted + len(self.messages),
            }
        return facts


def transcript_of(conversation: ConversationRow, *, most: int, characters: int | None = None) -> Transcript:
    """Read at most so many of the latest messages, with at most so many characters together; but always the last.

    Each line counts as a full one at least.
    """
    messages = tuple(latest_rows(conversation.id, most))
    if characters is not None:
        messages = _within(messages, characters)
    return Transcript(conversation, messages, omitted=messages[0].number - 1 if messages else 0)


def _within(messages: tuple[MessageRow, ...], characters: int) -> tuple[MessageRow, ...]:
    kept = 0
    for message in reversed(messages):
        characters -= sum(max(_FULL_LINE, len(line)) for line in message.content.split("\n"))
        if characters < 0 and kept:
            break
        kept += 1
    return messages[len(messages) - kept :]


def speaker_of(message: MessageRow) -> str:
    """Return who said it; whose account is gone has no name any more."""
    if message.author == Author.ASSISTANT:
        return "Routix"
    return message.sender_name or _("Somebody who left")


def moment(at: datetime) -> str:
    """Return a time in UTC, to the minute."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def page_of(generation_id: uuid.UUID) -> str:
    """Return the address of a thumbnail's page, for who made it."""
    return f"{settings.PUBLIC_URL}{reverse('studio-generation', args=[generation_id])}"
