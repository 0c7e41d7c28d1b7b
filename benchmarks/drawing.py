"""Drawing alone: one V4 thumbnail, against Pillow encoding the same picture."""

import io
import time

from PIL import Image

from benchmarks.prompts import PROMPTS
from benchmarks.report import Figure, main, median
from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA
from canvas.document import Palette
from canvas.drawing import draw
from canvas.scoring import score

_DNA = DesignDNA(Palette("#2b6bff", "#7ad7ff", "#ffd21f"), "hero_right", "scene:neon", "anton")
_ROUNDS = 3


def measure() -> list[Figure]:
    documents = [direct(understand(prompt), _DNA, seed=number)[0] for number, prompt in enumerate(PROMPTS)]
    for document in documents:
        draw(document)
    drawn, scored, floor = [], [], []
    for _ in range(_ROUNDS):
        for document in documents:
            started = time.perf_counter()
            drawing = draw(document)
            drawn.append(time.perf_counter() - started)
            started = time.perf_counter()
            score(document, drawing)
            scored.append(time.perf_counter() - started)
            started = time.perf_counter()
            Image.fromarray(drawing.pixels).save(io.BytesIO(), "PNG")
            floor.append(time.perf_counter() - started)
    return [
        Figure("drawing 1280x720, p50", median(drawn), "s"),
        Figure("scoring, p50", median(scored), "s", limit=0.2),
        Figure("floor: Pillow encodes the same picture as PNG, p50", median(floor), "s"),
        Figure("drawing / floor", median(drawn) / median(floor), "x"),
    ]


if __name__ == "__main__":
    main("Drawing, one core, warm", measure)
