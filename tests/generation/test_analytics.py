"""Figures about a user's generations, and about the algorithms."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from rest_framework.test import APIClient

from generation.models import Generation, Origin, Status
from generation.selectors.analytics import summarise
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_user
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SUMMARY = "generation/analytics/summary"
PERFORMANCE = "algorithms/stats/performance"


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def rows(user):
    """Eight generations of one user over three days, of two algorithms; and one of somebody else."""
    fast, fine = make_algorithm(slug="fast", credit_cost=1, sort=1), make_algorithm(slug="fine", credit_cost=2, sort=2)
    now = timezone.now()
    done: dict[str, Any] = {"status": Status.COMPLETED}
    make_generation(user, fast, **done, processing_seconds=1.0, score=70.0, rating=4, is_favorite=True)
    make_generation(user, fast, **done, processing_seconds=3.0, score=90.0, download_count=3, share_count=2)
    make_generation(user, fine, **done, processing_seconds=9.0, score=50.0, rating=1, credits_cost=8, credits_charged=4,
                    created_at=now - timedelta(days=1))  # fmt: skip
    make_generation(user, fine, status=Status.FAILED, created_at=now - timedelta(days=1))
    make_generation(user, fine, status=Status.CANCELLED)
    make_generation(user, fine, status=Status.QUEUED)
    make_generation(user, fast, **done, processing_seconds=5.0, score=10.0, rating=5, is_favorite=True,
                    deleted_at=now)  # fmt: skip
    make_generation(user, fast, **done, created_at=now - timedelta(days=60))
    make_generation(make_user(), fast, **done, rating=5)
    return fast, fine


class TestTheSummary:
    def test_is_for_the_signed_in(self):
        response = APIClient().get(f"/api/v1/{SUMMARY}")
        assert response.status_code == 401
        assert_described(response, SUMMARY)

    def test_counts_from_rows(self, user, rows, django_assert_num_queries):
        with django_assert_num_queries(3):
            response = client_of(user).get(f"/api/v1/{SUMMARY}", {"days": 7})
        data = assert_described(response, SUMMARY)
        assert data["by_status"] == {"queued": 1, "processing": 0, "completed": 4, "failed": 1, "cancelled": 1}
        assert (data["total"], data["success_rate"], data["median_seconds"]) == (7, 0.8, 4.0)
        assert data["credits"] == {"held": 2, "charged": 1 + 1 + 4 + 1, "returned": 4 + 2 + 2}
        assert (data["average_score"], data["average_rating"], data["ratings"]) == (70.0, 2.5, 2)
        assert (data["favorites"], data["downloads"], data["shares"]) == (1, 3, 2)
        assert data["by_algorithm"] == [
            {"slug": "fine", "name": rows[1].name, "generations": 4, "completed": 1, "credits_charged": 4},
            {"slug": "fast", "name": rows[0].name, "generations": 3, "completed": 3, "credits_charged": 3},
        ]

    def test_has_every_day_the_oldest_first(self, user, rows):
        data = client_of(user).get(f"/api/v1/{SUMMARY}", {"days": 3}).json()["data"]
        today = timezone.now().astimezone(UTC).date()
        assert [day["date"] for day in data["by_day"]] == [
            (today - timedelta(days=before)).isoformat() for before in (2, 1, 0)
        ]
        assert [(day["generations"], day["completed"], day["failed"]) for day in data["by_day"]] == [
            (0, 0, 0), (2, 1, 1), (5, 3, 0)
        ]  # fmt: skip
        assert sum(day["credits_charged"] for day in data["by_day"]) == data["credits"]["charged"]

    def test_of_nothing_says_none_rather_than_zero(self, user):
        summary = summarise(user, days=30)
        figures = (summary.success_rate, summary.median_seconds, summary.average_score, summary.average_rating)
        assert figures == (None, None, None, None)
        assert (summary.charged, summary.by_algorithm, len(summary.by_day)) == (0, [], 30)

    @pytest.mark.parametrize("days", ["0", "367", "x", "", "1.5", "-3", "9" * 400])
    def test_refuses_days_that_it_can_not_count(self, user, days):
        response = client_of(user).get(f"/api/v1/{SUMMARY}", {"days": days})
        assert response.status_code == 422
        assert_described(response, SUMMARY)


class TestPerformance:
    @pytest.fixture
    def staff(self):
        staff = make_user(is_staff=True)
        staff.user_permissions.add(Permission.objects.get(codename="view_algorithm"))
        return staff

    def test_is_for_staff_who_may_view_algorithms(self, user):
        assert APIClient().get(f"/api/v1/{PERFORMANCE}").status_code == 401
        for refused in (user, make_user(is_staff=True)):
            response = client_of(refused).get(f"/api/v1/{PERFORMANCE}")
            assert response.status_code == 403
            assert_described(response, PERFORMANCE)

    def test_measures_each_algorithm(self, user, staff, rows, django_assert_num_queries):
        make_generation(
            user, rows[1], status=Status.FAILED, error={"type": "took_too_long", "message": "", "retryable": True}
        )
        Generation.objects.filter(status=Status.FAILED).first()
        make_generation(user, rows[0], status=Status.COMPLETED, origin=Origin.UPSCALE, processing_seconds=900.0)
        client = client_of(staff)
        client.get(f"/api/v1/{PERFORMANCE}")  # the permissions are read once
        with django_assert_num_queries(1):
            response = client.get(f"/api/v1/{PERFORMANCE}", {"days": 7})
        data = assert_described(response, PERFORMANCE)
        fast, fine = data["algorithms"]
        assert (fast["slug"], fine["slug"], data["days"]) == ("fast", "fine", 7)
        assert (fast["runs"], fast["completed"], fast["success_rate"]) == (4, 4, 1.0)
        assert fast["median_seconds"] < fast["p95_seconds"] < 10
        assert (fine["runs"], fine["completed"], fine["failed"], fine["cancelled"]) == (4, 1, 2, 1)
        assert fine["success_rate"] == round(1 / 3, 4)
        assert fine["failures"] == {"generation_failed": 1, "took_too_long": 1}
        assert (fine["credits_charged"], fine["average_rating"], fine["ratings"]) == (4, 1.0, 1)

    def test_begins_with_the_first_day(self, user, staff):
        algorithm = make_algorithm()
        midnight = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        for asked_at in (midnight, midnight - timedelta(seconds=1)):
            make_generation(user, algorithm, status=Status.COMPLETED, created_at=asked_at)
        for days, runs in ((1, 1), (2, 2), (366, 2)):
            data = client_of(staff).get(f"/api/v1/{PERFORMANCE}", {"days": days}).json()["data"]
            assert data["algorithms"][0]["runs"] == runs

    def test_looks_no_farther_back_than_asked(self, user, staff, rows):
        Generation.objects.update(completed_at=None, status=Status.QUEUED, error=None, credits_charged=0)
        data = client_of(staff).get(f"/api/v1/{PERFORMANCE}").json()["data"]
        assert [item["runs"] for item in data["algorithms"]] == [0, 0]
        assert [item["success_rate"] for item in data["algorithms"]] == [None, None]
        assert [item["failures"] for item in data["algorithms"]] == [{}, {}]
