import time
from typing import Any

import pytest

from benchmarks.golden import hits_in_top, load_golden_queries
from providers.errors import UnavailableError
from templates_lib.models import Status, Template, TemplateEmbedding
from templates_lib.search import question_from_text, search_templates
from templates_lib.search.spaces import live_space
from templates_lib.services import seed_templates
from templates_lib.services.looks import load_looks
from tests.fakes.embedding import CountedEmbedding

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

    def test_makes_every_template_findable_in_the_live_space(self, seeded: int):
        space = live_space()
        assert space.provider == "local"
        assert TemplateEmbedding.objects.filter(space=space).count() == seeded
        assert not Template.objects.filter(search_text=None).exists()

    def test_writes_the_facets_of_a_changed_look_anew(self, seeded: int):
        Template.objects.filter(slug="warm-table").update(seed_digest="older", has_face=False, energy=1, colours=[])
        seed_templates()
        look = Template.objects.get(slug="warm-table")
        assert (look.has_face, look.energy, bool(look.colours)) == (True, 5, True)

    def test_embeds_only_what_changed(self, seeded: int):
        before = dict(TemplateEmbedding.objects.values_list("template__slug", "pk"))
        Template.objects.filter(slug="warm-table").update(seed_digest="older")
        TemplateEmbedding.objects.filter(template__slug="warm-table").update(digest="older")
        seed_templates()
        after = TemplateEmbedding.objects.get(template__slug="warm-table")
        assert (after.pk, after.digest != "older") == (before["warm-table"], True)

    def test_is_done_anew_after_it_was_cut_short(self, settings: Any, monkeypatch: pytest.MonkeyPatch):
        settings.EMBEDDING_PROVIDERS = {"counted": "tests.fakes.embedding.CountedEmbedding"}
        settings.EMBEDDING_PROVIDER = "counted"
        monkeypatch.setattr(CountedEmbedding, "asked", [])
        monkeypatch.setattr(CountedEmbedding, "fails_after", 0)
        with pytest.raises(UnavailableError):
            seed_templates()
        monkeypatch.setattr(CountedEmbedding, "fails_after", None)
        assert seed_templates() == len(load_looks())
        assert TemplateEmbedding.objects.count() == len(load_looks())

    def test_takes_what_staff_held_of_a_changed_look(self, seeded: int):
        Template.objects.filter(slug="warm-table").update(seed_digest="older", corrected=["tags"], tags=["by hand"])
        seed_templates()
        assert Template.objects.get(slug="warm-table").tags == ["by hand"]


class TestSeededSearch:
    def test_finds_each_look_by_the_prompt_it_was_made_for(self, seeded: int):
        for look in load_looks():
            assert look.slug in found(look.prompt)

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
            ("دستور پخت قورمه سبزی مادربزرگ", "warm-table"),
            ("نقد فیلم", "cinema-verdict"),
        ],
    )
    def test_finds_a_fitting_look_for_other_prompts(self, seeded: int, prompt: str, slug: str):
        assert slug in found(prompt)

    def test_answers_the_golden_queries_nine_times_in_ten(self, seeded: int):
        queries = load_golden_queries()
        hits = sum(hits_in_top(found(query.text), query.relevant, 3) for query in queries)
        assert hits / len(queries) >= 0.9


def found(text: str) -> list[str]:
    """Slugs of the first three."""
    slugs = dict(Template.objects.values_list("pk", "slug"))
    return [slugs[match.template_id] for match in search_templates(question_from_text(text), limit=3)]
