"""What a worker loads before its first picture, so that nobody waits for it."""

import io
import os
from contextlib import suppress

import cv2
from PIL import Image

from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA
from canvas.document import Palette
from canvas.drawing import draw
from canvas.errors import PictureError
from canvas.people import cut_out
from canvas.scoring import score
from providers.local.embedding import embed

_MOST_THREADS = 2
_SIZE = (640, 360)
_LOOK = DesignDNA(Palette("#1e6bff", "#0b1030", "#ffd400"), layout="hero_right", plate="paint:gradient", font="anton")


def warm_up() -> None:
    """Load lexicons, typefaces, assets and models by making a small picture, and cap OpenCV's threads."""
    cv2.setNumThreads(min(_MOST_THREADS, os.cpu_count() or 1))
    brief = understand("how to survive a week in the desert", embed=embed)
    document = direct(brief, _LOOK, seed=1)[0]
    score(document, draw(document, size=_SIZE))
    with suppress(PictureError):  # nobody stands in an empty picture, but looking loads the models
        cut_out(_empty_picture())


def _empty_picture() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", _SIZE).save(output, "PNG")
    return output.getvalue()
