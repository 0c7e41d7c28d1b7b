"""`manage.py import_templates`: a folder of pictures into the bank, thousands if need be."""

import os
import signal
import subprocess
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from common.errors import DomainError
from templates_lib.management.stopping import stop_between_pieces
from templates_lib.models import Analysis
from templates_lib.services.analysing import see_through
from templates_lib.services.folders import COLUMNS, METADATA_NAMES, read_folder
from templates_lib.services.importing import Outcome, Planned, Tally, import_pictures, plan_import, reason_of
from templates_lib.services.uploading import TEXT_LIMITS, Provenance, check_provenance

_MOST_JOBS = 8
_MOST_SHOWN = 20
_CHILD_SECONDS = 30.0

_HELP = f"""\
Bring the PNG, JPEG, WebP and GIF pictures of a folder, and of the folders in it, into the bank, in name order.

Every picture needs its provenance: --source, --licence, --artist and --consent-note, which hold for all of them, or
{METADATA_NAMES[0]} or {METADATA_NAMES[1]} in the folder, which tells of each picture and goes before the options:

  {METADATA_NAMES[0]}   a first line with any of the columns  {", ".join(COLUMNS)}
                  and a line for each picture. `file` is its path within the folder, `category` a slug, `tags` are
                  separated by commas within the cell. What is empty or absent is as the options say.
  {METADATA_NAMES[1]}   a list of objects with the same names; tags may be a list.

A category and tags that are given stand; the analysis finds them for the others. Pictures that are in the bank already
are passed over, so a run that was cut is resumed by running it again. Ctrl-C ends after the pictures at hand.
"""


class Command(BaseCommand):
    help = _HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--source", default="", help="where the pictures come from")
        parser.add_argument("--licence", default="", help="such as “CC BY 4.0”")
        parser.add_argument("--artist", default="", help="who made them")
        parser.add_argument("--consent-note", default="", help="who allowed their use, for what, and when")
        parser.add_argument("--category", default="", metavar="SLUG", help="found by the analysis if left out")
        parser.add_argument("--jobs", type=int, default=2, metavar="N", help=f"pictures at a time, 1 to {_MOST_JOBS}")
        parser.add_argument("--analyse", action="store_true", help="analyse them here too, and wait until all are")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, jobs = options["folder"], options["jobs"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if not 1 <= jobs <= _MOST_JOBS:
            raise CommandError(f"--jobs is 1 to {_MOST_JOBS}.")
        for name in (*TEXT_LIMITS, "category"):
            if _printable(options[name]) != options[name]:
                raise CommandError(f"--{name.replace('_', '-')} is not UTF-8.")
        defaults = {name: options[name] for name in TEXT_LIMITS}
        try:
            found = read_folder(folder)
            if not any(picture.details for picture in found.pictures):
                check_provenance(Provenance(**defaults))
            planned, refused = plan_import(found.pictures, defaults=defaults, category=options["category"])
        except DomainError as error:
            raise CommandError(reason_of(error)) from error
        console = Console()
        tally = Tally()
        for outcome in refused:
            tally.add(outcome)
        with stop_between_pieces() as is_stopped:
            self._import(planned, tally, console, options, is_stopped)
            if options["analyse"] and tally.template_ids:
                self._analyse(tally, console, jobs, is_stopped)
            was_stopped = is_stopped()
        _show(console, tally, others=found.others, is_analysed=options["analyse"])
        if was_stopped:
            raise CommandError("Stopped. Run it again to go on.", returncode=130)
        if tally.refused:
            raise CommandError(f"{len(tally.refused)} of {len(found.pictures)} pictures were refused.")

    def _import(
        self, planned: Sequence[Planned], tally: Tally, console: Console, options: Any, is_stopped: Callable[[], bool]
    ) -> None:
        with _progress(console) as progress:
            bar = progress.add_task("bringing in", total=len(planned))

            def told(outcome: Outcome) -> None:
                tally.add(outcome)
                progress.advance(bar)

            import_pictures(
                planned,
                jobs=options["jobs"],
                told=told,
                is_stopped=is_stopped,
                wakes_workers=not options["analyse"],
            )

    def _analyse(self, tally: Tally, console: Console, jobs: int, is_stopped: Callable[[], bool]) -> None:
        with _progress(console) as progress, _companions(jobs - 1):
            bar = progress.add_task("analysing", total=len(tally.template_ids))
            see_through(
                tally.template_ids,
                told=lambda done, total: progress.update(bar, completed=done, total=total),
                is_stopped=is_stopped,
            )


class _Rate(ProgressColumn):
    """How many a second, since the beginning."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.completed / task.elapsed:.1f}/s" if task.elapsed else "")


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(),
        console=console,
    )  # fmt: skip


@contextmanager
def _companions(count: int) -> Iterator[None]:
    """Run `analyse_templates` in so many processes beside this one; at the end each ends after the one at hand.

    Processes of their own, since reading and drawing keep a processor busy.
    """
    command = [sys.executable, "-m", "django", "analyse_templates"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": str(settings.SETTINGS_MODULE)}
    children = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL)
        for _ in range(count)
    ]
    try:
        yield
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            try:
                child.wait(_CHILD_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()  # what it held comes back when its lease has ended
                child.wait()


def _show(console: Console, tally: Tally, *, others: int, is_analysed: bool) -> None:
    """The outcome, and what wants looking at."""
    summary = Table("", "pictures", box=None)
    for label, count in (
        ("created", len(tally.created)),
        ("of those near duplicates", len(tally.near_duplicates)),
        ("duplicates", len(tally.duplicates)),
        ("refused", len(tally.refused)),
        ("other files, passed over", others),
    ):
        summary.add_row(label, str(count))
    console.print(summary)
    near = [
        (one.name, ", ".join(f"{like.name} {like.template_id} ({like.bits} bits)" for like in one.near_duplicates))
        for one in tally.near_duplicates
    ]
    _list(console, "Near duplicates", near)
    _list(console, "Duplicates", [(one.name, f"{one.known_as} {one.template_id}") for one in tally.duplicates])
    _list(console, "Refused", [(one.name, one.refusal) for one in tally.refused], most=None)
    if is_analysed:
        failed = Analysis.objects.filter(pk__in=tally.template_ids, state=Analysis.State.FAILED)
        _list(console, "Could not be analysed", [(str(one.pk), one.failure) for one in failed], most=None)


def _list(console: Console, title: str, rows: list[tuple[str, str]], *, most: int | None = _MOST_SHOWN) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left", box=None, show_header=False)
    for row in rows[:most]:
        table.add_row(*(Text(_printable(cell)) for cell in row))  # a file's name is no markup
    console.print(table)
    if most is not None and len(rows) > most:
        console.print(f"and {len(rows) - most} more")


def _printable(text: str) -> str:
    """Return a text with what was not UTF-8 in an argument or a file's name spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()
