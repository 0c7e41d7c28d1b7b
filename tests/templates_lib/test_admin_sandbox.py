"""Trying the search in the admin."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from templates_lib.models import Category
from tests.templates_lib.bank import findable, make_template
from tests.templates_lib.staff import clerk, keeper

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

PAGE = "admin:templates_lib_template_sandbox"


@pytest.fixture
def staff(client: Client, db: Any) -> Client:
    client.force_login(keeper("view"))
    return client


@pytest.fixture
def bank(categories: None) -> None:
    findable(
        make_template("cake", tags=["cake", "dessert"], category=Category(slug="food")),
        make_template("duel", tags=["boss fight"], colours=["cyan"], energy=9),
    )


def ask(client: Client, question: str, **facets: str) -> Any:
    return client.get(reverse(PAGE), {"question": question, **facets}).context["answer"]


@pytest.mark.usefixtures("bank")
class TestTheSandbox:
    @pytest.mark.parametrize("question", ["The best chocolate cake dessert", "دستور پخت کیک شکلاتی"])
    def test_ranks_looks_for_a_prompt_in_either_language(self, staff: Client, question: str):
        answer = ask(staff, question)
        assert answer.found[0].template.name == "Cake"
        assert {fact.name: fact.value for fact in answer.understood}["Category"] == "food"

    def test_tells_the_place_by_each_way(self, staff: Client):
        (first, *_) = ask(staff, "chocolate cake dessert").found
        assert dict(first.ranks)["words"] == "1"
        assert set(dict(first.ranks)) == {"said", "meaning", "words", "look", "outcomes"}

    def test_takes_facets_as_conditions(self, staff: Client):
        found = ask(staff, "chocolate cake dessert", category="gaming", least_energy="8", colour="cyan").found
        assert [one.template.name for one in found] == ["Duel"]
        assert ask(staff, "cake", face="no").found == ()

    def test_answers_a_script_with_the_answer_alone(self, staff: Client):
        page = staff.get(reverse(PAGE), {"question": "cake", "fragment": "1"}).content.decode()
        assert "<html" not in page
        assert "Cake" in page

    def test_writes_a_prompt_into_the_page_as_text(self, staff: Client):
        page = staff.get(reverse(PAGE), {"question": "<script>alert(1)</script> cake"}).content.decode()
        assert "<script>alert(1)" not in page

    def test_says_what_is_wrong_with_a_question(self, staff: Client):
        page = staff.get(reverse(PAGE), {"question": "x" * 501, "fragment": "1"}).content.decode()
        assert "at most 500 characters" in page

    def test_waits_for_a_question(self, staff: Client):
        assert staff.get(reverse(PAGE)).context["answer"] is None

    def test_asks_as_many_questions_for_many_as_for_one(self, staff: Client, django_assert_num_queries: Any):
        ask(staff, "cake", category="food")
        with CaptureQueriesContext(connection) as counted:
            ask(staff, "chocolate cake", category="food")
        asked = len(counted)
        assert asked <= 16
        findable(*(make_template(f"cake-{number}", category=Category(slug="food")) for number in range(10)))
        with django_assert_num_queries(asked):
            ask(staff, "a chocolate cake", category="food")


class TestWhoMayTry:
    def test_is_staff_who_may_see_templates(self, client: Client, db: Any):
        assert client.get(reverse(PAGE)).status_code == 302
        client.force_login(clerk())
        assert client.get(reverse(PAGE)).status_code == 403
