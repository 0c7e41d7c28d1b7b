"""From a prompt to the question that the bank is asked: a sentence, weighed words, and wishes for the look."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from canvas import catalogue
from canvas.brief.absence import present
from canvas.brief.cleaning import clean
from canvas.brief.grammar import grammar
from canvas.brief.model import Brief
from canvas.brief.request import take_off_request
from canvas.brief.understand import understand
from canvas.brief.versus import versus_at
from canvas.brief.words import Word, split_words, variants
from providers.local.embedding import embed
from templates_lib.search.asking import Question
from templates_lib.search.look_keys import keys_of_colour
from templates_lib.search.vocabulary import Heard, category_of, hear, spelled

# Weights, tuned on the golden queries' "dev" half (`python -m benchmarks.search`).
_OWN_WORD, _LOOK_WORD, _TOPIC_WORD, _THING_WORD, _PLACE_WORD = 1.0, 0.4, 0.9, 0.3, 0.4
_WISH_SAID, _WISH_READ, _WISH_CATEGORY, _WISH_FACE = 1.0, 0.6, 1.5, 0.3
_UNSURE = 0.5  # votes for no category: one word that calls a topic to mind is not yet certain
_MOST_TOPICS = 4
_MOST_WORDS = 40
_LOUD, _QUIET = 8, 3
# Looks of these layouts are about what the layout shows, and say so in their topics.
_WORDS_OF_WISHES = {"layout:versus": ("versus", "comparison")}
_NOT_ASKED = frozenset({"thumbnail", "thumbnails", "youtube", "video", "make", "create", "want", "look", "style"})


def question_from_text(text: str) -> Question:
    """Understand a text as a prompt and return the question. Nothing is asked by a text without words."""
    return question_from_brief(understand(text, embed=embed), prompt=text)


def question_from_brief(brief: Brief, *, prompt: str = "") -> Question:
    """Return the question that a brief asks; with the prompt it was read from also what only its words tell."""
    typed = _typed(prompt or brief.topic)
    said = spelled(typed)
    heard = hear(present(said))
    telling = _telling(brief, typed, said)
    wishes = _wishes(brief, said, heard, share_of_looks=_share_of_looks(telling, heard))
    return Question(
        sentence=_sentence(brief, said, heard.topics),
        words=_words(brief, telling, heard, wishes),
        wishes=tuple(sorted(wishes.items())),
        # Of a long text none: no name and tags bear most of so many words.
        said=tuple(telling.values()) if len(telling) <= _MOST_WORDS else (),
    )


def _typed(text: str) -> tuple[Word, ...]:
    """The words without the request ("make me a thumbnail about")."""
    asked = take_off_request(split_words(clean(text).text))
    return (*asked.describing, *asked.words)


def _sentence(brief: Brief, said: Sequence[Word], topics: Mapping[str, float]) -> str:
    own = [word.surface for word in said if word.key.isascii() and word.key not in _NOT_ASKED]
    strongest = list(topics)[:_MOST_TOPICS]
    parts = [" ".join(own), *strongest]
    if not own or brief.language == "fa":
        parts += _things(brief.props) if _is_said(brief, "props") else []
    parts += list(_categories(brief, topics))[:1]
    return ", ".join(part for part in parts if part)


def _words(
    brief: Brief, telling: Mapping[str, Sequence[str]], heard: Heard, wishes: Mapping[str, float]
) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}

    def add(words: Iterable[str], weight: float) -> None:
        for word in words:
            weights[word] = max(weights.get(word, 0.0), weight)

    for key, forms in telling.items():
        add(forms, _LOOK_WORD if key in heard.of_looks else _OWN_WORD)
    for topic, strength in heard.topics.items():
        add(topic.replace(",", "").split(), _TOPIC_WORD * strength / (strength + 1))
    if _is_said(brief, "props"):
        add((part for thing in _things(brief.props) for part in thing.split()), _THING_WORD)
    for key, words in _WORDS_OF_WISHES.items():
        add(words if key in wishes else (), _TOPIC_WORD)
    add([brief.place] if brief.place else [], _PLACE_WORD)
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:_MOST_WORDS]
    return tuple((word, round(weight, 3)) for word, weight in heaviest)


def _telling(brief: Brief, typed: Sequence[Word], said: Sequence[Word]) -> dict[str, tuple[str, ...]]:
    """Return the forms that find each word that tells of anything: not "the", "thumbnail" and what is not wanted.

    Full text knows the base forms of English words, we know those of Persian ones. What we took for a slip of spelling
    may be a name that a template bears.
    """
    rules = grammar(brief.language)
    slips = {meant.key: word.key for word, meant in zip(typed, said, strict=True) if word.key != meant.key}
    telling: dict[str, tuple[str, ...]] = {}
    for word in present(said):
        key = word.key
        if key not in _NOT_ASKED and not rules.is_function(key):
            telling[key] = ((key,) if key.isascii() else variants(key)) + ((slips[key],) if key in slips else ())
    return telling


def _wishes(brief: Brief, said: Sequence[Word], heard: Heard, *, share_of_looks: float) -> dict[str, float]:
    """What the words say outright counts more than what was concluded from them."""
    said_weight = _WISH_SAID * (1 + share_of_looks)
    wishes = dict.fromkeys(heard.look_keys, said_weight)

    def add(key: str, weight: float) -> None:
        wishes[key] = max(wishes.get(key, 0.0), weight)

    for category, weight in _categories(brief, heard.topics).items():
        add(f"category:{category}", weight)
    if _is_said(brief, "mood"):
        add(f"mood:{brief.mood}", _WISH_READ)
        if brief.energy >= _LOUD or brief.energy <= _QUIET:
            add("energy:high" if brief.energy >= _LOUD else "energy:low", _WISH_READ / 2)
    for colour in brief.palette:
        for key in keys_of_colour(colour):
            add(key, _WISH_SAID)
    for effect in brief.effects:
        add(f"effect:{effect}", _WISH_READ)
    for mark in brief.marks:
        add(f"mark:{mark}", _WISH_READ)
    if versus_at(said) is not None:
        add("layout:versus", _WISH_SAID)
    if "people" in brief.negative:
        add("face:none", _WISH_SAID)
    elif brief.expression:
        add("face:some", _WISH_FACE)
    return wishes


def _share_of_looks(telling: Collection[str], heard: Heard) -> float:
    """Return the share of the words, 0 to 1, that tell of nothing but the look."""
    return len(heard.of_looks.intersection(telling)) / len(telling) if telling else 0.0


def _categories(brief: Brief, topics: Mapping[str, float]) -> dict[str, float]:
    """Return the categories that are likely, with their weights, the likeliest first. What an embedding alone makes of
    a prompt is too weak: the topics' own categories tell more."""
    votes: dict[str, float] = {}
    if _source(brief, "category") in {"lexicon", "option"}:
        votes[brief.category] = 1.0
    for topic, strength in topics.items():
        votes[category_of(topic)] = votes.get(category_of(topic), 0.0) + strength
    total = sum(votes.values()) + _UNSURE
    return {name: round(_WISH_CATEGORY * vote / total, 3) for name, vote in sorted(votes.items(), key=lambda v: -v[1])}


def _source(brief: Brief, field: str) -> str:
    """Return where a field came from: a brief without evidence was written by hand."""
    found = brief.evidence.get(field)
    return found.source if found else "option"


def _is_said(brief: Brief, field: str) -> bool:
    return _source(brief, field) != "default"


def _things(props: Iterable[str]) -> list[str]:
    """The everyday word of each prop."""
    known = catalogue.props()
    return [known[name].keywords[0] for name in props if name in known and known[name].keywords]
