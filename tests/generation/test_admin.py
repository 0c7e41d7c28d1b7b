"""The admin's pages of generations and algorithms."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from generation.models import Algorithm, Status
from generation.selectors.algorithms import _measure
from tests.generation.api_rows import make_algorithm, make_generation, make_result, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

GENERATIONS = "/admin/generation/generation/"
ALGORITHMS = "/admin/generation/algorithm/"


@pytest.fixture(autouse=True)
def _fresh_figures():
    _measure.cache_clear()
    yield
    _measure.cache_clear()


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def algorithm():
    return make_algorithm(slug="routix_v4", name="Routix V4")


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


class TestGenerations:
    def test_are_not_for_users(self, algorithm):
        client = Client()
        client.force_login(make_user())
        assert client.get(GENERATIONS).status_code == 302

    def test_are_listed_with_their_pictures(self, staff, algorithm):
        generation = make_result(make_user(username="nansen"), algorithm, prompt="Arctic <b>")
        text = text_of(staff, GENERATIONS)
        assert "Arctic &lt;b&gt;" in text
        assert "nansen" in text
        source = text.split('<img src="/generations/pictures/')[1].split('"')[0]
        picture = Client().get(f"/generations/pictures/{source}")
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
        assert str(generation.pk) in text

    def test_ask_as_many_queries_for_many_as_for_one(self, staff, algorithm):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                staff.get(GENERATIONS)
            return len(captured)

        make_result(make_user(), algorithm)
        queries()
        few = queries()
        for _ in range(10):
            make_result(make_user(), algorithm)
        assert queries() == few

    @pytest.mark.parametrize("status", Status.values)
    def test_open_in_every_status(self, staff, algorithm, status):
        generation = make_generation(make_user(), algorithm, status=status)
        assert generation.prompt in text_of(staff, f"{GENERATIONS}{generation.pk}/change/")

    def test_show_pictures_timeline_and_reason(self, staff, algorithm):
        done = make_result(make_user(), algorithm, brief={"headline": "۷ روز"})
        text = text_of(staff, f"{GENERATIONS}{done.pk}/change/")
        assert "1280×720" in text
        assert "0.020 s" in text
        assert "Analyzing" in text
        assert "۷ روز" in text
        failed = make_generation(make_user(), algorithm, status=Status.FAILED)
        assert "It did not work. (generation_failed)" in text_of(staff, f"{GENERATIONS}{failed.pk}/change/")

    def test_can_t_be_changed_by_hand(self, staff, algorithm):
        generation = make_generation(make_user(), algorithm)
        assert staff.post(f"{GENERATIONS}{generation.pk}/change/", {"status": "completed"}).status_code == 403
        assert staff.get(f"{GENERATIONS}add/").status_code == 403
        assert staff.post(f"{GENERATIONS}{generation.pk}/delete/", {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize("query", ["q=arctic", "q=01a1fad6-c803-76f5-871c-00273749e9b9", "status__exact=queued"])
    def test_are_searched_and_filtered(self, staff, algorithm, query):
        make_generation(make_user(), algorithm)
        text_of(staff, f"{GENERATIONS}?{query}")


class TestAlgorithms:
    def test_are_listed_with_measured_figures(self, staff, algorithm):
        user = make_user()
        make_generation(user, algorithm, status=Status.COMPLETED, processing_seconds=2.5)
        make_generation(user, algorithm, status=Status.FAILED)
        text = text_of(staff, ALGORITHMS)
        assert "50.0%" in text
        assert "2.50 s" in text

    def test_are_edited(self, staff, algorithm):
        form = {
            "name": "Routix V4",
            "description": "Fast.",
            "version": "4.0.1",
            "features": "text_overlay",
            "sort": 1,
            "credit_cost": 3,
            "tier": "basic",
            "is_active": "on",
            "providers": "local",
            "params": "{}",
            "max_width": 1280,
            "max_height": 720,
        }
        response = staff.post(f"{ALGORITHMS}{algorithm.pk}/change/", form)
        assert response.status_code == 302
        algorithm.refresh_from_db()
        assert (algorithm.credit_cost, algorithm.tier, algorithm.slug) == (3, "basic", "routix_v4")

    def test_tell_what_the_database_would_refuse(self, staff, algorithm):
        url = f"{ALGORITHMS}{algorithm.pk}/change/"
        response = staff.post(url, {"name": "x", "credit_cost": 0, "max_width": 100, "max_height": 200})
        assert response.status_code == 200
        algorithm.refresh_from_db()
        assert algorithm.credit_cost == 1

    def test_can_t_be_deleted(self, staff, algorithm):
        assert staff.post(f"{ALGORITHMS}{algorithm.pk}/delete/", {"post": "yes"}).status_code == 403
        assert Algorithm.objects.filter(pk=algorithm.pk).exists()


class TestChangingAnAlgorithm:
    def sent(self, algorithm, **changes):
        fields = {
            "name": algorithm.name, "description": algorithm.description, "version": "1", "features": "", "sort": 0,
            "credit_cost": 1, "tier": "free", "is_active": "on", "providers": "local", "params": "{}",
            "max_width": 1280, "max_height": 720,
        }  # fmt: skip
        return {name: value for name, value in {**fields, **changes}.items() if value is not None}

    def test_takes_what_works(self, staff, algorithm):
        response = staff.post(f"{ALGORITHMS}{algorithm.pk}/change/", self.sent(algorithm, params='{"looks": 2}'))
        assert response.status_code == 302, response.context["errors"]
        algorithm.refresh_from_db()
        assert algorithm.params == {"looks": 2}

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"params": '{"speed": 3}'}, "speed"),
            ({"providers": "dalle"}, "There is no provider"),
            ({"params": "[1]"}, "It is an object"),
        ],
    )
    def test_refuses_what_would_fail_every_generation(self, staff, algorithm, changes, told):
        response = staff.post(f"{ALGORITHMS}{algorithm.pk}/change/", self.sent(algorithm, **changes))
        assert response.status_code == 200
        assert told in response.content.decode()
        algorithm.refresh_from_db()
        assert (algorithm.params, algorithm.providers) == ({}, ["local"])

    def test_keeps_the_default_active(self, staff):
        default = make_algorithm(slug="routix_v6", is_default=True)
        sent = self.sent(default, is_active=None, is_default="on")
        assert staff.post(f"{ALGORITHMS}{default.pk}/change/", sent).status_code == 200
        default.refresh_from_db()
        assert default.is_active
