"""What stands on paper, and how one process hands it to another."""

import json
from dataclasses import asdict, dataclass, field
from typing import BinaryIO


@dataclass(frozen=True)
class Entry:
    """A message: who said it, its number and time in words, and the bytes of its JPEG or `note` in place of one."""

    speaker: str
    about: str
    text: str
    is_ours: bool
    picture: bytes | None = field(default=None, repr=False)
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """All that is set: a title, one line about the whole, and the messages."""

    title: str
    facts: str
    entries: tuple[Entry, ...]


def packed(sheet: Sheet) -> bytes:
    """Return a line of JSON, in which each picture is its length, and after it the pictures in their order."""
    entries = [{**asdict(entry), "picture": len(entry.picture or b"")} for entry in sheet.entries]
    head = json.dumps({"title": sheet.title, "facts": sheet.facts, "entries": entries}).encode()
    return head + b"\n" + b"".join(entry.picture or b"" for entry in sheet.entries)


def unpacked(source: BinaryIO) -> Sheet:
    """Read what `packed` wrote."""
    head = json.loads(source.readline())
    entries = [Entry(**{**told, "picture": source.read(told["picture"]) or None}) for told in head["entries"]]
    return Sheet(head["title"], head["facts"], tuple(entries))
