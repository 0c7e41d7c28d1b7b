"""Storing: pixels become files."""

from dataclasses import asdict

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from canvas.drawing import Drawing
from canvas.export import encode
from canvas.serial import to_json
from generation.lifecycle import Picture
from generation.models import Generation
from generation.pipeline.axes import axis_between
from generation.pipeline.context import Candidate, Context
from generation.selectors.layer_pictures import BACKGROUND, background_key

MAX_BYTES = 1_999_999


def store_pictures(context: Context) -> None:
    """Encode every kept candidate under 2 MB and put it into storage, under a key that no other run uses."""
    # What a variation differs from is its parent, and what the other pictures differ from is the best of them.
    first = context.parent.document if context.parent else context.candidates[0].plan.document
    for index, candidate in enumerate(context.candidates):
        data = encode(candidate.drawing.pixels, "jpg", max_bytes=MAX_BYTES, identifier=str(context.generation.pk))
        key = default_storage.save(_key(context.generation, index), ContentFile(data))
        if not index and BACKGROUND in context.pictures:
            # Else what a provider painted would be gone, and the document could not be drawn again.
            default_storage.save(background_key(key), ContentFile(context.pictures[BACKGROUND]))
        axis = axis_between(first, candidate.plan.document) if index or context.parent else ""
        context.stored.append(_picture(candidate, key, len(data), axis))
        context.advance((index + 1) / len(context.candidates))


def _key(generation: Generation, index: int) -> str:
    return f"thumbnails/{generation.owner_id}/{generation.pk}/{generation.run_id}-{index}.jpg"


def _picture(candidate: Candidate, key: str, size: int, axis: str) -> Picture:
    drawing: Drawing = candidate.drawing
    height, width = drawing.pixels.shape[:2]
    if candidate.score is None:
        raise LookupError("only measured candidates are stored")
    likeness = candidate.likeness
    return Picture(
        key=key,
        bytes=size,
        width=width,
        height=height,
        document=to_json(candidate.plan.document),
        score=round(candidate.score.total, 1),
        score_axes={name: asdict(axis) for name, axis in candidate.score.axes.items()},
        axis=axis,
        template_similarity=round(likeness.similarity.total, 4) if likeness else None,
        similarity_parts=asdict(likeness.similarity) if likeness else {},
        departure=likeness.departure if likeness else 0,
    )
