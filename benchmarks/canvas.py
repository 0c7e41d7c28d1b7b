"""The canvas alone, on one core, warm: a V4 thumbnail and a V6 one, against Pillow encoding the same picture.

V4 is one document, drawn once in 1280x720. V6 is what the pipeline does for it: for each of two looks the first choice
and another layout, drawn small and measured; the best one mended once where it has a fault, drawn in full and measured
again. Seconds are of processor time, which on one idle core are those of the clock, and which other work on the machine
does not lengthen. Memory is kept as workers keep it. Needs no server. With `--json` one object is
printed: the figures by name.
"""

import argparse
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

_CORE = min(os.sched_getaffinity(0))
os.sched_setaffinity(0, {_CORE})  # before numpy and OpenCV count the cores

import cv2  # noqa: E402
from PIL import Image  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from benchmarks.prompts import PROMPTS  # noqa: E402
from benchmarks.report import median, percentile  # noqa: E402
from canvas.brief.understand import understand  # noqa: E402
from canvas.direction import direct  # noqa: E402
from canvas.dna import DesignDNA  # noqa: E402
from canvas.document import Document, Palette  # noqa: E402
from canvas.drawing import Drawing, draw  # noqa: E402
from canvas.repair import repair  # noqa: E402
from canvas.scoring import score  # noqa: E402
from common.allocation import keep_freed_memory  # noqa: E402

Made = TypeVar("Made")

_LOOKS = (
    DesignDNA(Palette("#2b6bff", "#7ad7ff", "#ffd21f"), "hero_right", "scene:neon", "anton", energy=7),
    DesignDNA(Palette("#ff3b1d", "#1b0b2e", "#ffd400"), "hero_left", "paint:rays", "bangers", energy=8),
)
_ROUNDS = 3
_TRIAL = (960, 540)  # the size at which the pipeline's candidates compete
_LARGE = (2560, 1440)
_MEGABYTE_IN_KILOBYTES = 1024
_LIMITS = {"v4_p50_s": 0.45, "v6_p50_s": 2.5, "score_p50_s": 0.2, "q1440_ratio": 3.0, "peak_mb": 700.0}


def measure() -> dict[str, float]:
    """Return the figures by name: seconds, ratios and megabytes."""
    cv2.setNumThreads(1)
    keep_freed_memory()
    documents = [_directed(prompt, number)[0] for number, prompt in enumerate(PROMPTS)]
    for document in documents:
        draw(document)  # warms up
    v4, scored, floor, v6 = [], [], [], []
    for _ in range(_ROUNDS):
        for number, document in enumerate(documents):
            seconds, drawing = _timed(draw, document)
            v4.append(seconds)
            scored.append(_timed(score, document, drawing)[0])
            floor.append(_timed(_encoded, drawing.pixels)[0])
            v6.append(_timed(_best_of_several, PROMPTS[number], number)[0])
    large = [_timed(partial(draw, size=_LARGE), document)[0] for document in documents]
    return {
        "v4_p50_s": median(v4),
        "v4_p95_s": percentile(v4, 0.95),
        "v6_p50_s": median(v6),
        "v6_p95_s": percentile(v6, 0.95),
        "score_p50_s": median(scored),
        "floor_p50_s": median(floor),
        "v4_floors": median(v4) / median(floor),
        "v6_floors": median(v6) / median(floor),
        "q1440_ratio": median(large) / median(v4),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE_IN_KILOBYTES,
    }


def _timed(work: Callable[..., Made], *arguments: object) -> tuple[float, Made]:
    started = time.process_time()
    made = work(*arguments)
    return time.process_time() - started, made


def _encoded(pixels) -> None:
    Image.fromarray(pixels).save(io.BytesIO(), "PNG")


def _directed(prompt: str, number: int) -> list[Document]:
    """The first choice for each look, and another layout besides it."""
    brief = understand(prompt)
    return [document for at, look in enumerate(_LOOKS) for document in direct(brief, look, seed=number + at, count=2)]


def _best_of_several(prompt: str, number: int) -> Drawing:
    candidates = []
    for document in _directed(prompt, number):
        drawing = draw(document, size=_TRIAL)
        candidates.append((score(document, drawing), document))
    best, document = max(candidates, key=lambda candidate: candidate[0].total)
    mended = repair(document, best)
    if mended is not None and score(mended, draw(mended, size=_TRIAL)).total > best.total:
        document = mended
    drawing = draw(replace(document, width=1280, height=720))
    score(document, drawing)
    return drawing


def main() -> None:
    """Measure, report, and exit with 1 where a limit is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    figures = measure()
    if options.json:
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    else:
        table = Table("figure", "measured", "limit", title="Canvas, one core, warm", title_justify="left", box=None)
        for name, value in figures.items():
            table.add_row(name, f"{value:.3g}", f"≤ {_LIMITS[name]:g}" if name in _LIMITS else "")
        Console().print(table)
    sys.exit(0 if all(figures[name] <= limit for name, limit in _LIMITS.items()) else 1)


if __name__ == "__main__":
    main()
