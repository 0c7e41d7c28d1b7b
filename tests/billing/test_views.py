from uuid import uuid4

import pytest
from django.utils.dateparse import parse_datetime

from billing import ledger
from billing.selectors import plan_of_tier
from billing.tiers import Tier
from tests.accounts.people import client_of, make_user
from tests.billing.books import days_from_now

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CREDITS = "/api/v1/users/credits"


class TestCredits:
    def test_refuses_the_signed_out(self):
        assert client_of(None).get(CREDITS).status_code == 401

    def test_shows_a_new_user_the_welcome(self):
        data = client_of(make_user()).get(CREDITS).json()["data"]

        (welcome,) = data.pop("recent_transactions")
        assert data == {
            "available": 10,
            "held": 0,
            "owed": 0,
            "lapsed": 0,
            "is_frozen": False,
            "expiring": [],
            "monthly_allowance": plan_of_tier(Tier.FREE).monthly_credits,
            "monthly_cap": None,
            "subscription_tier": "free",
        }
        told = {name: welcome[name] for name in ("kind", "amount", "balance_after", "bucket", "reason")}
        assert told == {
            "kind": "grant",
            "amount": 10,
            "balance_after": 10,
            "bucket": "bonus",
            "reason": "Welcome to Routix",
        }

    def test_shows_what_is_held_and_what_was_spent(self):
        user, first, second = make_user(), uuid4(), uuid4()
        ledger.set_tier(user, Tier.BASIC)
        ledger.reserve(user, amount=2, reference=first, note="Routix V4: a cat")
        ledger.reserve(user, amount=3, reference=second, note="Routix V6: a dog")
        ledger.capture(first, reason="Thumbnail")

        data = client_of(user).get(CREDITS).json()["data"]

        assert (data["available"], data["held"], data["subscription_tier"]) == (5, 3, "basic")
        lines = [
            tuple(
                line[name] for name in ("kind", "amount", "held", "charged", "returned", "balance_after", "reference")
            )
            for line in data["recent_transactions"][:2]
        ]
        assert lines == [
            ("capture", -2, 2, 2, 0, 8, str(first)),
            ("held", 0, 3, 0, 0, None, str(second)),
        ]
        assert [line["note"] for line in data["recent_transactions"][:2]] == ["Routix V4: a cat", "Routix V6: a dog"]

    def test_shows_a_debt_and_what_is_frozen_and_lapsed(self):
        user = make_user()
        ledger.grant(
            user,
            amount=4,
            key="over",
            reason="A gift",
            expires_at=days_from_now(-1),
            kept_until=days_from_now(1),
        )
        client = client_of(user)
        assert client.get(CREDITS).json()["data"]["lapsed"] == 4
        ledger.take_back(user, amount=20, key="refund", reason="Money back")
        ledger.freeze(user.pk, "A dispute")

        data = client.get(CREDITS).json()["data"]

        assert (data["available"], data["owed"], data["is_frozen"], data["lapsed"]) == (0, 6, True, 0)
        assert data["recent_transactions"][0]["balance_after"] == -6

    def test_shows_what_expires_soonest_first(self):
        user, soon, late = make_user(), days_from_now(1), days_from_now(9)
        for key, until in (("late", late), ("soon", soon)):
            ledger.grant(user, amount=4, key=key, reason="A gift", expires_at=until)

        expiring = client_of(user).get(CREDITS).json()["data"]["expiring"]

        assert [(entry["amount"], entry["bucket"]) for entry in expiring] == [(4, "bonus"), (4, "bonus")]
        assert [parse_datetime(entry["expires_at"]) for entry in expiring] == [soon, late]

    def test_shows_the_users_own_cap(self):
        user = make_user()
        ledger.set_monthly_cap(user, 50)

        assert client_of(user).get(CREDITS).json()["data"]["monthly_cap"] == 50

    def test_shows_nobody_elses(self):
        sara, omid = make_user("sara"), make_user("omid")
        ledger.grant(sara, amount=90, key="gift", reason="A gift")

        data = client_of(omid).get(CREDITS).json()["data"]

        assert data["available"] == 10
        assert len(data["recent_transactions"]) == 1

    def test_takes_few_queries(self, django_assert_num_queries):
        user = make_user()
        for index in range(5):
            ledger.grant(user, amount=1, key=f"gift{index}", reason="A gift")
        client = client_of(user)

        with django_assert_num_queries(8):
            client.get(CREDITS)
