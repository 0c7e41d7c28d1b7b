import pytest

from templates_lib.indexing.words import index_words
from templates_lib.models import Template
from templates_lib.search.rarity import frequencies
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


def made(count: int, *tags: str) -> None:
    templates = [make_template(f"{tags[0]}-{at}", name="Upload", tags=list(tags)) for at in range(count)]
    index_words(Template.objects.bulk_create(templates))


class TestFrequencies:
    def test_count_the_templates_that_hold_a_word(self):
        made(2, "chess", "tournament")
        made(1, "tournament")
        known = frequencies()
        assert (known.expected("chess"), known.expected("tournament"), known.expected("zither")) == (2, 3, 0)
        assert known.rarity("zither") > known.rarity("chess") > known.rarity("tournament")

    def test_are_known_though_nearly_all_was_deleted_of_late(self):
        made(1500, "chess")
        Template.objects.all().delete()
        made(1, "zither")
        assert (frequencies().rows, frequencies().expected("zither")) == (1, 1)
