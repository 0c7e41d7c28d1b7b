"""Checking: every candidate is measured, the worst fault of the best ones is mended, the best are kept.

What is kept is compared with the original of its template, and directed anew where it is too like it. One of several
that can't be finished does not take the others along: they are delivered without it.
"""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from canvas.document import Document
from canvas.drawing import draw
from canvas.drawing.drawing import ShapesOnDemand
from canvas.drawing.inputs import Inputs
from canvas.errors import CanvasError
from canvas.repair import Picture, improve
from canvas.scoring import Score, score
from generation.errors import TooLikeTemplateError
from generation.pipeline.context import Candidate, Context
from generation.pipeline.originality import keep_distance, refuse_copy
from generation.pipeline.stages.composing import trial_size

_log = structlog.get_logger(__name__)

# A mended picture is drawn small, the finished one in full: so much of the time has passed after the mending.
_MENDING_SHARE = 0.3


def keep_the_best(context: Context) -> None:
    """Keep as many as are delivered, best first, in full size and with the score of what is delivered.

    The next best takes the place of one that can't be finished. With none left the last one's error is raised:
    `TooLikeTemplateError` or a `CanvasError`.
    """
    measured = [_measured(candidate) for candidate in context.candidates]
    finished: list[Candidate] = []
    failure: Exception | None = None
    for candidate in sorted(measured, key=_total, reverse=True):
        if len(finished) == context.deliveries:
            break
        try:
            finished.append(_finished(context, candidate, finished))
        except (TooLikeTemplateError, CanvasError) as error:
            _log.warning("candidate_not_finished", place=candidate.plan.place, problem=str(error))
            failure = error
        context.advance(len(finished) / context.deliveries)
    if failure is not None and not finished:
        raise failure
    context.candidates = sorted(finished, key=_total, reverse=True)


def _finished(context: Context, candidate: Candidate, before: Sequence[Candidate]) -> Candidate:
    mended = _mended(context, candidate)
    context.advance((len(before) + _MENDING_SHARE) / context.deliveries)
    taken = [other.plan.document for other in before]
    return _measured(_original(context, _in_full(context, mended), taken))


def _original(context: Context, candidate: Candidate, taken: Sequence[Document]) -> Candidate:
    """See to it that it is no copy of its template. One that goes on from a picture is refused in place of redirected.

    An upscaled picture that nobody edited is its parent, which was looked at when it was made.
    """
    if context.parent is None:
        return keep_distance(context, candidate, taken=taken)
    is_parent_itself = candidate.plan.document.layers == context.parent.document.layers
    return candidate if is_parent_itself and not context.parent.is_edited else refuse_copy(candidate)


def _mended(context: Context, candidate: Candidate) -> Candidate:
    """Mend the worst fault as often as the recipe says, and keep what made the picture better."""
    first = Picture(candidate.plan.document, candidate.drawing, _score(candidate))
    best = improve(
        first,
        lambda document: draw(document, context.pictures, size=trial_size(document)),
        tries=context.recipe.repairs,
        shapes=ShapesOnDemand(Inputs(context.pictures)),
    )
    if best is first:
        return candidate
    return Candidate(replace(candidate.plan, document=best.document), best.drawing, best.score)


def _in_full(context: Context, candidate: Candidate) -> Candidate:
    document = candidate.plan.document
    if candidate.drawing.pixels.shape[:2] == (document.height, document.width):
        return candidate
    return Candidate(candidate.plan, draw(document, context.pictures))


def _measured(candidate: Candidate) -> Candidate:
    if candidate.score is not None:
        return candidate
    return replace(candidate, score=score(candidate.plan.document, candidate.drawing))


def _score(candidate: Candidate) -> Score:
    if candidate.score is None:
        raise LookupError("only measured candidates are compared")
    return candidate.score


def _total(candidate: Candidate) -> float:
    return _score(candidate).total
