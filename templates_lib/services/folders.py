"""A folder of pictures and what stands beside them: which files are pictures, where each comes from."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from templates_lib.errors import MetadataError
from templates_lib.services.uploading import TEXT_LIMITS

METADATA_NAMES = ("templates.csv", "metadata.json")
COLUMNS = ("file", *TEXT_LIMITS, "category", "tags")
_LARGEST_METADATA = 32 * 1024 * 1024
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
_HEAD = 12


@dataclass(frozen=True)
class FoundPicture:
    """A file to bring in. `name` is its path within the folder, with slashes; `details` what the metadata say of it:
    texts by column, without those that are empty."""

    path: Path
    name: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Folder:
    """The pictures in name order, and how many other files were passed over."""

    pictures: tuple[FoundPicture, ...]
    others: int


def read_folder(folder: Path) -> Folder:
    """Find the pictures of a folder and of those in it. Hidden ones are passed over, links to folders not followed, nor
    links to files outside of it.

    A picture is what begins like a PNG, JPEG, WebP or GIF whatever its name, or is named like one whatever it holds:
    what then is none will be refused, with a reason. `MetadataError` for metadata that can't be read, or that tell of
    a file that is not there.
    """
    details, root = _read_metadata(folder), folder.resolve()
    pictures, others = [], 0
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        if name in METADATA_NAMES:
            continue
        if not path.resolve().is_relative_to(root):
            others += 1
        elif path.suffix.lower() in _ENDINGS or _begins_like_a_picture(path) or name in details:
            pictures.append(FoundPicture(path, name, details.get(name, {})))
        else:
            others += 1
    missing = sorted(set(details) - {picture.name for picture in pictures})
    if missing:
        raise MetadataError(f"The metadata tell of {missing[0]}, which is not in the folder ({len(missing)} such).")
    return Folder(tuple(pictures), others)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and _may_be_a_file(path):
                yield path


def _may_be_a_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # its folder may be listed but not entered; a picture in it is refused, not passed over
        return True


def _begins_like_a_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        head[:4] == b"RIFF" and head[8:] == b"WEBP"
    )


def _read_metadata(folder: Path) -> dict[str, dict[str, str]]:
    """What is told of each file, by its path within the folder."""
    try:
        present = [folder / name for name in METADATA_NAMES if (folder / name).is_file()]
    except OSError as error:
        raise MetadataError(f"{folder} can't be read: {error.strerror}.") from error
    if len(present) > 1:
        raise MetadataError(f"There are both {' and '.join(METADATA_NAMES)}; keep one.")
    if not present:
        return {}
    path = present[0]
    try:
        if path.stat().st_size > _LARGEST_METADATA:
            raise MetadataError(f"{path.name} has more than {_LARGEST_METADATA // 1024 // 1024} MB.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MetadataError(f"{path.name} is not UTF-8.") from error
    except OSError as error:
        raise MetadataError(f"{path.name} can't be read: {error.strerror}.") from error
    entries = _csv_entries(text) if path.suffix == ".csv" else _json_entries(text)
    details: dict[str, dict[str, str]] = {}
    for place, entry in entries:
        told = _checked(entry, f"{path.name}, {place}")
        name = told.pop("file")
        if name in details:
            raise MetadataError(f"{path.name}, {place}: {name} stands there twice.")
        details[name] = told
    return details


def _csv_entries(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        for row in rows:
            if len(row) > len(header):
                raise MetadataError(f"templates.csv, line {rows.line_num}: it has more cells than the first line.")
            if any(cell.strip() for cell in row):
                yield f"line {rows.line_num}", dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise MetadataError(f"templates.csv, line {rows.line_num}: {error}.") from error


def _json_entries(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        entries = json.loads(text)
        json.dumps(entries, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # JSON can spell one half of a surrogate pair, which no database keeps
        raise MetadataError("metadata.json holds half a character.") from error
    except (ValueError, RecursionError) as error:
        raise MetadataError("metadata.json is no JSON.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise MetadataError("metadata.json must be a list of objects, one for each file.")
    for number, entry in enumerate(entries, start=1):
        tags = entry.get("tags")
        if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
            entry = {**entry, "tags": ",".join(tags)}
        yield f"entry {number}", entry


def _checked(entry: Mapping[str, Any], place: str) -> dict[str, str]:
    unknown = sorted(set(entry) - set(COLUMNS))
    if unknown:
        raise MetadataError(f"{place}: {unknown[0]!r} is none of {', '.join(COLUMNS)}.")
    for name, value in entry.items():
        if value is not None and not isinstance(value, str):
            raise MetadataError(f"{place}: {name} must be a text.")
    told = {name: value.strip() for name, value in entry.items() if value and value.strip()}
    if "file" not in told:
        raise MetadataError(f"{place}: it names no file.")
    return told
