"""`manage.py generate`: one thumbnail, made here, with a progress bar."""

import argparse
import json
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from accounts.models import AssetKind, BrandAsset, User
from accounts.services.assets import store_asset
from billing.errors import InsufficientCreditsError
from canvas.errors import CanvasError
from canvas.export import Format, encode
from canvas.photographs import decode
from common.errors import DomainError, NotAllowedError, ValidationFailedError
from generation.events import snapshot
from generation.models import AspectRatio, Generation, Priority, Status, Thumbnail
from generation.pipeline import Watcher
from generation.services.here import house_user, make_here
from generation.services.requesting import GenerationRequest

_FAILED, _INVALID, _NOT_ALLOWED, _NOT_WRITTEN, _INTERRUPTED = 1, 2, 3, 4, 130
_FORMATS: dict[str, Format] = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".webp": "webp"}
_EXIT_CODES = """
exit codes:
  0    the picture was written
  1    the generation failed; its credits were returned
  2    the input was refused
  3    not enough credits, or the algorithm needs a higher plan
  4    the picture could not be written
  130  interrupted; the generation was cancelled
"""


class Command(BaseCommand):
    help = "Make a thumbnail from a prompt."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": textwrap.dedent(_EXIT_CODES)}
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("prompt", help="what the video is about")
        parser.add_argument("--face", type=Path, metavar="FILE", help="a photo of the person to show")
        parser.add_argument("--logo", type=Path, metavar="FILE", help="a logo to place")
        parser.add_argument("--text", default="", help="the headline, word for word")
        parser.add_argument("--algorithm", default="", metavar="SLUG", help="such as routix_v6, the default")
        parser.add_argument("--aspect", choices=AspectRatio.values, help="without it the prompt decides, else 16:9")
        parser.add_argument("--size", type=_size, metavar="WxH", help="pixels, such as 1280x720; wins over --aspect")
        parser.add_argument("--variants", type=int, default=1, help="1 to 4 different pictures")
        parser.add_argument("--seed", type=int, help="the same seed and prompt give the same picture")
        parser.add_argument("--output", type=Path, metavar="FILE", help="a .png, .jpg or .webp file to write")
        parser.add_argument("--user", metavar="NAME", help="whose credits are used; the command line's own otherwise")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path | None = options["output"]
        if output is not None and output.suffix.lower() not in _FORMATS:
            raise CommandError("--output must end in .png, .jpg or .webp.", returncode=_INVALID)
        try:
            generation = self._generate(options)
        except (ValidationFailedError, OSError) as error:
            raise CommandError(_told(error), returncode=_INVALID) from error
        except (InsufficientCreditsError, NotAllowedError) as error:
            raise CommandError(error.message, returncode=_NOT_ALLOWED) from error
        except DomainError as error:
            raise CommandError(error.message, returncode=_INVALID) from error
        except KeyboardInterrupt:
            raise CommandError("Cancelled; the credits were returned.", returncode=_INTERRUPTED) from None
        files = _write(generation, output) if generation.status == Status.COMPLETED else []
        if options["as_json"]:
            self.stdout.write(json.dumps({**snapshot(generation), "brief": generation.brief, "files": files}))
        if generation.status != Status.COMPLETED:
            reason = generation.error["message"] if generation.error else "It was cancelled."
            raise CommandError(f"No picture: {reason}", returncode=_FAILED)
        if not options["as_json"]:
            self._tell(generation, files)

    def _generate(self, options: dict[str, Any]) -> Generation:
        request = GenerationRequest(
            prompt=options["prompt"],
            algorithm=options["algorithm"],
            aspect_ratio=options["aspect"],
            size=options["size"],
            custom_text=options["text"],
            variants=options["variants"],
            priority=Priority.NORMAL,
            seed=options["seed"],
        )
        user = _named(options["user"]) if options["user"] else house_user(request)
        face = _stored(user, AssetKind.FACE, options["face"])
        logo = _stored(user, AssetKind.LOGO, options["logo"])
        request = replace(request, face_asset_id=face.pk if face else None, logo_asset_id=logo.pk if logo else None)
        columns = (TextColumn("{task.description:<10}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
        with Progress(*columns, TimeElapsedColumn(), console=Console(file=sys.stderr)) as progress:
            return make_here(user, request, watch=_bar(progress))

    def _tell(self, generation: Generation, files: list[str]) -> None:
        for thumbnail, path in zip(generation.thumbnails.order_by("index"), files, strict=False):
            axis = f"  other {thumbnail.axis}" if thumbnail.axis else ""
            self.stdout.write(f"{path}  {thumbnail.width}x{thumbnail.height}  score {thumbnail.score:.0f}{axis}")
        self.stdout.write(f"made in {generation.processing_seconds:.1f} s by {generation.algorithm.name}")


def _size(text: str) -> tuple[int, int]:
    width, separator, height = text.lower().partition("x")
    if not (separator and width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1280x720")
    return int(width), int(height)


def _named(name: str) -> User:
    user = User.objects.named(name).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}.", returncode=_INVALID)
    return user


def _stored(user: User, kind: AssetKind, path: Path | None) -> BrandAsset | None:
    return None if path is None else store_asset(user, kind=kind, data=path.read_bytes())


def _bar(progress: Progress) -> Watcher:
    task = progress.add_task("waiting", total=100)

    def watch(generation: Generation) -> None:
        progress.update(task, completed=generation.progress, description=str(generation.stage or generation.status))

    return watch


def _told(error: Exception) -> str:
    if not isinstance(error, ValidationFailedError):
        return str(error)
    problems = error.details.get("validation_errors", [])
    return "; ".join(f"{problem['field']}: {problem['message']}" for problem in problems) or error.message


def _write(generation: Generation, output: Path | None) -> list[str]:
    """Write every picture: the first as asked, the others with their number before the ending."""
    paths = []
    for thumbnail in generation.thumbnails.order_by("index"):
        path = output or Path(f"thumbnail-{generation.pk.hex[-8:]}.jpg")
        if thumbnail.index:
            path = path.with_stem(f"{path.stem}-{thumbnail.index + 1}")
        try:
            path.write_bytes(_encoded(thumbnail, _FORMATS[path.suffix.lower()]))
        except (OSError, CanvasError) as error:
            raise CommandError(f"The picture could not be written: {error}", returncode=_NOT_WRITTEN) from error
        paths.append(str(path))
    return paths


def _encoded(thumbnail: Thumbnail, kind: Format) -> bytes:
    with thumbnail.file.open("rb") as file:
        data = bytes(file.read())
    if str(thumbnail.file).endswith(f".{kind}"):
        return data
    return encode(decode(data)[..., :3].copy(), kind)
