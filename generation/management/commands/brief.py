"""`manage.py brief`: what Routix understood of a prompt."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from canvas.brief.model import Brief
from canvas.brief.understand import understand
from generation.models import AspectRatio
from generation.services.wording import clean_custom_text, clean_prompt
from providers.local.embedding import embed

_INVALID = 2
_SHOWN_FIRST = (
    *("category", "headline", "highlight", "subtitle", "subject_kind", "props", "palette", "marks", "negative"),
    *("people", "side", "language", "mood", "energy", "place", "style", "aspect", "count", "hints"),
)


class Command(BaseCommand):
    help = "Show what Routix understands of a prompt: category, headline, props, colours, marks, negatives, people …"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("prompt", nargs="?", help="what the video is about")
        parser.add_argument("--text", default="", help="the headline, word for word")
        parser.add_argument("--aspect", choices=AspectRatio.values, help="wins over the prompt's own words")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='read {"id", "prompt"} lines from stdin and print {"id", "brief"} lines, or {"id", "error"}',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["jsonl"] == bool(options["prompt"]):
            raise CommandError("Give either a prompt or --jsonl.", returncode=_INVALID)
        if options["jsonl"]:
            self._answer_lines()
            return
        try:
            brief = _understood(options["prompt"], options["text"], options["aspect"])
        except ValueError as error:
            raise CommandError(str(error), returncode=_INVALID) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(asdict(brief), ensure_ascii=False))
        else:
            self.stdout.write(_table(brief))

    def _answer_lines(self) -> None:
        """Answer every line with one line, so that a bad one costs only itself; exit code 2 tells of it."""
        bad = 0
        for line in sys.stdin:
            if not line.strip():
                continue
            answer = _answer(line)
            bad += "error" in answer
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if bad:
            raise CommandError(f"{bad} lines were refused.", returncode=_INVALID)


def _answer(line: str) -> dict[str, Any]:
    identifier = None
    try:
        asked = json.loads(line)
        identifier = asked["id"]
        brief = _understood(asked["prompt"], asked.get("text", ""), asked.get("aspect"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"id": identifier, "error": str(error) or type(error).__name__}
    return {"id": identifier, "brief": asdict(brief)}


def _understood(prompt: str, text: str, aspect: str | None) -> Brief:
    return understand(clean_prompt(prompt), custom_text=clean_custom_text(text), aspect=aspect, embed=embed)


def _table(brief: Brief) -> str:
    table = Table("field", "value", "sure", "from", title=brief.topic)
    for name in _rows(brief):
        evidence = brief.evidence.get(name)
        sure, source = (f"{evidence.confidence:.0%}", evidence.source) if evidence else ("", "")
        table.add_row(name, _shown(brief, name), sure, source)
    console = Console()
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def _rows(brief: Brief) -> Iterator[str]:
    known = [name for name in asdict(brief) if name not in ("topic", "evidence")]
    yield from _SHOWN_FIRST
    yield from (name for name in known if name not in _SHOWN_FIRST)


def _shown(brief: Brief, name: str) -> str:
    value = getattr(brief, name)
    if name == "highlight":
        words = brief.headline.split()
        value = tuple(words[index] for index in value)
    if value is None or value in ("", ()):
        return "-"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
