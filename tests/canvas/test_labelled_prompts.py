"""How well the brief understands labelled prompts. The labels were written before anything was run on them.

First run on the test split, before any fix: category 46 of 47, headline words held 49 of 57, words kept out 24 of 24,
props 40 of 41, palette 7 of 7, negatives 4 of 4. First run on the 60 fresh prompts: category 48 of 55, headlines 42 of
60, props 41 of 45, place 4 of 5, language 59 of 60; two Persian headlines were counted as misses that read well.
Floors stand a little below what is reached today.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from canvas import catalogue
from canvas.brief.candidates import LONGEST_TITLE
from canvas.brief.colours import named_colour
from canvas.brief.lexicons import lexicon
from canvas.brief.model import Brief
from canvas.brief.understand import understand

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
