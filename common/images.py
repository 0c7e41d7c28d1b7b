"""Taking in pictures that somebody sent: only pixels that we decoded and encoded ourselves are ever kept."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

from common.errors import DomainError

MOST_PIXELS = 40_000_000
# Decoding a WebP takes 16 bytes a pixel, other formats 4.
MOST_WEBP_PIXELS = 12_500_000
# Larger than anything we draw; what is longer is reduced, so that later work stays small.
LONGEST_SIDE = 4096
_CHILD = Path(__file__).with_name("images_child.py")
# What the largest pictures need is 230 MB: a PNG of 40 megapixels, a WebP of 12. With 10 MB of shared libraries a child
# stays below 250 MB, whatever it is sent.
_MOST_MEMORY = 240_000_000
# It gets 3 s of a processor; a busy machine gives them late.
_SECONDS = 15.0
# A few uploads at once can't take the machine's memory; the others wait.
_slots = threading.BoundedSemaphore(2)


class PictureRefusedError(DomainError):
    """A picture that can't be read."""

    code = "picture_refused"
    status = 422
    message = gettext_noop("This picture is damaged or can't be read.")


class PictureTooLargeError(PictureRefusedError):
    """A picture of too many bytes or pixels."""

    code = "picture_too_large"
    status = 413
    message = gettext_noop("This picture is too large.")


class NotAPictureError(PictureRefusedError):
    """A file of another kind, whatever its name says."""

    code = "not_a_picture"
    status = 415
    message = gettext_noop("Send a PNG, JPEG, WebP or GIF picture.")


@dataclass(frozen=True)
class CleanPicture:
    """A picture as we encoded it. `format` is `png`, `jpeg` or `webp`; the size is in pixels, upright."""

    data: bytes
    format: str
    width: int
    height: int


def clean_picture(data: bytes, *, max_bytes: int, max_pixels: int = MOST_PIXELS) -> CleanPicture:
    """Decode a PNG, JPEG, WebP or GIF and encode it anew, without metadata, in sRGB and upright.

    Of an animation the first frame is kept; a side longer than `LONGEST_SIDE` is divided by a whole number. The work
    is done in a child process with bounded memory and time. Raises `PictureTooLargeError` beyond `max_bytes` or
    `max_pixels` (by the header, before decoding), `NotAPictureError` for another kind of file, and
    `PictureRefusedError` for one that is broken.
    """
    if len(data) > max_bytes:
        raise PictureTooLargeError(
            gettext("This picture has more than %(most)d MB.") % {"most": max_bytes // 1024 // 1024}
        )
    if not _looks_like_a_picture(data):
        raise NotAPictureError
    head, body = _ask_child(data, max_pixels)
    if head.get("refused") == "too_large":
        raise PictureTooLargeError(
            gettext("This picture has more than %(most)d megapixels.") % {"most": max_pixels // 1_000_000}
        )
    if head.get("refused") == "webp_too_large":
        most = MOST_WEBP_PIXELS // 1_000_000
        raise PictureTooLargeError(
            gettext("This WebP has more than %(most)d megapixels. Send it as PNG or JPEG.") % {"most": most}
        )
    if "format" not in head:
        raise PictureRefusedError
    return CleanPicture(data=body, format=head["format"], width=int(head["width"]), height=int(head["height"]))


def _looks_like_a_picture(data: bytes) -> bool:
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")):
        return True
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _ask_child(data: bytes, max_pixels: int) -> tuple[dict[str, str], bytes]:
    """Run the child. One that ran out of memory or time, or crashed, answers nothing: the picture is refused."""
    limits = (max_pixels, MOST_WEBP_PIXELS, LONGEST_SIDE, _MOST_MEMORY)
    command = [sys.executable, "-I", str(_CHILD), *map(str, limits)]
    with _slots:
        try:
            result = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return {}, b""
    if result.returncode:
        return {}, b""
    head, _, body = result.stdout.partition(b"\n")
    answer: dict[str, str] = json.loads(head)
    return answer, body
