"""The state of the house: the API of staff, and the index of the admin."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.services import audit
from accounts.services.devices import Device
from accounts.services.sign_in import sign_in
from billing import ledger
from chat.models import Broadcast
from generation.models import Generation, Origin
from routix.staff.selectors.dashboard import dashboard_for
from tests.chat.talking import begin, say
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_result, make_user
from tests.generation.core_rows import rich_user
from tests.generation.edited_rows import add_revisions
from tests.generation.openapi import assert_described
from tests.routix.staffing import API, boss, staff

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

GETS = ("dashboard", "stats", "analytics", "activity", "users", "broadcasts")


@pytest.fixture
def algorithm():
    return make_algorithm(credit_cost=2)


@pytest.fixture
def house(algorithm):
    """A day in the life."""
    sara = rich_user()
    for _ in range(3):
        make_result(sara, algorithm, credits_charged=2, processing_seconds=4.0)
    make_generation(sara, algorithm, status="failed")
    make_generation(sara, algorithm, status="cancelled")
    ledger.reserve(sara, amount=2, reference=make_generation(sara, algorithm).pk)
    make_result(make_user(), algorithm, created_at=timezone.now() - timedelta(days=3), credits_charged=2)
    say(begin(sara), "hello")
    audit.record("password.changed", user=sara)
    return sara


class TestRights:
    @pytest.mark.parametrize("path", GETS)
    def test_are_none_for_users(self, path):
        response = client_of(make_user()).get(f"{API}/{path}")
        assert response.status_code == 403
        assert assert_described(response, f"admin/{path}") is None

    @pytest.mark.parametrize("path", GETS)
    def test_are_none_for_staff_without_permissions(self, path):
        assert client_of(staff()).get(f"{API}/{path}").status_code == 403

    @pytest.mark.parametrize("path", GETS)
    def test_are_none_for_the_signed_out(self, path):
        response = Client().get(f"{API}/{path}")
        assert response.status_code == 401
        assert_described(response, f"admin/{path}")

    @pytest.mark.parametrize("path", GETS)
    def test_are_all_the_superusers(self, path, house):
        response = client_of(boss()).get(f"{API}/{path}")
        assert response.status_code == 200
        assert assert_described(response, f"admin/{path}") is not None

    def test_hide_what_is_not_theirs_to_see(self, house):
        data = client_of(staff("accounts.view_user")).get(f"{API}/dashboard").json()["data"]
        assert data["people"] is not None
        assert {name for name, value in data.items() if value is None} == {
            *("today", "queue", "failures", "credits", "revenue", "templates", "recent")
        }


class TestDashboard:
    def test_counts_rows(self, house):
        data = client_of(boss()).get(f"{API}/dashboard").json()["data"]
        assert data["people"] == {
            "users": 3,
            "verified": 0,
            "inactive": 0,
            "staff": 1,
            "new_today": 3,
            "active_today": 1,
        }
        assert data["today"] == {
            "total": 6,
            "by_status": {"queued": 1, "processing": 0, "completed": 3, "failed": 1, "cancelled": 1},
            "success_rate": 0.75,
            "median_seconds": 4.0,
        }
        assert (data["queue"]["waiting"], data["queue"]["credits_held"]) == (1, 2)
        assert data["failures"] == {"generation_failed": 1}
        assert (data["credits"]["held"], data["credits"]["owed"]) == (2, 0)
        assert data["recent"][0]["action"] == "password.changed"

    def test_knows_nothing_of_an_empty_house(self):
        data = client_of(boss()).get(f"{API}/dashboard").json()["data"]
        assert (data["today"]["success_rate"], data["today"]["median_seconds"]) == (None, None)
        assert (data["queue"]["oldest_seconds"], data["failures"], data["revenue"]) == (None, {}, [])

    def test_is_what_the_index_of_the_admin_shows(self, house):
        chief = boss()
        told = client_of(chief).get(f"{API}/dashboard").json()["data"]
        browser = Client()
        browser.force_login(chief)
        page = browser.get(reverse("admin:index")).content.decode()
        values = re.findall(r'<dd class="house-value">(.*?)</dd>', page)
        # Signing in by the browser made the chief one who did something today.
        assert values[:7] == [
            str(told["people"]["users"]),
            str(told["people"]["active_today"] + 1),
            str(told["today"]["total"]),
            f"{told['today']['success_rate']:.1%}",
            f"{told['today']['median_seconds']:.1f} s",
            str(told["queue"]["waiting"]),
            str(told["credits"]["held"]),
        ]
        bars = dict(re.findall(r'house-bar-name">(.*?)</span>.*?house-bar-count">(\d+)</span>', page, re.DOTALL))
        shown = {**told["today"]["by_status"], **told["templates"]["by_status"], "generation failed": 1}
        assert bars == {name: str(shown[name]) for name in bars}
        assert "password.changed" in page

    def test_shows_staff_without_rights_nothing_of_it(self, house):
        browser = Client()
        browser.force_login(staff())
        page = browser.get(reverse("admin:index"))
        assert page.status_code == 200
        assert b"house-value" not in page.content

    def test_asks_as_many_queries_in_a_full_house(self, house, algorithm, django_assert_max_num_queries):
        chief = boss()
        for _ in range(20):
            make_result(make_user(), algorithm)
            audit.record("password.changed", user=house, actor=chief)
        with django_assert_max_num_queries(14):
            assert dashboard_for(chief).today.total == 26


class TestStats:
    def test_count_everything(self, house):
        data = client_of(boss()).get(f"{API}/stats").json()["data"]
        assert (data["users"], data["users_by_role"]["admin"], data["users_by_tier"]["free"]) == (3, 1, 3)
        assert data["generations_by_status"]["completed"] == 4
        assert (data["credits_charged"], data["thumbnails"]) == (8, 4)
        assert (data["conversations"], data["messages"]) == (1, 1)
        assert data["thumbnail_bytes"] > 0

    def test_count_the_bytes_of_edits(self, house):
        client = client_of(boss())
        before = client.get(f"{API}/stats").json()["data"]
        add_revisions(Generation.objects.filter(thumbnails__isnull=False).first().thumbnails.get(), sizes=(700, 900))
        after = client.get(f"{API}/stats").json()["data"]
        assert after["thumbnail_bytes"] == before["thumbnail_bytes"] + 700 + 900
        assert after["thumbnails"] == before["thumbnails"]


class TestAnalytics:
    def test_tell_every_day(self, house):
        data = client_of(boss()).get(f"{API}/analytics?days=5").json()["data"]
        days = data["by_day"]
        assert len(days) == 5
        assert [day["generations"] for day in days] == [0, 1, 0, 0, 6]
        assert (days[-1]["completed"], days[-1]["failed"], days[-1]["messages"]) == (3, 1, 1)
        assert (days[-1]["credits_charged"], days[-1]["sign_ups"], days[-1]["active_users"]) == (6, 3, 1)
        assert data["work"]["total"] == 7
        assert data["algorithms"][0]["runs"] == 6

    def test_add_up(self, house, algorithm):
        make_result(house, algorithm, origin=Origin.UPSCALE)
        # Asked for before the time, and ended in it: it is in none of the figures.
        make_generation(house, algorithm, status="failed", created_at=timezone.now() - timedelta(days=9))
        data = client_of(boss()).get(f"{API}/analytics?days=5").json()["data"]
        by_status = data["work"]["by_status"]
        ended = by_status["completed"] + by_status["failed"] + by_status["cancelled"]
        assert data["upscales"] == 1
        assert sum(one["runs"] for one in data["algorithms"]) + data["upscales"] == ended == 7
        assert sum(data["failures"].values()) == by_status["failed"] == 1

    def test_begin_with_the_first_day(self, house, algorithm):
        midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        make_result(house, algorithm, created_at=midnight)
        make_result(house, algorithm, created_at=midnight - timedelta(seconds=1))
        data = client_of(boss()).get(f"{API}/analytics?days=1").json()["data"]
        assert (data["work"]["by_status"]["completed"], data["algorithms"][0]["runs"]) == (4, 6)

    def test_keep_who_signed_in_on_a_day_that_is_over(self):
        user, chief = make_user(), boss()
        sign_in(user, device=Device(user_agent="a browser"))
        AuditEntry.objects.update(created_at=timezone.now() - timedelta(days=2))
        sign_in(user, device=Device(user_agent="a browser"))
        days = client_of(chief).get(f"{API}/analytics?days=3").json()["data"]["by_day"]
        assert [day["active_users"] for day in days] == [1, 0, 1]

    def test_count_no_sign_up_of_an_erased_account(self):
        chief, gone = boss(), make_user(is_active=False)
        User.objects.filter(pk=gone.pk).update(erased_at=timezone.now())
        client = client_of(chief)
        told = client.get(f"{API}/dashboard").json()["data"]["people"]["new_today"]
        assert client.get(f"{API}/analytics?days=1").json()["data"]["by_day"][0]["sign_ups"] == told == 1

    @pytest.mark.parametrize("days", ["0", "367", "x", "1e3", "-1", str(10**30)])
    def test_refuse_days_that_are_none(self, days):
        response = client_of(boss()).get(f"{API}/analytics?days={days}")
        assert response.status_code == 422
        assert_described(response, "admin/analytics")


class TestActivity:
    def test_is_filtered(self, house):
        chief = boss()
        audit.record("credits.adjusted", user=house, actor=chief, details={"amount": 5})
        client = client_of(chief)
        for query, count in (
            ("", 2),
            ("?action=credits.", 1),
            (f"?actor_id={chief.pk}", 1),
            (f"?user_id={house.pk}", 2),
            (f"?user_id={chief.pk}", 0),
            ("?since=2100-01-01", 0),
        ):
            assert len(client.get(f"{API}/activity{query}").json()["data"]["items"]) == count, query

    def test_asks_as_many_queries_for_many_as_for_one(self, house, django_assert_num_queries):
        chief = boss()
        for _ in range(10):
            audit.record("password.changed", user=make_user(), actor=chief)
        with django_assert_num_queries(1):
            assert len(client_of(chief).get(f"{API}/activity").json()["data"]["items"]) == 11


class TestBroadcasts:
    def test_are_told_and_listed(self):
        chief = staff("chat.add_broadcast", "chat.view_broadcast")
        client = client_of(chief)
        body = {"title": "Tonight", "message": "We are moving house.", "level": "warning", "expires_in_hours": 3}
        told = assert_described(client.post(f"{API}/broadcast", body), "admin/broadcast")
        assert (told["title"], told["level"], told["author"]["username"]) == ("Tonight", "warning", chief.username)
        until = Broadcast.objects.get().expires_at - timezone.now()
        assert timedelta(hours=2, minutes=59) < until <= timedelta(hours=3)
        assert client.get(f"{API}/broadcasts").json()["data"]["items"] == [told]

    @pytest.mark.parametrize(
        "change",
        [
            {"title": ""},
            {"title": "x" * 121},
            {"title": "\u200b\u2060"},
            {"message": "x" * 1001},
            {"message": "\u202e"},
            {"level": "shout"},
            {"expires_in_hours": 0},
        ],
    )
    def test_refuse_what_is_none(self, change):
        body = {"title": "Tonight", "message": "We are moving house.", **change}
        response = client_of(boss()).post(f"{API}/broadcast", body)
        assert response.status_code == 422
        assert_described(response, "admin/broadcast")
        assert not Broadcast.objects.exists()

    def test_have_a_title_on_one_line(self):
        body = {"title": "To\nnight\u2028now", "message": "We are\r\nmoving\x07house."}
        assert client_of(boss()).post(f"{API}/broadcast", body).status_code == 201
        told = Broadcast.objects.get()
        assert (told.title, told.message) == ("To night now", "We are\nmoving house.")

    def test_are_not_for_staff_who_may_not(self):
        body = {"title": "Tonight", "message": "We are moving house."}
        assert client_of(staff("chat.view_broadcast")).post(f"{API}/broadcast", body).status_code == 403
        assert not Broadcast.objects.exists()
