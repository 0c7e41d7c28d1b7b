"""What the stages hand on to each other."""

from collections.abc import Callable
from dataclasses import dataclass, field

from canvas.brief.model import Brief
from canvas.document import Document
from canvas.drawing import Drawing
from canvas.originality import Similarity
from canvas.scoring import Score
from generation.lifecycle import Picture
from generation.models import Generation
from generation.pipeline.recipe import Recipe
from templates_lib.models import Template


@dataclass(frozen=True)
class Plan:
    """A document worth drawing, and the look it follows.

    `seed` and `place` say how direction came to it: which of the documents for that seed it was. `template` is None
    where an earlier picture is drawn anew whose look is gone.
    """

    document: Document
    template: Template | None
    seed: int
    place: int


@dataclass(frozen=True)
class Parent:
    """The picture that a generation goes on from, as it is now. An edited one is not what was once held original."""

    document: Document
    is_edited: bool


@dataclass(frozen=True)
class Likeness:
    """How like the original of its template a result is, and how far it was sent away from the look for it."""

    similarity: Similarity
    departure: int = 0


@dataclass(frozen=True)
class Candidate:
    """A plan, drawn. `score` and `likeness` come with the checking; None before."""

    plan: Plan
    drawing: Drawing
    score: Score | None = None
    likeness: Likeness | None = None


@dataclass
class Context:
    """One run. Every stage reads what those before it wrote.

    `advance` tells which share (0..1) of the present stage is done. It raises `RunLostError` when nobody wants the
    picture any more, so a long stage calls it often. `pictures` are encoded images by the keys that documents name.
    `parent` is what a variation or an upscaled picture goes on from, None for a prompt.
    """

    generation: Generation
    recipe: Recipe
    advance: Callable[[float], None]
    brief: Brief | None = None
    looks: list[Template] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    logo: str | None = None
    plans: list[Plan] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    engine: str = "local"
    parent: Parent | None = None
    stored: list[Picture] = field(default_factory=list)

    @property
    def understood(self) -> Brief:
        """The brief; there from the first stage on."""
        if self.brief is None:
            raise LookupError("the brief is made by the first stage")
        return self.brief

    @property
    def deliveries(self) -> int:
        """How many pictures are wanted."""
        return max(self.generation.variants, self.recipe.angles)
