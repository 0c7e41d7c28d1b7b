"""Public names of measured looks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canvas.dna import DesignDNA
from canvas.dna.naming import name_of
from canvas.document import Palette
from canvas.layouts import LAYOUTS

pytestmark = pytest.mark.unit

LOOK = DesignDNA(
    palette=Palette("#d01030", "#2b6bff", "#ffd21f"), layout="versus", plate="paint:split", font="anton", mood="epic"
)


class TestNames:
    def test_are_the_same_again(self):
        assert name_of(LOOK, seed=12) == name_of(LOOK, seed=12)

    @pytest.mark.parametrize("layout", sorted(LAYOUTS))
    def test_have_two_or_three_words(self, layout: str):
        for seed in range(200):
            words = name_of(replace(LOOK, layout=layout), seed=seed).split()
            assert 2 <= len(words) <= 3
            assert len(set(words)) == len(words)

    def test_of_one_look_are_many(self):
        assert len({name_of(LOOK, seed=seed) for seed in range(500)}) >= 40

    def test_of_many_looks_seldom_repeat(self):
        colours = ["#d01030", "#ff8a1f", "#ffd21f", "#18b551", "#12c2e9", "#2b6bff", "#8b2bff", "#ff4fa3", "#808080"]
        looks = [
            replace(LOOK, layout=layout, mood=mood, palette=Palette(colour, "#101010", "#ffffff"))
            for layout in sorted(LAYOUTS)
            for mood in ("epic", "calm", "retro")
            for colour in colours
        ]
        names = {name_of(look, seed=seed * 7919) for seed, look in enumerate(looks)}
        assert len(names) >= 0.6 * len(looks)

    @pytest.mark.parametrize(
        ("colour", "words"),
        [
            ("#d01030", {"Crimson", "Scarlet", "Ruby", "Cherry", "Poppy"}),
            ("#2b6bff", {"Cobalt", "Sapphire", "Ocean", "Sky", "Cornflower"}),
            ("#0a0a0c", {"Charcoal", "Onyx", "Graphite", "Obsidian", "Ink"}),
            ("#f4f2ee", {"Ivory", "Pearl", "Chalk", "Porcelain", "Linen"}),
        ],
    )
    def test_begin_with_the_colour(self, colour: str, words: set[str]):
        look = replace(LOOK, palette=Palette(colour, colour, colour))
        assert {name_of(look, seed=seed).split()[0] for seed in range(300)} == words

    def test_follow_neither_size_nor_words_of_the_type(self):
        assert name_of(LOOK, seed=4) == name_of(replace(LOOK, text_words=9, text_height=0.4), seed=4)
