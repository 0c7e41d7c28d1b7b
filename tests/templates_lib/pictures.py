"""Pictures to send to the bank: many that differ, some that only look alike, and files that mean harm."""

import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIZE = (640, 360)


def pixels(seed: int, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """Soft blots that no other seed resembles, HxWx3 RGB."""
    rows = np.random.default_rng(seed).integers(0, 256, (9, 16, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(rows, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def picture(seed: int = 1, *, form: str = "JPEG", size: tuple[int, int] = SIZE, quality: int = 90) -> bytes:
    """The same as a file."""
    output = io.BytesIO()
    Image.fromarray(pixels(seed, size)).save(output, form, quality=quality)
    return output.getvalue()


def near_copy(seed: int = 1) -> bytes:
    """The picture of a seed, smaller, a little brighter and encoded again."""
    output = io.BytesIO()
    brighter = np.clip(pixels(seed).astype(np.int16) + 6, 0, 255).astype(np.uint8)
    Image.fromarray(brighter).resize((480, 270)).save(output, "WEBP", quality=80)
    return output.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that claims 60 000 by 60 000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 100_000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


# Files that are refused, each with the code that tells why.
HOSTILE = {
    "bomb.png": (bomb(), "picture_too_large"),
    "drawing.svg.png": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_picture"),
    "page.jpg": (b"<!doctype html><script>alert(1)</script>", "not_a_picture"),
    "paper.png": (b"%PDF-1.7\n" + picture(3), "not_a_picture"),
    "cut.jpg": (picture(4)[:300], "picture_refused"),
    "empty.png": (b"", "not_a_picture"),
    "stamp.png": (picture(5, form="PNG", size=(200, 100)), "picture_refused"),
}


def polyglot(seed: int = 6) -> bytes:
    """A good picture with a script and an archive's beginning behind it."""
    return picture(seed) + b"<script>alert('POLYGLOT')</script>PK\x03\x04"


def fill(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder, whose names may hold slashes."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
