"""RELIABILITY figure 7: however events come, the ledger is that of the calm run."""

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag

import pytest
from django.db import connection
from django.utils import timezone

from billing import ledger
from billing.models import Invoice, LedgerTransaction, StripeEvent
from tests.billing.stripe_world import SECRET, World, apply_all, applying, failures, forget_what_was_settled
from tests.fakes.stripe_server import StripeServer, altered, forged, from_the_future, stale, stripe_server, wrong_mode

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

IS_PROOF = bool(os.environ.get("PROOF"))
CUSTOMERS, MONTHS, LEAST_EVENTS = (48, 6, 500) if IS_PROOF else (10, 3, 100)
KILLS = 25 if IS_PROOF else 3


@pytest.fixture
def server(settings):
    with stripe_server() as running:
        settings.STRIPE_SECRET_KEY = running.api_key
        settings.STRIPE_BASE_URL = running.url
        settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
        yield running


@pytest.fixture
def webhook(live_server):
    return f"{live_server.url}/billing/webhook"


@pytest.mark.timeout(900)
class TestShuffledEvents:
    def test_leave_the_ledger_of_the_calm_run(self, server, webhook):
        def tell() -> None:
            delivered = server.deliver(webhook, secret=SECRET, times=(1, 1), at_once=1)
            assert {done.status for done in delivered} <= {200}
            apply_all()

        World(server, tell).live(customers=CUSTOMERS, months=MONTHS)
        calm = ledger.fingerprint()
        events, booked = server.events, booked_by_key()
        assert len(events) >= LEAST_EVENTS
        assert not failures()
        assert {"grant", "refund", "dispute", "reversal", "rollover"} <= {kind for kind, _, _ in booked.values()}
        assert Invoice.objects.exists()

        for seed in (1, 2) if IS_PROOF else (1,):
            forget_what_was_settled()
            is_over = Flag()
            with ThreadPoolExecutor(4) as workers:
                running = [workers.submit(applying(is_over), index) for index in range(4)]
                deliveries = server.deliver(
                    webhook, secret=SECRET, events=events, shuffle_seed=seed, times=(1, 3), at_once=8
                )
                is_over.set()
                for work in running:
                    work.result()
            apply_all(threads=4)

            assert {done.status for done in deliveries} == {200}
            assert StripeEvent.objects.count() == len(events)
            assert not failures()
            assert booked_by_key() == booked
            assert ledger.fingerprint() == calm
            assert not {name: count for name, count in ledger.verify().items() if count}


@pytest.mark.timeout(900)
class TestKilledWorkers:
    def test_lose_and_double_nothing(self, server, webhook):
        def tell() -> None:
            server.deliver(webhook, secret=SECRET, times=(1, 1), at_once=1)
            apply_all()

        World(server, tell, seed=3).live(customers=4, months=2)
        calm, booked, events = ledger.fingerprint(), booked_by_key(), server.events
        forget_what_was_settled()
        server.deliver(webhook, secret=SECRET, events=events, shuffle_seed=5, times=(3, 3), at_once=8)

        chance, kills = random.Random(11), 0
        while StripeEvent.objects.filter(state="received").exists() and kills < KILLS:
            killed_after(server, chance.uniform(0.02, 0.6))
            kills += 1
            # The leases of the dead are over, as they would be two minutes later.
            StripeEvent.objects.filter(state="received").update(due_at=timezone.now())
        applied = StripeEvent.objects.filter(state="applied").count()
        apply_all(threads=4)

        assert kills >= 3
        assert applied
        assert not failures()
        assert booked_by_key() == booked
        assert ledger.fingerprint() == calm
        assert not {name: count for name, count in ledger.verify().items() if count}


class TestForeignEvents:
    @pytest.mark.parametrize("spoil", [forged, altered, stale, from_the_future, wrong_mode])
    def test_are_refused(self, server, webhook, spoil):
        World(server, lambda: None).live(customers=1, months=0)
        event = server.events_of("checkout.session.completed")[0]

        assert server.post(webhook, spoil(event, SECRET)) == 400

        assert not StripeEvent.objects.exists()
        assert not LedgerTransaction.objects.filter(kind="grant", bucket="pack").exists()


def killed_after(server: StripeServer, seconds: float) -> None:
    """Let two processes apply events for so long, and kill them wherever they are."""
    database = connection.settings_dict
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['OPTIONS']['host']}",
        "DJANGO_SETTINGS_MODULE": "tests.billing.applier_settings",
        "STAND_IN_URL": server.url,
        "STAND_IN_KEY": server.api_key,
    }
    command = [sys.executable, "-m", "tests.billing.applier"]
    workers = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


def booked_by_key() -> dict[str, tuple[str, str, int]]:
    """Everything booked: kind, user and amount by key."""
    rows = LedgerTransaction.objects.exclude(kind="settlement").values_list("key", "kind", "account_id", "amount")
    return {key: (kind, str(account), amount) for key, kind, account, amount in rows}
