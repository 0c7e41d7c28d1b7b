"""The originality guard: a result follows the look of its template and never copies the template's picture."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from django.conf import settings

from canvas import originality
from canvas.document import Document
from canvas.drawing import Drawing, draw
from canvas.errors import DocumentError
from canvas.originality import Fingerprint
from generation.errors import TooLikeTemplateError
from generation.pipeline.context import Candidate, Context, Likeness
from generation.pipeline.stages.directing import direct_away
from templates_lib.models import Origin, Template

MOST_DEPARTURES = 3

_log = structlog.get_logger(__name__)


def keep_distance(context: Context, candidate: Candidate, *, taken: Sequence[Document] = ()) -> Candidate:
    """Return the candidate with its likeness, or one that is directed away from the look until it is no copy.

    It is never directed to one of the documents that are `taken`: nobody pays twice for one picture. The likeness to a
    look of our own is told and bounds nothing. `TooLikeTemplateError` when even the farthest departure is too like the
    original, or when an upload has no fingerprint to compare with.
    """
    template = candidate.plan.template
    original = _fingerprint_of(template)
    if template is None or original is None:
        return candidate
    for departure in range(MOST_DEPARTURES + 1):
        if departure:
            plan = direct_away(context, candidate.plan, departure=departure)
            if any(_is_same_picture(plan.document, other) for other in taken):
                continue
            candidate = replace(candidate, plan=plan, drawing=draw(plan.document, context.pictures), score=None)
        similarity = originality.similarity(original, _fingerprint(candidate.drawing))
        candidate = replace(candidate, likeness=Likeness(similarity, departure))
        if template.origin != Origin.UPLOADED or similarity.total <= settings.ORIGINALITY_CEILING:
            return candidate
        _log.warning("too_like_template", template_id=str(template.pk), total=similarity.total, departure=departure)
        context.advance(0.0)
    raise TooLikeTemplateError


def refuse_copy(candidate: Candidate) -> Candidate:
    """Return the candidate with its likeness, for what may not be directed anew since it goes on from another picture.

    `TooLikeTemplateError` when it is too like the original of its look.
    """
    template = candidate.plan.template
    original = _fingerprint_of(template)
    if template is None or original is None:
        return candidate
    similarity = originality.similarity(original, _fingerprint(candidate.drawing))
    if template.origin == Origin.UPLOADED and similarity.total > settings.ORIGINALITY_CEILING:
        _log.warning("too_like_template", template_id=str(template.pk), total=similarity.total, departure=0)
        raise TooLikeTemplateError
    return replace(candidate, likeness=Likeness(similarity))


def _fingerprint_of(template: Template | None) -> Fingerprint | None:
    """None for a look of ours that has none yet, or one of an earlier kind: it bounds nothing anyway."""
    if template is None:
        return None
    try:
        return originality.from_json(template.fingerprint)
    except DocumentError as error:
        if template.origin != Origin.UPLOADED:
            return None
        _log.exception("fingerprint_unreadable", template_id=str(template.pk))
        raise TooLikeTemplateError from error


def _is_same_picture(first: Document, second: Document) -> bool:
    return (first.layers, first.palette, first.layout) == (second.layers, second.palette, second.layout)


def _fingerprint(drawing: Drawing) -> Fingerprint:
    lines = [line.box for line in drawing.text_lines]
    return originality.fingerprint(drawing.pixels, faces=drawing.faces, lines=lines)
