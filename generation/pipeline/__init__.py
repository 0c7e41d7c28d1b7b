"""From a claimed generation to its pictures: the order of the work."""

from generation.models import Generation, Stage
from generation.pipeline.runner import Runner, Step, Watcher
from generation.pipeline.stages import analyzing, checking, composing, directing, matching, rendering, storing
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

__all__ = ["STAGES", "Watcher", "run", "warm_up"]


def run(generation: Generation, *, watch: Watcher | None = None) -> None:
    """Run a claimed generation to its end, or back into the queue. `watch` is called with it after each report."""
    Runner(generation, STAGES, watch).run()
