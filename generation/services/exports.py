"""A delivered picture in another format or size.

Another format is encoded from the stored picture. Another size is drawn anew from the layers, so it is laid out for
its shape and never scaled up; that happens in a child process, one at a time, so that drawing can't fill the memory of
a web process. Both are kept, so the second time costs nothing.
"""

import io
import json
import subprocess
import sys
import threading
import uuid
from typing import Any, Literal, cast

import numpy as np
import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import slugify
from PIL import Image

from accounts.models import BrandAsset
from canvas.export import encode
from common.errors import ConflictError, NotFoundError, ValidationFailedError
from generation.models import AspectRatio, Generation, Thumbnail
from generation.services.pictures import PictureFile, media_type_of, read_file
from generation.services.sizes import aspect_of

Format = Literal["png", "jpg", "webp"]

_DRAWING_SECONDS = 60
_LONGEST_STEM = 60
_one_drawing = threading.Lock()
_log = structlog.get_logger(__name__)


def export_picture(thumbnail: Thumbnail, *, format: str = "", size: str = "") -> PictureFile:  # noqa: A002
    """Return a picture as png, jpg or webp, in a size such as `1920x1080`; "" leaves it as it was stored.

    Raises `ValidationFailedError` for a 16:9 size beyond what the algorithm draws, and `ConflictError` when it can't be
    drawn anew, since a photo it was made with is gone.
    """
    key = _key(thumbnail.pk, format, size) if _is_other(thumbnail, format, size) else str(thumbnail.file)
    if key != str(thumbnail.file) and not default_storage.exists(key):
        _save(key, _made(thumbnail, cast("Format", format or _stored_format(thumbnail)), size))
    return read_file(key)


def find_export(thumbnail: Thumbnail, *, format: str = "", size: str = "") -> PictureFile:  # noqa: A002
    """Return a picture that `export_picture` made before. Raises `NotFoundError`: an address alone makes none."""
    if not _is_other(thumbnail, format, size):
        return read_file(str(thumbnail.file))
    key = _key(thumbnail.pk, format, size)
    if not default_storage.exists(key):
        raise NotFoundError
    return read_file(key)


def filename_of(thumbnail: Thumbnail, file: PictureFile, size: str = "") -> str:
    """Return a name to save a picture under: the prompt's first words, the size, the format."""
    words = slugify(thumbnail.generation.prompt, allow_unicode=True)
    stem = words if len(words) <= _LONGEST_STEM else words[:_LONGEST_STEM].rpartition("-")[0] or words[:_LONGEST_STEM]
    stem = stem or "thumbnail"
    return f"{stem}-{size or _own_size(thumbnail)}.{_ENDINGS[file.media_type]}"


_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def _is_other(thumbnail: Thumbnail, format: str, size: str) -> bool:  # noqa: A002
    return format not in ("", _stored_format(thumbnail)) or size not in ("", _own_size(thumbnail))


def _made(thumbnail: Thumbnail, format: Format, size: str) -> bytes:  # noqa: A002
    if size in ("", _own_size(thumbnail)):
        stored = Image.open(io.BytesIO(read_file(str(thumbnail.file)).data))
        return encode(np.asarray(stored.convert("RGB")), format)
    width, height = (int(side) for side in size.split("x"))
    aspect = aspect_of(width, height)
    algorithm = thumbnail.generation.algorithm
    if aspect == AspectRatio.WIDE and width > algorithm.max_width:
        largest = f"{algorithm.max_width}x{algorithm.max_height}"
        raise ValidationFailedError(fields={"size": f"{algorithm.name} draws up to {largest}."})
    pictures = _pictures_of(thumbnail)
    order = {
        "document": {**thumbnail.document, "aspect": aspect.value},
        "width": width,
        "height": height,
        "format": format,
        "pictures": {name: len(data) for name, data in pictures.items()},
    }
    return _drawn(json.dumps(order).encode() + b"\n" + b"".join(pictures.values()))


def _drawn(order: bytes) -> bytes:
    with _one_drawing:
        child = subprocess.run(
            [sys.executable, "-m", "canvas.redraw"],
            input=order,
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=_DRAWING_SECONDS,
            check=False,
        )
    if child.returncode == 1:
        _log.warning("picture_not_redrawn", problem=child.stderr.decode(errors="replace").strip())
        raise ConflictError("This picture can't be drawn in that size.")
    child.check_returncode()
    return child.stdout


def _pictures_of(thumbnail: Thumbnail) -> dict[str, bytes]:
    """Return the user's pictures that the document names, by the keys that the pipeline gives them."""
    generation: Generation = thumbnail.generation
    assets: dict[str, BrandAsset | None] = {"face": generation.face_asset, "logo": generation.logo_asset}
    pictures: dict[str, bytes] = {}
    for key in _named(thumbnail.document):
        asset = assets.get(key)
        if asset is None:
            raise ConflictError("A picture it was made with is gone, so it can't be drawn in another size.")
        with asset.file.open("rb") as file:
            pictures[key] = file.read()
    return pictures


def _named(document: dict[str, Any]) -> list[str]:
    sources = [str(layer.get("source", "")).partition(":") for layer in document.get("layers", ())]
    return sorted({key for kind, _, key in sources if kind in ("photo", "picture")})


def _save(key: str, data: bytes) -> None:
    saved = default_storage.save(key, ContentFile(data))
    if saved != key:  # somebody else was faster, with the same bytes
        default_storage.delete(saved)


def _key(thumbnail_id: uuid.UUID, format: str, size: str) -> str:  # noqa: A002
    return f"exports/{thumbnail_id}/{size or 'own'}.{format or 'jpg'}"


def _stored_format(thumbnail: Thumbnail) -> str:
    return _ENDINGS[media_type_of(str(thumbnail.file))]


def _own_size(thumbnail: Thumbnail) -> str:
    return f"{thumbnail.width}x{thumbnail.height}"
