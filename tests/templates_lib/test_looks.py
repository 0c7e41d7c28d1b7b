import itertools
from collections import Counter

import pytest

from canvas import serial
from canvas.catalogue import CATEGORIES
from canvas.colour import contrast, parse_hex
from canvas.fonts import FONT_NAMES
from canvas.layouts import LAYOUTS
from templates_lib.services.designing import design_document
from templates_lib.services.looks import Look, digest_of, load_looks, read_document

pytestmark = pytest.mark.unit

LOOKS = load_looks()


class TestLooks:
    def test_are_over_forty_and_at_least_four_of_each_category(self):
        counted = Counter(look.category for look in LOOKS)
        assert len(LOOKS) > 40
        assert set(counted) == set(CATEGORIES)
        assert min(counted.values()) >= 4

    def test_differ_from_each_other_in_more_than_colour(self):
        designs = Counter((look.dna.layout, look.dna.plate, look.dna.font) for look in LOOKS)
        assert designs.most_common(1)[0][1] == 1

    def test_differ_in_their_palettes(self):
        pairs = itertools.combinations([look.dna.palette for look in LOOKS], 2)
        assert all((a.primary, a.secondary) != (b.primary, b.secondary) for a, b in pairs)

    @pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.slug)
    def test_are_fit_to_be_drawn(self, look: Look):
        assert look.dna.font in FONT_NAMES
        assert look.dna.layout in LAYOUTS
        dark, light = parse_hex(look.dna.palette.dark), parse_hex(look.dna.palette.light)
        assert contrast(dark, light) >= 7
        assert len(look.sample.headline.split()) <= 5
        assert look.prompt
        assert look.tags


class TestDocuments:
    @pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.slug)
    def test_carry_the_traits_of_their_look(self, look: Look):
        document = serial.from_json(read_document(look.slug))
        assert document.layout == look.dna.layout
        assert document.palette == look.dna.palette
        sources = [layer.source for layer in document.layers if layer.kind == "plate"]
        assert sources == [look.dna.plate]
        texts = [layer for layer in document.layers if layer.kind == "text"]
        assert {layer.font for layer in texts} == {look.dna.font}
        # A big number stands apart from the other words of the headline.
        assert {word for layer in texts for word in layer.text.split()} == set(look.sample.headline.split())

    def test_are_designed_the_same_each_time(self):
        look = LOOKS[0]
        assert serial.to_json(design_document(look)) == serial.to_json(design_document(look))


class TestDigestOf:
    def test_does_not_see_the_order_of_keys(self):
        assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})

    def test_sees_a_changed_value(self):
        assert digest_of({"a": [1, 2]}) != digest_of({"a": [2, 1]})
