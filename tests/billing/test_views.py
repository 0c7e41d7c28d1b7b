from uuid import uuid4

import pytest

from billing import ledger
from billing.tiers import Tier
from tests.accounts.people import client_of, make_user

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
            "expiring": [],
            "monthly_allowance": 0,
            "subscription_tier": "free",
        }
        assert (welcome["kind"], welcome["amount"], welcome["bucket"]) == ("grant", 10, "bonus")

    def test_shows_what_is_held_and_what_was_spent(self):
        user, first, second = make_user(), uuid4(), uuid4()
        ledger.set_tier(user, Tier.BASIC)
        ledger.reserve(user, amount=2, reference=first)
        ledger.reserve(user, amount=3, reference=second)
        ledger.capture(first, reason="Thumbnail")

        data = client_of(user).get(CREDITS).json()["data"]

        assert (data["available"], data["held"], data["subscription_tier"]) == (5, 3, "basic")
        newest = data["recent_transactions"][0]
        assert (newest["kind"], newest["amount"], newest["bucket"], newest["reason"]) == (
            *("capture", -2, ""),
            "Thumbnail",
        )

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

        with django_assert_num_queries(5):
            client.get(CREDITS)
