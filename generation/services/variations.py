"""Other versions of a delivered picture."""

import uuid

from accounts.models import ApiKey, User
from generation.errors import PictureGoneError
from generation.lifecycle import cost_of
from generation.models import Algorithm, AspectRatio, Axis, Generation, Origin, Priority
from generation.selectors.layer_pictures import BACKGROUND
from generation.services.descending import descend, get_parent, get_parent_picture, missing_pictures, read_document
from generation.services.queueing import put_in_queue, require_tier
from generation.services.requesting import find_algorithm, random_seed
from generation.services.sizes import usual_size

_DRAWS_BY_ITSELF = "local"


def vary_generation(
    user: User,
    generation_id: uuid.UUID,
    *,
    count: int,
    axis: str = "",
    algorithm: str = "",
    index: int = 0,
    api_key: ApiKey | None = None,
) -> Generation:
    """Ask for `count` (1..4) pictures that differ from this one on an axis, or each on the next one for "".

    `algorithm` is a slug, "" for the one that made it. Raises `NotFoundError`, `ResultNotReadyError`,
    `ValidationFailedError`, `TierRequiredError`, `PictureGoneError` and what `put_in_queue` raises.
    """
    parent = get_parent(user, generation_id)
    picture = get_parent_picture(parent, index)
    chosen = find_algorithm(algorithm or parent.algorithm.slug)
    require_tier(user, chosen)
    document = read_document(picture)
    if document is None or missing_pictures(parent, document) - _painted_by(chosen):
        raise PictureGoneError
    width, height = _size(parent, chosen)
    generation = descend(
        parent,
        Origin.VARIATION,
        parent_index=index,
        axis=axis,
        algorithm=chosen,
        width=width,
        height=height,
        variants=count,
        # A provider that is asked the same with the same seed paints the same.
        seed=random_seed() if axis == Axis.BACKGROUND else parent.seed,
        priority=Priority.NORMAL,
        credits_cost=cost_of(chosen, variants=count, priority=Priority.NORMAL),
        api_key=api_key,
    )
    return put_in_queue(generation, references=list(parent.reference_assets.all()))


def _painted_by(algorithm: Algorithm) -> set[str]:
    """A background that a provider painted is painted anew, where the algorithm asks one."""
    return {BACKGROUND} if set(algorithm.providers) - {_DRAWS_BY_ITSELF} else set()


def _size(parent: Generation, algorithm: Algorithm) -> tuple[int, int]:
    """The parent's own, but no larger than the algorithm draws for its price."""
    usual = usual_size(algorithm, AspectRatio(parent.aspect_ratio))
    return (parent.width, parent.height) if parent.width <= usual[0] else usual
