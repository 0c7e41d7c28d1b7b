"""Checking: every candidate is measured, the worst fault of the best ones is mended, the best are kept.

What is kept is compared with the original of its template, and directed anew where it is too like it.
"""

from dataclasses import replace

from canvas.drawing import draw
from canvas.repair import repair
from canvas.scoring import Score, score
from generation.pipeline.context import Candidate, Context
from generation.pipeline.originality import keep_distance
from generation.pipeline.stages.composing import trial_size

# A mended picture is drawn small, the finished one in full: so much of the time has passed after the mending.
_MENDING_SHARE = 0.3


def keep_the_best(context: Context) -> None:
    """Keep as many as are delivered, best first, in full size and with the score of what is delivered."""
    measured = [_measured(candidate) for candidate in context.candidates]
    best = sorted(measured, key=_total, reverse=True)[: context.deliveries]
    finished: list[Candidate] = []
    for number, candidate in enumerate(best):
        mended = _mended(context, candidate)
        context.advance((number + _MENDING_SHARE) / len(best))
        taken = [other.plan.document for other in finished]
        finished.append(_measured(keep_distance(context, _in_full(context, mended), taken=taken)))
        context.advance((number + 1) / len(best))
    context.candidates = sorted(finished, key=_total, reverse=True)


def _mended(context: Context, candidate: Candidate) -> Candidate:
    """Mend the worst fault as often as the recipe says, and keep it where it made the picture better."""
    for _ in range(context.recipe.repairs):
        document = repair(candidate.plan.document, _score(candidate))
        if document is None:
            break
        plan = replace(candidate.plan, document=document)
        drawing = draw(document, context.pictures, size=trial_size(document))
        other = _measured(Candidate(plan, drawing))
        if _total(other) <= _total(candidate):
            break
        candidate = other
    return candidate


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
