"""`manage.py gallery`: a fixed set of prompts, drawn into one page and one contact sheet, to be judged by eye."""

import io
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from PIL import Image
from rich.progress import track

from accounts.models import AssetKind
from accounts.services.assets import store_asset
from common.errors import DomainError
from generation.models import Generation, Priority, Status
from generation.services.here import house_user, make_here
from generation.services.requesting import GenerationRequest

_PROMPTS = Path(__file__).resolve().parent.parent / "gallery" / "prompts.toml"
_LARGE, _SMALL = (640, 360), (168, 94)
_COLUMNS = 3
_GAP = 12
_SEED = 7


@dataclass(frozen=True)
class Entry:
    """A picture of the gallery."""

    prompt: str
    file: str
    picture: Image.Image
    generation: Generation
    arrangement: str
    faults: tuple[str, ...]
    is_repeated: bool

    @property
    def brief(self) -> dict[str, Any]:
        """What was understood, without what the prompt says nothing of."""
        return {name: value for name, value in (self.generation.brief or {}).items() if value not in ("", [], {}, None)}


class Command(BaseCommand):
    help = "Draw the gallery's prompts into one HTML page and one contact sheet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--face", type=Path, metavar="FILE", help="a photo for the prompts that want one")
        parser.add_argument("--prompts", type=Path, default=_PROMPTS, metavar="FILE", help="another TOML file")
        parser.add_argument("--algorithm", default="routix_v5", metavar="SLUG")
        parser.add_argument("--output", type=Path, default=None, metavar="FOLDER", help="default: gallery/ in the home")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["output"] or settings.ROUTIX_HOME / "gallery"
        folder.mkdir(parents=True, exist_ok=True)
        face = options["face"].read_bytes() if options["face"] else None
        prompts = tomllib.loads(options["prompts"].read_text())["prompt"]
        entries: list[Entry] = []
        for number, prompt in enumerate(track(prompts, description="drawing")):
            try:
                entries.append(self._draw(number, prompt, options["algorithm"], face, folder, entries))
            except DomainError as error:
                raise CommandError(f"{prompt['text']}: {error.message}") from error
        seconds = sum(entry.generation.processing_seconds or 0.0 for entry in entries)
        mean = sum(entry.generation.score or 0.0 for entry in entries) / len(entries)
        page = render_to_string("generation/gallery.html", {"entries": entries, "seconds": seconds, "mean": mean})
        (folder / "index.html").write_text(page)
        _sheet(entries).save(folder / "sheet.webp", quality=86)
        self.stdout.write(f"{folder / 'index.html'}  ({len(entries)} pictures; contact sheet beside it)")

    def _draw(
        self, number: int, prompt: dict[str, Any], algorithm: str, face: bytes | None, folder: Path, before: list[Entry]
    ) -> Entry:
        request = GenerationRequest(
            prompt=prompt["text"],
            algorithm=algorithm,
            priority=Priority.NORMAL,
            seed=_SEED + number,
            size=(1280, 720),
        )
        user = house_user(request)
        if prompt.get("face") and face is not None:
            asset = store_asset(user, kind=AssetKind.FACE, data=face)
            request = replace(request, face_asset_id=asset.pk)
        generation = make_here(user, request, watch=lambda report: None)
        if generation.status != Status.COMPLETED:
            raise CommandError(f"{prompt['text']}: {(generation.error or {}).get('message', 'cancelled')}")
        thumbnail = generation.thumbnails.get(index=0)
        with thumbnail.file.open("rb") as file:
            picture = Image.open(io.BytesIO(file.read())).convert("RGB")
        name = f"{number + 1:02}.webp"
        picture.save(folder / name, quality=90)
        arrangement = f"{thumbnail.document['layout']} on {thumbnail.document['meta'].get('ground', '')}"
        return Entry(
            prompt=prompt["text"],
            file=name,
            picture=picture,
            generation=generation,
            arrangement=arrangement,
            faults=tuple(axis["fault"] for axis in thumbnail.score_axes.values() if axis.get("fault")),
            is_repeated=bool(before) and before[-1].arrangement == arrangement,
        )


def _sheet(entries: list[Entry]) -> Image.Image:
    """All pictures large, each with itself at the size it has beside a video."""
    cell = (_LARGE[0] + _GAP + _SMALL[0], _LARGE[1])
    rows = -(-len(entries) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * (cell[0] + _GAP) + _GAP, rows * (cell[1] + _GAP) + _GAP), "#15131c")
    for number, entry in enumerate(entries):
        left = _GAP + number % _COLUMNS * (cell[0] + _GAP)
        top = _GAP + number // _COLUMNS * (cell[1] + _GAP)
        sheet.paste(entry.picture.resize(_LARGE, Image.Resampling.LANCZOS), (left, top))
        small = entry.picture.resize(_SMALL, Image.Resampling.LANCZOS)
        sheet.paste(small, (left + _LARGE[0] + _GAP, top))
    return sheet
