import time
from typing import Any

import pytest

from providers.local.embedding import embed
from templates_lib.indexing import EMBEDDING_MODEL
from templates_lib.models import Status, Template
from templates_lib.search import find_templates
from templates_lib.services import seed_templates
from templates_lib.services.looks import load_looks

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def seeded(db: Any) -> int:
    return seed_templates()


class TestSeedTemplates:
    def test_fills_an_empty_bank_within_three_seconds(self):
        start = time.perf_counter()
        assert seed_templates() == len(load_looks())
        assert time.perf_counter() - start < 3
        assert Template.objects.searchable().count() == len(load_looks())

    def test_gives_every_template_traits_and_provenance(self, seeded: int):
        for template in Template.objects.all():
            assert template.traits
            assert template.source
            assert template.licence
            assert template.artist
            assert template.sample["prompt"]

    def test_changes_nothing_the_second_time(self, seeded: int):
        Template.objects.filter(slug="neon-boss-room").update(name="Corrected by staff", is_active=False)
        assert seed_templates() == 0
        corrected = Template.objects.get(slug="neon-boss-room")
        assert (corrected.name, corrected.is_active) == ("Corrected by staff", False)

    def test_writes_a_changed_look_anew_and_keeps_what_staff_decided(self, seeded: int):
        before = Template.objects.get(slug="warm-table")
        Template.objects.filter(id=before.id).update(
            seed_digest="older", name="Older", usage_count=7, is_active=False, preview="templates/older.webp"
        )
        assert seed_templates() == 1
        after = Template.objects.get(slug="warm-table")
        assert (after.id, after.name, after.preview.name) == (before.id, before.name, "")
        assert (after.usage_count, after.is_active) == (7, False)

    def test_revives_a_template_that_had_failed_when_its_look_changes(self, seeded: int):
        Template.objects.filter(slug="warm-table").update(
            seed_digest="older", status=Status.FAILED, failure="It could not be drawn."
        )
        seed_templates()
        assert Template.objects.get(slug="warm-table").status == Status.READY

    def test_asks_for_previews_once(self, django_capture_on_commit_callbacks: Any):
        with django_capture_on_commit_callbacks() as callbacks:
            seed_templates()
        assert len([call for call in callbacks if "nudge" in call.__qualname__]) == 1


class TestSeededSearch:
    def test_finds_each_look_by_the_prompt_it_was_made_for(self, seeded: int):
        looks = load_looks()
        for look, query in zip(looks, embed([look.prompt for look in looks]), strict=True):
            found = find_templates(embedding=query, model=EMBEDDING_MODEL, limit=3)
            assert look.slug in {match.template.slug for match in found}

    @pytest.mark.parametrize(
        ("prompt", "slug"),
        [
            ("iPhone 17 camera honest review", "podium-launch"),
            ("create a youtube thumbnail about how black holes work", "cosmos-explained"),
            ("grandma's secret lasagna recipe in 20 minutes", "warm-table"),
            ("I survived 7 days in the Arctic with no food, shocked face, red arrow", "frozen-survival"),
            ("bitcoin is about to crash", "market-alarm"),
            ("Messi vs Ronaldo, who is the goat", "rival-split"),
            ("chill lofi mix for studying", "lofi-dusk"),
            ("hiking Mount Everest alone", "cold-summit"),
        ],
    )
    def test_finds_a_fitting_look_for_other_prompts(self, seeded: int, prompt: str, slug: str):
        found = find_templates(embedding=embed([prompt])[0], model=EMBEDDING_MODEL, limit=3)
        assert slug in {match.template.slug for match in found}
