"""Lists over HTTP: history, algorithms, the queue."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from generation.models import Status
from generation.selectors.algorithms import _measure
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_result, make_user
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HISTORY = "/api/v1/generation/history"


@pytest.fixture(autouse=True)
def _fresh_figures():
    _measure.cache_clear()
    yield
    _measure.cache_clear()


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def algorithm():
    return make_algorithm(slug="routix_v4")


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["generation/history", "generation/user", "generation/queue/status", "algorithms/"])
def test_a_list_is_not_for_the_signed_out(path):
    response = APIClient().get(f"/api/v1/{path}")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert_described(response, path)


class TestHistory:
    def test_shows_ones_own_newest_first(self, user, client, algorithm):
        make_result(make_user(), algorithm)
        older = make_result(user, algorithm)
        newer = make_generation(user, algorithm)
        response = client.get(HISTORY)
        data = assert_described(response, "generation/history")
        assert [item["id"] for item in data["items"]] == [str(newer.pk), str(older.pk)]
        assert (data["total"], data["limit"], data["offset"], data["has_more"]) == (2, 20, 0, False)

    def test_is_the_same_by_both_names(self, user, client, algorithm):
        make_generation(user, algorithm)
        assert client.get("/api/v1/generation/user").json() == client.get(HISTORY).json()

    def test_has_an_item_as_the_detail_has_it(self, user, client, algorithm):
        generation = make_result(user, algorithm, brief={"headline": "7 DAYS"})
        item = client.get(HISTORY).json()["data"]["items"][0]
        assert item == client.get(f"/api/v1/generation/{generation.pk}").json()["data"]

    def test_goes_on_page_by_page(self, user, client, algorithm):
        made = [str(make_generation(user, algorithm).pk) for _ in range(5)]
        pages = [client.get(HISTORY, {"limit": 2, "offset": offset}).json()["data"] for offset in (0, 2, 4, 6)]
        assert [item["id"] for page in pages for item in page["items"]] == made[::-1]
        assert [page["has_more"] for page in pages] == [True, True, False, False]
        assert {page["total"] for page in pages} == {5}

    def test_asks_as_many_queries_for_many_as_for_one(self, user, client, algorithm):
        make_result(user, algorithm)
        few = queries_of(client, HISTORY)
        for _ in range(30):
            make_result(user, algorithm)
        assert queries_of(client, f"{HISTORY}?limit=100") == few <= 2

    def test_takes_all_filters_at_once(self, user, client, algorithm):
        conversation = uuid.uuid4()
        wanted = make_result(
            user, algorithm, prompt="Arctic", is_favorite=True, conversation_id=conversation, score=90.0
        )
        make_result(user, algorithm)
        response = client.get(
            HISTORY,
            {
                "status": "completed",
                "search": "arct",
                "start_date": "2000-01-01",
                "end_date": "2100-01-01",
                "favorites_only": "true",
                "conversation_id": str(conversation),
                "algorithm": "routix_v4",
                "min_score": "89.5",
                "sort_by": "score",
            },
        )
        assert [item["id"] for item in assert_described(response, "generation/history")["items"]] == [str(wanted.pk)]

    @pytest.mark.parametrize(
        ("query", "prompts"),
        [
            ({"start_date": "2026-11-02"}, ["p3", "p2"]),
            ({"end_date": "2026-11-02"}, ["p2", "p1"]),
            ({"start_date": "2026-11-02", "end_date": "2026-11-02"}, ["p2"]),
            ({"start_date": "2026-11-02T12:00:00Z"}, ["p3", "p2"]),
            ({"start_date": "2026-11-02T12:00:00-01:00"}, ["p3"]),
            ({"end_date": "2026-11-02T12:00:00"}, ["p1"]),
        ],
    )
    def test_takes_days_whole_and_moments_exactly(self, user, client, algorithm, query, prompts):
        noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
        for number in (1, 2, 3):
            make_generation(user, algorithm, prompt=f"p{number}", created_at=noon + timedelta(days=number - 1))
        assert [item["prompt"] for item in client.get(HISTORY, query).json()["data"]["items"]] == prompts

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("status", "done"),
            ("search", "a\x00b"),
            ("search", "x" * 201),
            ("start_date", "yesterday"),
            ("end_date", "9999-12-31"),
            ("start_date", "0001-01-01T00:00:00+05:00"),
            ("favorites_only", "perhaps"),
            ("conversation_id", "x"),
            ("algorithm", "no such"),
            ("min_score", "101"),
            ("min_score", "nan"),
            ("sort_by", "random"),
            ("limit", "0"),
            ("limit", "101"),
            ("limit", "x"),
            ("offset", "-1"),
            ("offset", "9" * 30),
        ],
    )
    def test_names_the_field_that_is_wrong(self, client, field, value):
        response = client.get(HISTORY, {field: value})
        assert response.status_code == 422
        assert_described(response, "generation/history")
        assert response.json()["error"]["details"]["validation_errors"][0]["field"] == field


class TestAlgorithms:
    def test_are_described_with_measured_figures(self, user, client, algorithm):
        make_generation(user, algorithm, status=Status.COMPLETED, processing_seconds=2.0)
        make_generation(user, algorithm, status=Status.FAILED)
        data = assert_described(client.get("/api/v1/algorithms/"), "algorithms/")
        assert data["items"] == [
            {
                "id": str(algorithm.pk),
                "slug": "routix_v4",
                "name": algorithm.name,
                "description": "One layout, drawn once.",
                "version": "1.0.0",
                "credit_cost": 1,
                "features": ["text_overlay"],
                "tier": "free",
                "is_active": True,
                "is_default": False,
                "max_resolution": "1280x720",
                "stats": {"success_rate": 0.5, "median_seconds": 2.0, "usage_count": 2},
            }
        ]

    def test_are_the_same_by_both_names(self, client, algorithm):
        assert client.get("/api/v1/generation/algorithms").json() == client.get("/api/v1/algorithms/").json()

    def test_hide_inactive_ones_from_all_but_staff(self, client, algorithm):
        hidden = make_algorithm(is_active=False)
        staff = client_of(make_user(is_staff=True))
        assert client.get("/api/v1/algorithms/").json()["data"]["total"] == 1
        assert staff.get("/api/v1/algorithms/").json()["data"]["total"] == 2
        response = client.get(f"/api/v1/algorithms/{hidden.pk}")
        assert response.status_code == 404
        assert_described(response, "algorithms/{algorithm_id}")
        assert staff.get(f"/api/v1/algorithms/{hidden.pk}").status_code == 200

    def test_are_shown_one_by_one_too(self, client, algorithm):
        response = client.get(f"/api/v1/algorithms/{algorithm.pk}")
        assert assert_described(response, "algorithms/{algorithm_id}")["slug"] == "routix_v4"
        assert client.get(f"/api/v1/algorithms/{uuid.uuid4()}").status_code == 404

    def test_ask_as_many_queries_for_many_as_for_one(self, client, algorithm):
        client.get("/api/v1/algorithms/")
        few = queries_of(client, "/api/v1/algorithms/")
        for _ in range(10):
            make_algorithm()
        assert queries_of(client, "/api/v1/algorithms/") == few <= 2


class TestQueue:
    def test_tells_the_load_and_ones_own_places(self, user, client, algorithm):
        make_generation(make_user(), algorithm)
        running = make_generation(user, algorithm, status=Status.PROCESSING, expected_seconds=9.0)
        waiting = make_generation(user, algorithm)
        make_result(user, algorithm)
        data = assert_described(client.get("/api/v1/generation/queue/status"), "generation/queue/status")
        assert (data["waiting"], data["processing"]) == (2, 1)
        first, second = data["yours"]
        assert (first["generation_id"], first["queue_position"]) == (str(running.pk), None)
        assert 8 < first["estimated_time"] <= 9
        assert (second["generation_id"], second["queue_position"]) == (str(waiting.pk), 2)

    def test_asks_as_many_queries_for_many_as_for_one(self, user, client, algorithm):
        make_generation(user, algorithm)
        few = queries_of(client, "/api/v1/generation/queue/status")
        for _ in range(10):
            make_generation(user, algorithm)
            make_generation(user, algorithm, status=Status.PROCESSING)
        assert queries_of(client, "/api/v1/generation/queue/status") == few == 3

    def test_is_empty_when_there_is_nothing(self, client):
        data = assert_described(client.get("/api/v1/generation/queue/status"), "generation/queue/status")
        assert data == {"waiting": 0, "processing": 0, "yours": []}
