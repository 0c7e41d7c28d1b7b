"""A delivered picture in another format or size.

Another format is encoded from the stored picture. Another size is drawn anew from the layers, so it is laid out for
its shape and never scaled up; that happens in a child process, and so does writing the layers for other programs. All
is kept, so the second time costs nothing. What is kept belongs to one revision of the picture.
"""

import io
import json
import uuid
from dataclasses import replace
from typing import Literal, cast

import numpy as np
import structlog
from django.core.files.storage import default_storage
from django.utils.text import slugify
from PIL import Image

from canvas.export import encode
from common.errors import ConflictError, NotFoundError, ValidationFailedError
from common.storage.exact import exact
from generation.models import AspectRatio, Thumbnail
from generation.selectors.revisions import Version, present_version
from generation.services.pictures import PictureFile, media_type_of, read_file
from generation.services.redrawing import NotDrawableError, layer_pictures, redraw
from generation.services.sizes import LARGEST_DOWNLOAD, aspect_of, largest_download

Format = Literal["png", "jpg", "webp"]
LAYER_FORMATS = {
    "json": "application/vnd.routix.document+json",
    "svg": "image/svg+xml",
    "ora": "image/openraster",
}

_LONGEST_STEM = 60
_log = structlog.get_logger(__name__)


def export_picture(thumbnail: Thumbnail, *, format: str = "", size: str = "") -> PictureFile:  # noqa: A002
    """Return a picture as it is now as png, jpg or webp, in a size such as `1920x1080`; "" leaves it as it was stored.

    Raises `ValidationFailedError` for a 16:9 size beyond `largest_download`, and `ConflictError` when it can't be
    drawn anew, since a photo it was made with is gone.
    """
    version = present_version(thumbnail)
    key = _key(thumbnail.pk, version, format, size) if _is_other(version, format, size) else version.file
    if key != version.file and not default_storage.exists(key):
        _keep(key, _made(thumbnail, version, cast("Format", format or _stored_format(version)), size))
    return read_file(key)


def export_layers(thumbnail: Thumbnail, format: str) -> PictureFile:  # noqa: A002
    """Return the layers of a picture as it is now: `json` is the document, `svg` a graphic, `ora` OpenRaster (for Krita
    and GIMP).

    Raises `ConflictError` when it can't be drawn anew, since a photo it was made with is gone.
    """
    version = present_version(thumbnail)
    if format == "json":
        text = json.dumps(version.document, ensure_ascii=False, indent=1)
        return PictureFile(text.encode(), LAYER_FORMATS[format])
    key = _key(thumbnail.pk, version, format, "layers")
    if not default_storage.exists(key):
        size = version.width, version.height
        _keep(key, _redrawn(thumbnail, version, "export", format, size))
    return PictureFile(read_file(key).data, LAYER_FORMATS[format])


def find_export(thumbnail_id: uuid.UUID, version: Version, *, format: str = "", size: str = "") -> PictureFile:  # noqa: A002
    """Return a picture that `export_picture` made before. Raises `NotFoundError`: an address alone makes none."""
    if not _is_other(version, format, size):
        return read_file(version.file)
    key = _key(thumbnail_id, version, format, size)
    if not default_storage.exists(key):
        raise NotFoundError
    return read_file(key)


def filename_of(thumbnail: Thumbnail, file: PictureFile, size: str = "") -> str:
    """Return a name to save a picture under: the prompt's first words, the size, the format."""
    words = slugify(thumbnail.generation.prompt, allow_unicode=True)
    stem = words if len(words) <= _LONGEST_STEM else words[:_LONGEST_STEM].rpartition("-")[0] or words[:_LONGEST_STEM]
    stem = stem or "thumbnail"
    return f"{stem}-{size or f'{thumbnail.width}x{thumbnail.height}'}.{_ENDINGS[file.media_type]}"


def export_folder(thumbnail_id: uuid.UUID, number: int) -> str:
    """Return where the exports of one revision lie."""
    return f"exports/{thumbnail_id}/r{number}"


_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"} | {
    media_type: ending for ending, media_type in LAYER_FORMATS.items()
}


def _is_other(version: Version, format: str, size: str) -> bool:  # noqa: A002
    return format not in ("", _stored_format(version)) or size not in ("", _own_size(version))


def _made(thumbnail: Thumbnail, version: Version, format: Format, size: str) -> bytes:  # noqa: A002
    if size in ("", _own_size(version)):
        stored = Image.open(io.BytesIO(read_file(version.file).data))
        return encode(np.asarray(stored.convert("RGB")), format, identifier=str(thumbnail.generation_id))
    width, height = (int(side) for side in size.split("x"))
    algorithm = thumbnail.generation.algorithm
    aspect = aspect_of(width, height, largest_side=max(LARGEST_DOWNLOAD))
    largest = largest_download(algorithm, (version.width, version.height))
    if aspect == AspectRatio.WIDE and width > largest[0]:
        raise ValidationFailedError(fields={"size": f"{algorithm.name} draws up to {largest[0]}x{largest[1]}."})
    laid_out = replace(version, document={**version.document, "aspect": aspect.value})
    return _redrawn(thumbnail, laid_out, "draw", format, (width, height))


def _redrawn(thumbnail: Thumbnail, version: Version, task: str, format: str, size: tuple[int, int]) -> bytes:  # noqa: A002
    document = version.document
    pictures = layer_pictures(thumbnail, document)
    identifier, owner_id = str(thumbnail.generation_id), thumbnail.generation.owner_id
    try:
        return redraw(task, document, pictures, size=size, identifier=identifier, owner_id=owner_id, format=format).data
    except NotDrawableError as error:
        _log.warning("picture_not_redrawn", problem=str(error))
        raise ConflictError("This picture can't be drawn in that size.") from error


def _keep(key: str, data: bytes) -> None:
    """Whole or not at all: others read it as soon as it is there. Whoever is slower puts the same in its place."""
    exact(default_storage).put(key, data)


def _key(thumbnail_id: uuid.UUID, version: Version, format: str, size: str) -> str:  # noqa: A002
    return f"{export_folder(thumbnail_id, version.number)}/{size or 'own'}.{format or 'jpg'}"


def _stored_format(version: Version) -> str:
    return _ENDINGS[media_type_of(version.file)]


def _own_size(version: Version) -> str:
    return f"{version.width}x{version.height}"
