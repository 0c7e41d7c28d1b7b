"""What Prometheus reads at /metrics, and who may."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from billing import ledger
from billing.models import Reconciliation, StripeEvent
from billing.upkeep.reconciling import reconcile
from tests.accounts.people import make_user
from tests.billing.clerks import spoil

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TOKEN = "a-token-of-a-scraper"


@pytest.fixture(autouse=True)
def no_token(settings: Any) -> None:
    settings.METRICS_TOKEN = ""


def figures() -> dict[str, float]:
    """Every sample by name, that of a figure by the figure's name."""
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    found = {}
    for family in text_string_to_metric_families(answer.content.decode()):
        for sample in family.samples:
            found[sample.labels.get("figure", sample.name)] = sample.value
    return found


class TestTheFigures:
    def test_of_a_clean_ledger_are_all_0(self) -> None:
        ledger.open_account(make_user())
        reconcile()
        found = figures()

        assert {found[name] for name in ledger.verify()} == {0.0}
        assert found["routix_ledger_needs_attention"] == 0

    def test_are_those_of_the_latest_reconciliation(self) -> None:
        user = make_user()
        ledger.open_account(user)
        reconcile()
        spoil("UPDATE billing_creditaccount SET posted = posted + 5 WHERE user_id = %s", user.pk)
        assert figures()["accounts_that_differ_from_the_log"] == 0
        reconcile()

        assert figures()["accounts_that_differ_from_the_log"] == 1
        assert figures()["routix_ledger_needs_attention"] == 1

    def test_tell_the_age(self) -> None:
        reconcile()
        Reconciliation.objects.update(created_at=timezone.now() - timedelta(hours=27))
        found = figures()

        assert found["routix_ledger_reconciliation_age_seconds"] == pytest.approx(27 * 3600, abs=60)
        assert found["routix_ledger_needs_attention"] == 1

    def test_have_no_age_before_the_first_reconciliation(self) -> None:
        assert "routix_ledger_reconciliation_age_seconds" not in figures()

    def test_count_events_and_holds(self) -> None:
        for index, state in enumerate(("received", "received", "failed", "ignored")):
            StripeEvent.objects.create(
                event_id=f"evt_{index}",
                gateway="test",
                type="x",
                livemode=False,
                payload={},
                occurred_at=timezone.now(),
                state=state,
            )
        user, captured = make_user(), uuid4()
        for reference in (uuid4(), captured):
            ledger.reserve(user, amount=1, reference=reference)
        ledger.capture(captured)
        found = figures()

        assert found["routix_stripe_events_waiting"] == 2
        assert found["routix_stripe_events_failed"] == 1
        assert found["routix_holds_open"] == 1

    def test_are_in_the_format_of_prometheus(self) -> None:
        answer = Client().get("/metrics")

        assert answer["Content-Type"].startswith("text/plain; version=")
        assert answer["Cache-Control"] == "no-store"


class TestTheGuard:
    @pytest.mark.parametrize("is_production", [True, False])
    def test_lets_the_bearer_of_the_token_in(self, settings: Any, is_production: bool) -> None:
        settings.METRICS_TOKEN, settings.IS_PRODUCTION = TOKEN, is_production

        assert Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200

    @pytest.mark.parametrize("given", [None, "", TOKEN, "Bearer ", f"Bearer {TOKEN}x", f"bearer {TOKEN}", "Bearer é"])
    def test_refuses_everybody_else(self, settings: Any, given: str | None) -> None:
        settings.METRICS_TOKEN = TOKEN
        answer = Client().get("/metrics", headers={} if given is None else {"authorization": given})

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.content == b""

    def test_has_no_such_page_in_production_without_a_token(self, settings: Any) -> None:
        settings.IS_PRODUCTION = True

        assert Client().get("/metrics").status_code == 404

    def test_takes_no_post(self) -> None:
        assert Client().post("/metrics").status_code == 405
