"""The looks that ship with Routix: designed by us, written in TOML, drawn once into documents.

`seed/looks/<category>.toml` holds the designs, `seed/documents/<slug>.json` the document that each became.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canvas.brief.model import Brief
from canvas.dna import DesignDNA
from canvas.document import Palette

SEED_FOLDER = Path(__file__).resolve().parent.parent / "seed"
_LOOKS = SEED_FOLDER / "looks"
_DOCUMENTS = SEED_FOLDER / "documents"


@dataclass(frozen=True)
class Look:
    """One designed look. `sample` is the brief that its document shows."""

    slug: str
    name: str
    category: str
    tags: tuple[str, ...]
    description: str
    is_featured: bool
    dna: DesignDNA
    prompt: str
    sample: Brief


class LookError(ValueError):
    """A look that is not written as it should be. The message names it."""


def load_looks() -> tuple[Look, ...]:
    """Read every look, by category and in the order of its file. `LookError` names the first faulty one."""
    looks = [
        _look(path.stem, table)
        for path in sorted(_LOOKS.glob("*.toml"))
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["looks"]
    ]
    slugs = [look.slug for look in looks]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise LookError(f"{slug}: designed twice")
    return tuple(looks)


def read_document(slug: str) -> dict[str, Any]:
    """Return the committed document of a look; `LookError` when it was never designed."""
    path = _document_path(slug)
    if not path.exists():
        raise LookError(f"{slug}: has no document; run `manage.py design_templates`")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def write_document(slug: str, document: Mapping[str, Any]) -> None:
    """Keep a look's document beside its design."""
    path = _document_path(slug)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def digest_of(value: Any) -> str:
    """Return the SHA-256 of a JSON value, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _document_path(slug: str) -> Path:
    return _DOCUMENTS / f"{slug}.json"


def _look(category: str, table: dict[str, Any]) -> Look:
    slug = table.get("slug", "a look without a slug")
    try:
        sample = dict(table["sample"])
        prompt = sample.pop("prompt")
        return Look(
            slug=slug,
            name=table["name"],
            category=category,
            tags=tuple(table["tags"]),
            description=table["description"],
            is_featured=table.get("featured", False),
            dna=_dna(dict(table["dna"])),
            prompt=prompt,
            sample=_brief(category, sample),
        )
    except (KeyError, TypeError) as error:
        raise LookError(f"{slug}: {error}") from error


def _dna(fields: dict[str, Any]) -> DesignDNA:
    palette = Palette(*fields.pop("palette"))
    effects = tuple(fields.pop("effects", ()))
    return DesignDNA(palette=palette, effects=effects, **fields)


def _brief(category: str, fields: dict[str, Any]) -> Brief:
    """A brief as the prompt would be understood at its best. Words to highlight are named, not counted."""
    words = fields["headline"].split()
    highlight = tuple(words.index(word) for word in fields.pop("highlight", ()))
    fields.update({name: tuple(fields[name]) for name in ("props", "marks", "palette", "negative") if name in fields})
    topic = fields.pop("topic", fields["headline"].lower())
    return Brief(topic=topic, category=category, highlight=highlight, **fields)
