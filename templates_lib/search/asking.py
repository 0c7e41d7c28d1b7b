"""What is asked of the bank, and what it answers."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Facets:
    """What a template must be; None where it does not matter. `energy` is the least and the most, 1..10 each;
    `colour` a name as `canvas.dna.wording.colour_name` gives it; `category` a slug."""

    category: str | None = None
    has_face: bool | None = None
    has_text: bool | None = None
    has_logo: bool | None = None
    energy: tuple[int, int] | None = None
    colour: str | None = None


ANYTHING = Facets()


@dataclass(frozen=True)
class Question:
    """A prompt as the bank is asked by it: made by `question_from_text` or `question_from_brief`.

    `sentence` is what is embedded. `words` find by full text and `wishes` by look (`templates_lib.search.look_keys`);
    each has the weight with which it counts, above 0. `said` are of the words those that stand in the prompt, each in
    its forms: a template that bears most of them goes before all that bear less, whatever the rest call to mind.
    Nothing in it is a condition: those are `Facets`.
    """

    sentence: str
    words: tuple[tuple[str, float], ...] = ()
    wishes: tuple[tuple[str, float], ...] = ()
    said: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Match:
    """A template, why it suits, and how it came to its place.

    `score` is the fused one, comparable within one answer only, and there between templates that bear the same share
    of what was said (`ranking.precedence`). `similarity` is the cosine to the query, -1..1, None
    where the template has no vector in the live space. `reasons` are traits and topics that anyone may read. `ranks`
    says at which place (from 1) each way of searching had it: "meaning", "words", "look", "outcomes", and "said" where
    it bears most of what was said; for staff.
    """

    template_id: uuid.UUID
    score: float
    similarity: float | None
    reasons: tuple[str, ...]
    ranks: dict[str, int]
