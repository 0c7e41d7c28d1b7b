"""The bank's metadata as a file: exported, edited by people in a spreadsheet or a script, and brought in again.

Nothing secret is in it: no keys, no digests, no vectors, no words of an original. What was counted or decided by an
analysis is exported for reading only.
"""

import csv
import hashlib
import io
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from common.errors import ValidationFailedError
from templates_lib.errors import MetadataError
from templates_lib.models import Category, Status, Template
from templates_lib.services.curating import CORRECTABLE, clean_changes, clean_tags, correct_many

READ_ONLY = ("slug", "status", "origin", "usage_count", "download_count", "rating_count", "rating_total")
COLUMNS = ("id", *CORRECTABLE, *READ_ONLY)
LARGEST_FILE = 8 * 1024 * 1024
MOST_ROWS = 20_000
_FLAGS = ("is_active", "is_featured")
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})
# A spreadsheet runs what begins so as a formula; a leading apostrophe makes it text. Tab and return are skipped over.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_FAULTS = 50


@dataclass(frozen=True)
class Row:
    """A row of a file: where it stands in it, which template it is about, and the fields it sets (raw values)."""

    number: int
    template_id: uuid.UUID
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A field that would change, as people read it."""

    field: str
    former: str
    new: str


@dataclass(frozen=True)
class Change:
    """What a row would change about a template; never empty."""

    row: int
    template_id: uuid.UUID
    name: str
    differences: tuple[Difference, ...]
    values: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Plan:
    """What a file would change. `digest` is the same as long as file and bank would give the same changes."""

    changes: tuple[Change, ...]
    unchanged: int

    @property
    def digest(self) -> str:
        told = [(str(change.template_id), [repr(part) for part in change.differences]) for change in self.changes]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def as_csv(templates: "QuerySet[Template]") -> bytes:
    """Return CSV in UTF-8 with a byte order mark, by which spreadsheets know it, safe to open in one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in _entries(templates):
        writer.writerow(_as_cell(entry[column]) for column in COLUMNS)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_json(templates: "QuerySet[Template]") -> bytes:
    """Return `{"templates": [...]}` in UTF-8, tags as lists and flags as booleans."""
    return json.dumps({"templates": list(_entries(templates))}, ensure_ascii=False, indent=1).encode()


def read_metadata(data: bytes) -> tuple[Row, ...]:
    """Read a CSV or JSON file such as `as_csv` and `as_json` write; columns that are absent set nothing.

    Rows are numbered as a spreadsheet shows them (the first of CSV is 2), entries of JSON from 1. `MetadataError` names
    every row and field that can't be read.
    """
    if len(data) > LARGEST_FILE:
        raise MetadataError(f"This file has more than {LARGEST_FILE // 1024 // 1024} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MetadataError("This file is not UTF-8. In a spreadsheet, save it as “CSV UTF-8”.") from error
    entries = _json_entries(text) if text.lstrip()[:1] in ("{", "[") else _csv_entries(text)
    rows, faults, seen = [], _Faults(), set()
    for number, entry in entries:
        if number > MOST_ROWS + 1:
            raise MetadataError(f"This file has more than {MOST_ROWS} rows.")
        row = _row(number, entry, faults)
        if row is not None and row.template_id in seen:
            faults.add(number, "id", "This template stands in the file twice.")
        elif row is not None:
            seen.add(row.template_id)
            rows.append(row)
    faults.raise_if_any()
    return tuple(rows)


def plan(rows: Sequence[Row]) -> Plan:
    """Compare rows with the bank; return what they would change. `MetadataError` names every row that can't be."""
    wanted = [row.template_id for row in rows]
    heavy = ("document", "dna", "sample", "fingerprint", "search_text")
    templates = Template.objects.select_related("category").defer(*heavy).in_bulk(wanted)
    categories = {category.slug: category for category in Category.objects.all()}
    faults, changes = _Faults(), []
    for row in rows:
        template = templates.get(row.template_id)
        if template is None:
            faults.add(row.number, "id", "There is no such template.")
            continue
        change = _change(row, template, categories, faults)
        if change is not None:
            changes.append(change)
    faults.raise_if_any()
    return Plan(tuple(changes), len(rows) - len(changes))


def apply(found: Plan, *, by: User) -> int:
    """Make the changes of a plan, all or none, each with its history; return how many templates changed."""
    return correct_many({change.template_id: change.values for change in found.changes}, by=by)


class _BadCellError(Exception):
    """What is wrong with one value, in a sentence."""


class _Faults:
    """What is wrong with a file, by row and field."""

    def __init__(self) -> None:
        self._all: list[dict[str, str]] = []

    def add(self, row: int, column: str, message: str) -> None:
        self._all.append({"field": column, "message": f"Row {row}, {column}: {message}", "type": "invalid"})

    def raise_if_any(self) -> None:
        if not self._all:
            return
        more = f" There are {len(self._all) - 1} more like it." if len(self._all) > 1 else ""
        raise MetadataError(self._all[0]["message"] + more, details={"validation_errors": self._all[:_MOST_FAULTS]})


def _entries(templates: "QuerySet[Template]") -> Iterator[dict[str, Any]]:
    columns = ("id", "category_id", *(name for name in COLUMNS if name not in ("id", "category")))
    for values in templates.order_by("name", "pk").values(*columns).iterator(chunk_size=1000):
        entry = {**values, "id": str(values["id"]), "category": values["category_id"] or ""}
        yield {column: entry[column] for column in COLUMNS}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str("" if value is None else value)


def _as_cell(value: Any) -> str:
    text = _as_text(value)
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def _from_cell(text: str) -> str:
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def _csv_entries(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    heading = text.partition("\n")[0].rstrip("\r")
    # Spreadsheets write semicolons where the comma is the decimal point.
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [name.strip() for name in next(reader, [])]
        _check_columns(columns)
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                message = f"Row {number} has {len(cells)} cells and the heading has {len(columns)}."
                raise MetadataError(message)
            yield number, dict(zip(columns, map(_from_cell, cells), strict=True))
    except csv.Error as error:
        raise MetadataError(f"This CSV can't be read: {error}, near row {reader.line_num}.") from error


def _json_entries(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # JSON can spell one half of a surrogate pair, which no database keeps
        raise MetadataError("This JSON can't be read: it holds half a character.") from error
    except (ValueError, RecursionError) as error:
        raise MetadataError(f"This JSON can't be read: {error}") from error
    entries = value.get("templates") if isinstance(value, dict) else value
    if not isinstance(entries, list):
        raise MetadataError('Expected {"templates": [...]} or a list.')
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise MetadataError(f"Row {number} is not an object.")
        _check_columns(list(entry), where=f"Row {number}: ")
        yield number, entry


def _check_columns(columns: list[str], where: str = "") -> None:
    if "id" not in columns:
        raise MetadataError(f"{where}The column “id” is missing.")
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise MetadataError(f"{where}There is no column “{unknown[0][:40]}”. There are: {', '.join(COLUMNS)}.")
    if len(set(columns)) < len(columns):
        raise MetadataError(f"{where}A column stands there twice.")


def _row(number: int, entry: Mapping[str, Any], faults: _Faults) -> Row | None:
    try:
        template_id = uuid.UUID(str(entry["id"]).strip())
    except ValueError:
        faults.add(number, "id", "This is not the id of a template.")
        return None
    values = {}
    for name in CORRECTABLE:
        if name in entry:
            try:
                values[name] = _value(name, entry[name])
            except _BadCellError as error:
                faults.add(number, name, str(error))
    return Row(number, template_id, values)


def _value(name: str, value: Any) -> Any:
    """Return a raw value of the right type: text, a list of texts, a flag. `_BadCellError` with a sentence."""
    if name in _FLAGS:
        word = str(value).strip().lower()
        if word not in _YES | _NO:
            raise _BadCellError("Say yes or no.")
        return word in _YES
    if name == "tags":
        tags = [value] if isinstance(value, str) else value
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            raise _BadCellError("Tags are texts, separated by commas.")
        return tags
    if value is None and name == "category":
        return ""
    if not isinstance(value, str):
        raise _BadCellError("This is not a text.")
    return value


def _change(row: Row, template: Template, categories: Mapping[str, Category], faults: _Faults) -> Change | None:
    values = dict(row.values)
    if "category" in values:
        slug = values["category"].strip()
        if slug and slug not in categories:
            faults.add(row.number, "category", f"There is no category “{slug[:40]}”.")
            return None
        if not slug and template.status == Status.READY:
            faults.add(row.number, "category", "A template that is in use needs one.")
            return None
        values["category"] = categories[slug] if slug else None
    try:
        cleaned = clean_changes(values)
    except ValidationFailedError as error:
        for fault in error.details["validation_errors"]:
            faults.add(row.number, fault["field"], fault["message"])
        return None
    changed = {name: value for name, value in cleaned.items() if _comparable(template, name) != value}
    if not changed:
        return None
    differences = (Difference(name, _told(getattr(template, name)), _told(value)) for name, value in changed.items())
    return Change(row.number, template.pk, template.name, tuple(differences), changed)


def _comparable(template: Template, name: str) -> Any:
    """Return a field as it would be if it were set by hand: tags of shipped looks may have capitals."""
    value = getattr(template, name)
    return clean_tags(value) if name == "tags" else value


def _told(value: Category | bool | str | list[str] | None) -> str:
    if isinstance(value, Category):
        return value.slug
    return _as_text(value)
