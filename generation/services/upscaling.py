"""A delivered picture, drawn larger from its layers."""

import uuid

from accounts.models import ApiKey, User
from common.errors import ValidationFailedError
from generation.errors import CannotBeUpscaledError, PictureGoneError
from generation.lifecycle import UPSCALE_CREDITS
from generation.models import AspectRatio, Generation, Origin, Priority
from generation.selectors.layer_pictures import BACKGROUND
from generation.services.descending import descend, get_parent, get_parent_picture, missing_pictures, read_document
from generation.services.queueing import put_in_queue

# The largest first. Any of them is paid for, whatever the algorithm draws by itself.
UPSCALED_SIZES: dict[str, tuple[str, ...]] = {
    AspectRatio.WIDE: ("2560x1440", "1920x1080"),
    AspectRatio.TALL: ("1440x2560", "1080x1920"),
    AspectRatio.SQUARE: ("2048x2048", "1440x1440"),
    AspectRatio.PORTRAIT: ("1800x2250", "1440x1800"),
}


def upscale_generation(
    user: User, generation_id: uuid.UUID, *, index: int = 0, size: str = "", api_key: ApiKey | None = None
) -> Generation:
    """Ask for a picture in another size of `UPSCALED_SIZES`, "" for the largest; it is drawn by a worker.

    Raises `NotFoundError`, `ResultNotReadyError`, `ValidationFailedError` for a size of another shape or that is no
    larger, `CannotBeUpscaledError` where the layers can't be drawn larger, `PictureGoneError`, and what `put_in_queue`
    raises.
    """
    parent = get_parent(user, generation_id)
    picture = get_parent_picture(parent, index)
    sizes = UPSCALED_SIZES[parent.aspect_ratio]
    size = size or sizes[0]
    if size not in sizes:
        raise ValidationFailedError(fields={"size": f"It may become {' or '.join(sizes)}."})
    width, height = (int(side) for side in size.split("x"))
    if width <= picture.width:
        raise ValidationFailedError(fields={"size": f"It has {picture.width}x{picture.height} already."})
    document = read_document(picture)
    missing = set() if document is None else missing_pictures(parent, document)
    if missing - {BACKGROUND}:
        raise PictureGoneError
    if document is None or missing:
        raise CannotBeUpscaledError
    generation = descend(
        parent,
        Origin.UPSCALE,
        parent_index=index,
        width=width,
        height=height,
        variants=1,
        axis="",
        brief=parent.brief,
        priority=Priority.NORMAL,
        credits_cost=UPSCALE_CREDITS,
        api_key=api_key,
    )
    return put_in_queue(generation)
