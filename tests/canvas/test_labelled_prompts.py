"""How well the brief understands labelled prompts. The labels were written before anything was run on them.

prompts.toml, the older 184. First run on its test split: category 46 of 47, headline words held 49 of 57, words kept
out 24 of 24, props 40 of 41, palette 7 of 7, negatives 4 of 4; on the 60 fresh ones: category 48 of 55, headlines 42 of
60, props 41 of 45, place 4 of 5, language 59 of 60.

prompts_strangers.toml. First run on its 135 test prompts, before any change: category 67.4 %, headline 91.1 %, props
77.0 %, colours and negatives 92.3 %. The lexicons were then widened by whoever had written those prompts, so today's
figures on this split say less than those on the next file.

prompts_unseen.toml, two batches of 60, run once each. The first, half-way: category 45 of 60, headline 54 of 60, props
53 of 60, colours and negatives 12 of 13. The second, at the end: category 53, headline 56, props 57, colours and
negatives 12 of 13. General faults that they showed were mended afterwards: so they are not blind today. Then a last
batch, `blind`, 36 prompts after which only names of marks and effects were added: category 35 of 36, headline
36, props 36, colours and negatives 6 of 6. Prompts and labels are by the hand that wrote the lexicons: strangers do
somewhat worse.

prompts_review.toml, every fourth of 154 prompts that a reviewer wrote before reading the lexicons. First run of all
154: category 92.9 %, headline 95.5 % by this judge and 92 % by eye, props 87.5 %, colours and negatives 18 of 20; of
the 39 kept here: category 38, headline 35, props 36, colours and negatives 4 of 4. What failed was then mended in
general, and two further batches of 40, not kept, were run once each: category 37 and 35, headline 37 and 38 (by eye 33
and 35), props 39 of 40 and 32 of 40, colours and negatives 6 of 7 and 6 of 6. What they showed was mended, too: no
blind batch came after.

prompts_blind.toml, three sets by others who had not read the lexicons. The first 160, before anything was mended for
them: category 138, headline 146, props 133, colours and negatives 51 of 58. Then lexicons and rules were widened in
general with a look at every second one ("first seen"). The second 80, before that widening: category 73, headline 74,
props 69, colours and negatives 21 of 25; after it, in their one blind run: 76, 76, 73 and 21 of 25. Then negatives and
headlines were mended with a look at what both had shown. The third 60, run once after all that: category 56, headline
55, props 51, colours and negatives 19 of 20; of what they showed only one Persian negation was mended.

How a headline is judged stands in benchmarks/planning.py; floors stand a little below what is reached today.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.planning import AIMS, colour_of, faults_of, judge, labelled_prompts
from canvas import catalogue
from canvas.brief.colours import named_colour
from canvas.brief.lexicons import lexicon
from canvas.brief.model import Brief
from canvas.brief.understand import understand
from canvas.brief.whole_titles import LONGEST_TITLE
from providers.local.embedding import embed

pytestmark = pytest.mark.unit

_PROMPTS = Path(__file__).parent / "prompts.toml"
_BAKED_AS = {"coins": "coin"}
_EVERY_FIELD = {"lacks": 1.0, "palette": 1.0, "negative": 1.0, "expression": 1.0, "place": 1.0, "headline": 1.0}
_FLOORS = {
    "dev": {
        **_EVERY_FIELD,
        "category": 0.97,
        "has": 0.93,
        "props": 0.95,
        "marks": 1.0,
        "mark_colour": 1.0,
        "mood": 1.0,
    },
    "test": {**_EVERY_FIELD, "category": 0.93, "has": 0.86, "props": 0.92, "mood": 0.9, "language": 0.97},
    "fresh": {"category": 0.96, "reads": 0.95, "props": 0.95, "place": 1.0, "palette": 1.0, "language": 0.97},
}


def _prompts(split: str) -> list[dict[str, Any]]:
    listed = tomllib.loads(_PROMPTS.read_text(encoding="utf-8"))["prompt"]
    return [prompt for prompt in listed if prompt["split"] == split]


def _shows(name: str, wanted: list[str]) -> bool:
    """Tell whether a prop is one of those wanted: labels name the emoji, a baked prop may stand for it."""
    prop = catalogue.props()[name]
    plain = name.removeprefix("emoji_").replace("_", "-")
    meant = {plain, _BAKED_AS.get(plain, plain)}
    meant |= {emoji for emoji, own in lexicon("props")["baked"].items() if own == name}
    if prop.style == "baked":
        meant |= {keyword.replace(" ", "-") for keyword in prop.keywords}
    return bool(meant & set(wanted))


def _comparable(text: str, language: str) -> str:
    text = text.upper().replace("\u200c", "")
    return text.replace(" ", "") if language == "fa" else text


def _checks(prompt: dict[str, Any], brief: Brief) -> list[tuple[str, bool]]:
    headline = _comparable(brief.headline, brief.language)
    checks = [("language", brief.language == prompt.get("language", "en"))]
    if "category" in prompt:
        checks.append(("category", brief.category in prompt["category"]))
    if "headline" in prompt:
        checks.append(("headline", brief.headline == prompt["headline"]))
    if "reads" in prompt:
        wanted = {_comparable(title, brief.language).rstrip(" ?؟!") for title in prompt["reads"]}
        checks.append(("reads", headline.rstrip(" ?؟!") in wanted))
    checks += [("has", _comparable(word, brief.language) in headline) for word in prompt.get("has", ())]
    checks += [("lacks", _comparable(word, brief.language) not in headline) for word in prompt.get("lacks", ())]
    if "props" in prompt:
        checks.append(("props", any(_shows(name, prompt["props"]) for name in brief.props)))
    if "palette" in prompt:
        checks.append(("palette", list(brief.palette) == [named_colour(name) for name in prompt["palette"]]))
    if "mark_colour" in prompt:
        checks.append(("mark_colour", brief.mark_colour == named_colour(prompt["mark_colour"])))
    for field in ("marks", "negative"):
        if field in prompt:
            checks.append((field, sorted(getattr(brief, field)) == sorted(prompt[field])))
    for field in ("expression", "place", "mood"):
        if field in prompt:
            checks.append((field, getattr(brief, field) == prompt[field]))
    return checks


@lru_cache(maxsize=2)
def _shares(split: str) -> dict[str, float]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for prompt in _prompts(split):
        for field, is_right in _checks(prompt, understand(prompt["text"])):
            total[field] += 1
            right[field] += is_right
    return {field: right[field] / total[field] for field in total}


class TestLabelledPrompts:
    def test_are_at_least_a_hundred_and_twenty_in_two_languages(self):
        prompts = _prompts("dev") + _prompts("test")
        assert len(prompts) >= 120
        assert sum(prompt.get("language") == "fa" for prompt in prompts) >= 25

    @pytest.mark.parametrize(("split", "field"), [(s, f) for s, floors in _FLOORS.items() for f in floors])
    def test_are_understood(self, split: str, field: str):
        assert _shares(split)[field] >= _FLOORS[split][field]

    @pytest.mark.parametrize("split", ["dev", "test", "fresh"])
    def test_get_short_headlines_from_the_prompt_alone(self, split: str):
        for prompt in _prompts(split):
            brief = understand(prompt["text"])
            if "headline" in prompt or brief.language == "ja":
                continue
            words = brief.headline.split()
            assert 1 <= len(words) <= 5 or len(brief.headline) <= LONGEST_TITLE + 1
            given = _comparable(prompt["text"].replace("’", "'"), brief.language)
            for word in brief.headline.rstrip("?؟").split():
                assert word == "VS" or _comparable(word, brief.language) in given or brief.language == "tr"


@lru_cache(maxsize=1)
def _understood() -> list[tuple[str, dict[str, Any], Brief]]:
    """The prompts of strangers, understood as in service: with the embedding."""
    listed = [(split, prompt) for split, prompt in labelled_prompts() if not split.startswith("older")]
    return [(split, prompt, understand(prompt["text"], embed=embed)) for split, prompt in listed]


def _counted(split: str, share: str) -> float:
    found = [judge(prompt, brief).get(share) for of, prompt, brief in _understood() if of == split]
    judged = [is_right for answer in found if answer is not None for is_right in answer[:1]]
    return sum(judged) / len(judged)


_STRANGE_FLOORS = {
    "dev": {"category": 0.96, "headline": 0.97, "props": 0.96, "obeyed": 1.0},
    "test": {"category": 0.96, "headline": 0.97, "props": 0.96, "obeyed": 1.0},
    "blind": {"category": 0.94, "headline": 0.97, "props": 0.97, "obeyed": 1.0},
    "review": {"category": 0.97, "headline": 0.97, "props": 0.97, "obeyed": 1.0},
    "unseen": {"category": 0.94, "headline": 0.96, "props": 0.96, "obeyed": 1.0},
    "first seen": {"category": 0.93, "headline": 0.97, "props": 0.87, "obeyed": 1.0},
    "first unseen": {"category": 0.91, "headline": 0.96, "props": 0.88, "obeyed": 0.96},
    "second": {"category": 0.95, "headline": 0.96, "props": 0.91, "obeyed": 1.0},
    "third": {"category": 0.91, "headline": 0.9, "props": 0.83, "obeyed": 1.0},
}


class TestPromptsOfStrangers:
    def test_are_more_than_four_hundred_in_all(self):
        splits = [split for split, _ in labelled_prompts()]
        assert len(splits) >= 400
        assert splits.count("test") >= 120
        assert splits.count("unseen") >= 120

    @pytest.mark.parametrize("share", AIMS)
    @pytest.mark.parametrize("split", _STRANGE_FLOORS)
    def test_are_understood(self, split: str, share: str):
        assert _counted(split, share) >= _STRANGE_FLOORS[split][share]

    @pytest.mark.parametrize("field", ["people", "side", "count", "aspect", "expression"])
    def test_have_their_wishes_read(self, field: str):
        asked = [(prompt[field], getattr(brief, field)) for _, prompt, brief in _understood() if field in prompt]
        assert [pair for pair in asked if pair[0] != pair[1]] == []

    def test_name_marks_and_their_colours(self):
        told = [(prompt, brief) for _, prompt, brief in _understood() if "marks" in prompt]
        wrong = [prompt["text"] for prompt, brief in told if set(prompt["marks"]) != set(brief.marks)]
        assert len(wrong) <= 1
        coloured = [(p, b) for p, b in told if "mark_colour" in p and b.marks]
        assert all(brief.mark_colour == colour_of(prompt["mark_colour"]) for prompt, brief in coloured)

    def test_have_evidence_for_every_field(self):
        for _, _, brief in _understood():
            assert set(brief.evidence) == {field.name for field in fields(Brief)} - {"topic", "hints", "evidence"}
            assert all(0.0 <= evidence.confidence <= 1.0 for evidence in brief.evidence.values())


class TestAHeadline:
    @pytest.mark.parametrize(
        ("headline", "prompt", "fault"),
        [
            ("HOW TO MAKE A", "how to make a cake", "ends on"),
            ("24", "I spent 24 hours in a box", "unit"),
            ("I LOST $500", "I lost $50 in one day", "lacks"),
            ("THUMBNAIL ABOUT CATS", "thumbnail about cats", "instructs"),
            ("CATS LOVE I", "I love cats", "round"),
            ("AND THE WINNER IS MESSI", "goals of the year and the winner is messi", "opens on"),
            ("", "cats", "empty"),
        ],
    )  # fmt: skip
    def test_with_a_fault_is_found_out(self, headline: str, prompt: str, fault: str):
        assert any(fault in found for found in faults_of(headline, prompt, "en"))

    @pytest.mark.parametrize(
        ("headline", "prompt", "language"),
        [("HOW TO BAKE A CAKE", "how to bake a cake at home", "en"), ("Not Now", 'it says "Not Now"', "en"),
         ("سفر به بالی", "تامبنیل سفر به بالی", "fa"), ("A VS B", "a versus b", "en")],
    )  # fmt: skip
    def test_without_one_passes(self, headline: str, prompt: str, language: str):
        assert faults_of(headline, prompt, language) == []
