"""Composing: documents become pixels."""

from canvas.document import Document
from canvas.drawing import draw
from generation.pipeline.context import Candidate, Context

# Where several compete they are drawn this wide or high, which is enough to measure them; the winners again in full.
TRIAL_SIDE = 960


def draw_candidates(context: Context) -> None:
    """Draw every plan: in full size when all are delivered, else small."""
    is_contest = len(context.plans) > context.deliveries or context.recipe.repairs > 0
    for number, plan in enumerate(context.plans):
        size = trial_size(plan.document) if is_contest else None
        context.candidates.append(Candidate(plan, draw(plan.document, context.pictures, size=size)))
        context.advance((number + 1) / len(context.plans))


def trial_size(document: Document) -> tuple[int, int]:
    """Return the size at which a document competes, in pixels; never larger than its own."""
    scale = min(1.0, TRIAL_SIDE / max(document.width, document.height))
    return round(document.width * scale), round(document.height * scale)
