"""Finding messages by their words."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypedDict

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, QuerySet

from accounts.models import User
from chat.models import Message
from chat.models.spelling import fold, fold_apart, searched
from chat.selectors.access import visible_conversations

LONGEST_QUERY = 200
_MOST_WORDS = 12
_EXCERPT_LENGTH = 180
_CONTEXT_BEFORE = 60
# Letters and digits, and the signs that stand on them: accents, Arabic and Devanagari vowels.
_LETTERS = r"(?:[^\W_][\u0300-\u036f\u064b-\u0652\u0900-\u0903\u093a-\u094f]*)+"
# A word with the joints and apostrophes inside it.
_WORD = re.compile(rf"{_LETTERS}(?:[\u200c'’_-]+{_LETTERS})*")


class Piece(TypedDict):
    """A part of an excerpt; `is_match` where it is a word that was looked for."""

    text: str
    is_match: bool


class FoundRow(NamedTuple):
    """A message that was found, and its conversation."""

    id: uuid.UUID
    conversation_id: uuid.UUID
    title: str
    number: int
    author: str
    sender_id: uuid.UUID | None
    sender_name: str | None
    content: str
    created_at: datetime


@dataclass(frozen=True)
class Question:
    """What is looked for: messages that have every word, or one that begins with it."""

    words: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "Question":
        """Take the words out of what somebody typed; punctuation is none, nor is what no spelling keeps."""
        return cls(tuple(word for word in _WORD.findall(text) if fold(word))[:_MOST_WORDS])

    def find(self, user: User) -> "QuerySet[Message, tuple[Any, ...]]":
        """Return what the user may see, newest first; each row makes a `FoundRow`. Without words it finds nothing."""
        messages = Message.objects.filter(conversation__in=visible_conversations(user))
        if self.words:
            asked = SearchQuery(self._expression(), config="simple", search_type="raw")
            messages = messages.annotate(words=searched("content")).filter(words=asked)
        else:
            messages = messages.none()
        return messages.order_by("-created_at", "-pk").values_list(
            "pk",
            "conversation_id",
            F("conversation__title"),
            "number",
            "author",
            "sender_id",
            F("sender__username"),
            "content",
            "created_at",
        )

    def excerpt(self, content: str) -> list[Piece]:
        """Return the part of a message around the first match, cut into what matches and what does not."""
        around = next((word.start() for word in _WORD.finditer(content) if self._matches(word[0])), 0)
        start, end = _window(content, around)
        pieces: list[Piece] = []
        at = start
        # Only in what is shown, since messages are long and a page has many of them.
        for word in _WORD.finditer(content, around):
            first, last = word.span()
            if last > end:
                break
            if not self._matches(word[0]):
                continue
            pieces += _piece(content[at:first], is_match=False) + _piece(content[first:last], is_match=True)
            at = last
        pieces += _piece(content[at:end], is_match=False)
        if pieces and start:
            pieces.insert(0, Piece(text="…", is_match=False))
        if pieces and end < len(content):
            pieces.append(Piece(text="…", is_match=False))
        return pieces

    def _expression(self) -> str:
        """Quoted words in PostgreSQL's notation. One with a joint is looked for as one word and as its parts."""
        return " & ".join(f"({' | '.join(sorted({_beginning(fold(word)), _all_of(word)}))})" for word in self.words)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        folded = {part for asked in self.words for part in (fold(asked), *fold_apart(asked).split())}
        return tuple(folded - {""})

    def _matches(self, word: str) -> bool:
        if fold(word).startswith(self._beginnings):
            return True
        return any(part.startswith(self._beginnings) for part in fold_apart(word).replace("-", " ").split())


def _beginning(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*"


def _all_of(word: str) -> str:
    return " & ".join(_beginning(part) for part in fold_apart(word).split())


def _window(content: str, around: int) -> tuple[int, int]:
    """Return where an excerpt begins and ends; it begins with a whole word."""
    if len(content) <= _EXCERPT_LENGTH:
        return 0, len(content)
    start = max(0, min(around - _CONTEXT_BEFORE, len(content) - _EXCERPT_LENGTH))
    if start:
        space = content.find(" ", start, around)
        start = start if space < 0 else space + 1
    return start, min(len(content), start + _EXCERPT_LENGTH)


def _piece(text: str, *, is_match: bool) -> list[Piece]:
    return [Piece(text=text, is_match=is_match)] if text else []
