"""Pictures that staff might bring, drawn here by our own engine, and templates made of them."""

import io
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from accounts.models import User
from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA
from canvas.document import Palette
from canvas.drawing import draw
from templates_lib.models import Template
from templates_lib.services.uploading import Provenance, upload_picture

PROVENANCE = Provenance(
    source="Commissioned", licence="Bought outright", artist="A. Designer", consent_note="Contract 12, all uses"
)
RED_LEFT = DesignDNA(Palette("#e01030", "#2a0410", "#ffd400"), layout="hero_left", plate="paint:rays", font="bangers",
                     text_tilt=5.0, energy=9, mood="epic")  # fmt: skip
BLUE_RIGHT = DesignDNA(Palette("#1266f1", "#041a40", "#35e0ff"), layout="hero_right", plate="paint:gradient",
                       font="montserrat", outline=False, extrude=False, energy=3, mood="calm")  # fmt: skip


_LOOKS = {"red left": RED_LEFT, "blue right": BLUE_RIGHT}


@lru_cache(maxsize=32)
def pixels_of(look: str, prompt: str, seed: int = 4) -> NDArray[np.uint8]:
    """A thumbnail as somebody might have designed it, laid out as the look says. HxWx3 RGB, 1280x720."""
    documents = (direct(understand(prompt), _LOOKS[look], seed=seed + more)[0] for more in range(0, 1000, 100))
    document = next(document for document in documents if document.layout == _LOOKS[look].layout)
    return np.asarray(draw(document).pixels, np.uint8)


def encoded(pixels: NDArray[np.uint8], form: str = "JPEG", **options: Any) -> bytes:
    output = io.BytesIO()
    Image.fromarray(pixels).save(output, form, **options)
    return output.getvalue()


def a_picture(look: str = "red left", prompt: str = "I beat the final boss", seed: int = 4) -> bytes:
    """Its bytes, as a JPEG."""
    return encoded(pixels_of(look, prompt, seed=seed), quality=90)


def uploaded(data: bytes | None = None, *, by: User | None = None, **fields: Any) -> Template:
    """A template that waits for its analysis."""
    return upload_picture(data or a_picture(), provenance=PROVENANCE, by=by, **fields).template
