"""Composing: documents become pixels."""

import structlog

from canvas.document import Document
from canvas.drawing import draw
from canvas.errors import CanvasError
from generation.pipeline.context import Candidate, Context

_log = structlog.get_logger(__name__)

# Where several compete they are drawn this wide or high, which is enough to measure them; the winners again in full.
TRIAL_SIDE = 960


def draw_candidates(context: Context) -> None:
    """Draw every plan: in full size when all are delivered, else small.

    One that can't be drawn is left out as long as others can; with none the last one's `CanvasError` is raised.
    """
    is_contest = len(context.plans) > context.deliveries or context.recipe.repairs > 0
    for number, plan in enumerate(context.plans):
        size = trial_size(plan.document) if is_contest else None
        try:
            context.candidates.append(Candidate(plan, draw(plan.document, context.pictures, size=size)))
        except CanvasError as error:
            if number + 1 == len(context.plans) and not context.candidates:
                raise
            _log.warning("plan_not_drawn", place=plan.place, problem=str(error))
        context.advance((number + 1) / len(context.plans))


def trial_size(document: Document) -> tuple[int, int]:
    """Return the size at which a document competes, in pixels; never larger than its own."""
    scale = min(1.0, TRIAL_SIDE / max(document.width, document.height))
    return round(document.width * scale), round(document.height * scale)
