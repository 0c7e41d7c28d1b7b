"""Pictures to send, good and bad, made on the spot."""

import io
from typing import Any

from PIL import Image


def picture(
    width: int = 64, height: int = 48, *, form: str = "PNG", mode: str = "RGB", colour: Any = None, **options: Any
) -> bytes:
    """A picture whose left half is red (or `colour`) and whose right half is blue."""
    image = Image.new("RGB", (width, height), "blue").convert(mode)
    left = Image.new("RGB", (width // 2, height), "red").convert(mode)
    image.paste(colour if colour is not None else left, (0, 0, width // 2, height))
    output = io.BytesIO()
    image.save(output, form, **options)
    return output.getvalue()


def exif(**tags: int | str) -> Image.Exif:
    """EXIF with an orientation, say, and what nobody should learn."""
    data = Image.Exif()
    data[0x010F] = "SECRET-CAMERA"
    if "orientation" in tags:
        data[0x0112] = tags["orientation"]
    return data


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """Its bands at a place."""
    value = image.getpixel((x, y))
    assert isinstance(value, tuple)
    return value


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
