import io

import pytest
from django.core.management import CommandError, call_command

from billing.models import GatewayPrice, Plan
from tests.billing.stripe_shop import point_at
from tests.fakes.stripe_server import stripe_server

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def server(settings):
    with stripe_server() as running:
        point_at(running, settings)
        yield running


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("sync_stripe", *arguments, stdout=output)
    return output.getvalue()


class TestTheCommand:
    def test_tells_what_it_did_and_with_which_key(self, server):
        told = run()

        assert "test key, no money moves" in told
        assert "plan-pro" in told
        assert "make a price of 2999 usd each month" in told
        assert GatewayPrice.objects.count() == 6

    def test_again_has_nothing_to_do(self, server):
        run()

        assert run().count("nothing to do") == 6

    def test_dry_changes_nothing(self, server):
        told = run("--dry-run")

        assert "dry run, nothing was changed" in told
        assert "would be done" in told
        assert {asked.method for asked in server.requests} == {"GET"}
        assert not GatewayPrice.objects.exists()

    def test_prints_names_as_they_are(self, server):
        Plan.objects.filter(pk="pro").update(name="[bold]Pro")

        assert "[bold]Pro" in run("--dry-run")

    def test_tells_a_live_key(self, settings):
        with stripe_server("sk_live_stand_in") as server:
            point_at(server, settings)

            assert "live key, real money" in run("--dry-run")

    def test_fails_without_a_key(self):
        with pytest.raises(CommandError, match="STRIPE_SECRET_KEY is not set"):
            run()

    @pytest.mark.parametrize("status", [401, 403, 429])
    def test_fails_when_stripe_refuses(self, server, status):
        server.fail_next(1, status=status)

        with pytest.raises(CommandError, match="stripe_call_failed") as raised:
            run()

        assert raised.value.returncode != 0
        assert server.api_key not in str(raised.value)
