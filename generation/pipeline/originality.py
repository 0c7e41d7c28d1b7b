"""The originality guard: a result follows the look of its template and never copies the template's picture."""

from dataclasses import replace

import structlog
from django.conf import settings

from canvas import originality
from canvas.drawing import Drawing, draw
from canvas.originality import Fingerprint
from generation.errors import TooLikeTemplateError
from generation.pipeline.context import Candidate, Context, Likeness
from generation.pipeline.stages.directing import direct_away
from templates_lib.models import Origin, Template

MOST_DEPARTURES = 3

_log = structlog.get_logger(__name__)


def keep_distance(context: Context, candidate: Candidate) -> Candidate:
    """Return the candidate with its likeness, or one that is directed away from the look until it is no copy.

    The likeness to a look of our own is told and bounds nothing. `TooLikeTemplateError` when even the farthest
    departure is too like the original.
    """
    template = candidate.plan.template
    original = _fingerprint_of(template)
    if original is None:
        return candidate
    for departure in range(MOST_DEPARTURES + 1):
        if departure:
            plan = direct_away(context, candidate.plan, departure=departure)
            candidate = replace(candidate, plan=plan, drawing=draw(plan.document, context.pictures), score=None)
        similarity = originality.similarity(original, _fingerprint(candidate.drawing))
        candidate = replace(candidate, likeness=Likeness(similarity, departure))
        if template.origin != Origin.UPLOADED or similarity.total <= settings.ORIGINALITY_CEILING:
            return candidate
        _log.warning("too_like_template", template_id=str(template.pk), total=similarity.total, departure=departure)
        context.advance(0.0)
    raise TooLikeTemplateError


def _fingerprint_of(template: Template) -> Fingerprint | None:
    """None for a look whose preview is not drawn yet: there is nothing to compare with."""
    return originality.from_json(template.fingerprint) if template.fingerprint else None


def _fingerprint(drawing: Drawing) -> Fingerprint:
    lines = [line.box for line in drawing.text_lines]
    return originality.fingerprint(drawing.pixels, faces=drawing.faces, lines=lines)
