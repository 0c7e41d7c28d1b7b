"""From a claimed generation to its pictures: the order of the work."""

from generation.models import Generation, Origin, Stage
from generation.pipeline.parents import request_of
from generation.pipeline.runner import Runner, Step, Watcher
from generation.pipeline.stages import (
    analyzing,
    checking,
    composing,
    directing,
    matching,
    redrawing,
    rendering,
    storing,
    varying,
)
from generation.pipeline.warming import warm_up

STAGES = (
    Step(Stage.ANALYZING, analyzing.understand_prompt),
    Step(Stage.MATCHING, matching.find_looks),
    Step(Stage.DIRECTING, directing.plan_documents),
    Step(Stage.RENDERING, rendering.make_backgrounds),
    Step(Stage.COMPOSING, composing.draw_candidates),
    Step(Stage.CHECKING, checking.keep_the_best),
    Step(Stage.STORING, storing.store_pictures),
)

_VARYING = tuple(
    Step(Stage.DIRECTING, varying.plan_variations) if step.stage == Stage.DIRECTING else step for step in STAGES
)
# Nothing is understood, searched or painted anew for a picture that is there and is only drawn larger.
_REDRAWING = (Step(Stage.DIRECTING, redrawing.plan_redrawing), *STAGES[4:])
_STEPS = {Origin.PROMPT: STAGES, Origin.VARIATION: _VARYING, Origin.UPSCALE: _REDRAWING}

__all__ = ["STAGES", "Watcher", "run", "warm_up"]


def run(generation: Generation, *, watch: Watcher | None = None) -> None:
    """Run a claimed generation to its end, or back into the queue. `watch` is called with it after each report."""
    Runner(generation, _STEPS[Origin(request_of(generation).origin)], watch).run()
