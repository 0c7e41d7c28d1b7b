"""How like the original of its template a result is, in the admin."""

import pytest
from django.test import Client

from generation.models import Generation
from tests.generation.api_rows import make_algorithm, make_result, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = "/admin/generation/generation/"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def results() -> dict[str, Generation]:
    """One that is close, one that had to move away, and one with nothing to compare with."""
    owner, algorithm = make_user(), make_algorithm(slug="routix_v4", name="Routix V4")
    made = {prompt: make_result(owner, algorithm, prompt=prompt) for prompt in ("close", "moved", "alone")}
    parts = {"total": 0.79, "hash": 0.5, "layout": 0.25, "descriptors": None}
    made["close"].thumbnails.update(template_similarity=0.79, similarity_parts=parts)
    made["moved"].thumbnails.update(template_similarity=0.1, similarity_parts={"total": 0.1}, departure=2)
    return made


def prompts(client: Client, query: str) -> list[str]:
    return [generation.prompt for generation in client.get(f"{LIST}?{query}").context["cl"].result_list]


class TestLikeness:
    def test_sorts_the_list_with_what_has_none_at_the_end(self, staff: Client, results: dict[str, Generation]):
        column = staff.get(LIST).context["cl"].list_display.index("likeness")
        assert prompts(staff, f"o=-{column}") == ["close", "moved", "alone"]
        assert prompts(staff, f"o={column}") == ["alone", "moved", "close"]

    def test_filters_what_is_close_and_what_had_to_move(self, staff: Client, results: dict[str, Generation]):
        assert prompts(staff, "likeness=close") == ["close"]
        assert prompts(staff, "likeness=moved") == ["moved"]

    def test_tells_of_each_thumbnail_what_it_was_made_of(self, staff: Client, results: dict[str, Generation]):
        page = staff.get(f"{LIST}{results['close'].pk}/change/").content.decode()
        assert "79%" in page
        assert "hash 50%, layout 25%" in page
        assert "moved away 2×" in staff.get(f"{LIST}{results['moved'].pk}/change/").content.decode()

    def test_says_so_when_there_was_nothing_to_compare_with(self, staff: Client, results: dict[str, Generation]):
        page = staff.get(f"{LIST}{results['alone'].pk}/change/").content.decode()
        assert "There was nothing to compare with." in page

    def test_is_found_by_the_template_that_was_followed(self, staff: Client, results: dict[str, Generation]):
        assert prompts(staff, f"template__id__exact={results['close'].pk}") == []
