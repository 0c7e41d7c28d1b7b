"""Pictures into the bank by the hundred: `import_templates` with two processes of its own, no worker beside it."""

import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from benchmarks.prompts import PROMPTS
from benchmarks.report import Figure, main
from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA
from canvas.document import Palette
from canvas.drawing import draw
from tests.journeys.stack import ROOT

_PICTURES = 60
_JOBS = 2
_LAYOUTS = ("hero_left", "hero_right", "centre_stage", "big_number", "full_type")
_PLATES = ("paint:rays", "paint:gradient")
_FONTS = ("anton", "bebas", "montserrat", "bangers", "luckiest", "archivo", "lilita", "titan", "russo", "poppins")
_PROVENANCE = ("--source", "benchmark", "--licence", "none", "--artist", "Routix", "--consent-note", "made here")


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="rxi") as folder, _bank(Path(folder)) as environment:
        pictures = Path(folder, "pictures")
        _draw(pictures)
        command = ("import_templates", str(pictures), "--jobs", str(_JOBS), *_PROVENANCE)
        before = _processor_seconds()
        bringing_in = _timed(environment, *command)
        analysing = _timed(environment, *command, "--analyse")
        busy = (_processor_seconds() - before) / _PICTURES
        again = _timed(environment, *command)
        counts = _manage(environment, "shell", "--no-imports", "-c", _COUNT).splitlines()[-1]
        assert counts == f"{_PICTURES} ready", counts
    each = (bringing_in + analysing) / _PICTURES
    return [
        Figure(f"a template of {_PICTURES}, brought in and analysed with {_JOBS} processes", each, "s", limit=0.5),
        Figure("templates a second", 1 / each, "/s"),
        Figure("processor time a template, of all processes but the database", busy, "s"),
        Figure("of it bringing in, with the start of the command", bringing_in, "s"),
        Figure("of it analysing, with the start of both processes", analysing, "s"),
        Figure("running it again, when all are there", again, "s"),
    ]


_COUNT = """
from templates_lib.models import Template
print(Template.objects.filter(origin="uploaded", status="ready").count(), "ready")
"""


@contextmanager
def _bank(home: Path) -> Iterator[dict[str, str]]:
    """A database of its own with the shipped looks in it, and nothing that works on it but what is measured."""
    home.chmod(0o755)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "routix.settings.local",
        "ROUTIX_ENV_FILE": os.devnull,
        "ROUTIX_HOME": str(home),
    }
    try:
        for command in ("migrate", "seed"):
            _manage(environment, command)
        yield environment
    finally:
        _manage(environment, "services", "stop")


def _processor_seconds() -> float:
    """Of all processes that have ended: unlike the clock it hardly depends on what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _timed(environment: dict[str, str], *command: str) -> float:
    started = time.perf_counter()
    _manage(environment, *command)
    return time.perf_counter() - started


def _manage(environment: dict[str, str], *command: str) -> str:
    result = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{command[0]}:\n{result.stdout}\n{result.stderr}")
    return result.stdout


def _draw(folder: Path) -> None:
    """Thumbnails as people might bring them: every one another look, JPEG of another quality."""
    folder.mkdir()
    chance = random.Random(11)
    for number in range(_PICTURES):
        look = DesignDNA(
            Palette(*(f"#{chance.randrange(1 << 24):06x}" for _ in range(3))),
            layout=chance.choice(_LAYOUTS),
            plate=chance.choice(_PLATES),
            font=chance.choice(_FONTS),
            text_tilt=chance.choice((0.0, 0.0, 4.0, -4.0)),
            energy=chance.randint(1, 10),
        )
        document = direct(understand(PROMPTS[number % len(PROMPTS)]), look, seed=number)[0]
        output = io.BytesIO()
        Image.fromarray(draw(document).pixels).save(output, "JPEG", quality=chance.randint(80, 95))
        (folder / f"{number:03}.jpg").write_bytes(output.getvalue())


if __name__ == "__main__":
    main("Importing pictures into the bank", measure)
