"""What makes a template usable: the vector by which it is found, and the picture by which it is judged."""

from collections.abc import Sequence

import numpy as np
import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from numpy.typing import NDArray

from canvas import serial
from canvas.drawing import draw
from canvas.errors import CanvasError
from canvas.export import encode
from providers.local.embedding import MODEL_NAME, embed
from templates_lib.models import Status, Template, padded

EMBEDDING_MODEL = MODEL_NAME
PREVIEW_SIZE = (768, 432)
_PREVIEW_BYTES = 120_000

_log = structlog.get_logger(__name__)


def embed_looks(sentences: Sequence[str]) -> list[NDArray[np.float32]]:
    """Return a vector for the database for each sentence, in the space of `EMBEDDING_MODEL`."""
    return [padded(vector) for vector in embed(sentences)]


def draw_preview(template: Template) -> None:
    """Draw a template's document and keep the picture as its preview.

    A document that can't be drawn makes the template failed, with the reason. A template that was changed meanwhile
    is left as it is, and the picture is thrown away.
    """
    unchanged = Template.objects.filter(id=template.id, seed_digest=template.seed_digest, preview=template.preview.name)
    try:
        drawing = draw(serial.from_json(template.document), size=PREVIEW_SIZE)
        picture = encode(drawing.pixels, "webp", max_bytes=_PREVIEW_BYTES)
    except CanvasError as error:
        unchanged.update(status=Status.FAILED, failure=str(error)[:300])
        _log.warning("template_preview_failed", template_id=str(template.id))
        return
    name = default_storage.save(f"templates/{template.id}.webp", ContentFile(picture))
    kept = unchanged.update(preview=name)
    superseded = template.preview.name if kept else name
    if superseded:
        default_storage.delete(superseded)


def drop_previews(templates: "QuerySet[Template]") -> int:
    """Forget the previews of some templates and delete their files once that is committed; return how many."""
    stale = [name for name in templates.values_list("preview", flat=True) if name]

    def delete() -> None:
        for name in stale:
            default_storage.delete(name)

    transaction.on_commit(delete, robust=True)
    return templates.update(preview="")
