from contextlib import ExitStack

import pytest
import stripe
from structlog.testing import capture_logs

from billing.errors import PaymentsUnavailableError
from billing.gateways import current_gateway
from billing.models import GatewayPrice, Pack, Plan
from billing.services.prices import current_price, sync_prices
from tests.billing.stripe_shop import point_at
from tests.common.together import together
from tests.fakes.stripe_server import stripe_server

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SLUGS = ["plan-basic", "plan-pro", "plan-enterprise", "pack-small", "pack-medium", "pack-large"]


@pytest.fixture
def server(settings, monkeypatch):
    # The SDK waits between its tries: that is time, and no behaviour of ours.
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.01)
    with stripe_server() as running:
        point_at(running, settings)
        yield running


def slugs_of(done: list[str]) -> list[str]:
    return list(dict.fromkeys(line.split(": ")[0] for line in done))


def asked_to_change(server) -> int:
    return len([asked for asked in server.requests if asked.method == "POST"])


def reprice(pack: str, amount: int) -> None:
    Pack.objects.filter(slug=pack).update(price=amount)


class TestSyncing:
    def test_makes_a_price_of_every_plan_and_pack_but_the_free_one(self, server):
        done = sync_prices(dry_run=False)

        assert slugs_of(done) == SLUGS
        for price in GatewayPrice.objects.all():
            sold = price.plan or price.pack
            there = server.row(price.reference)
            assert (price.amount, price.currency) == (sold.price, sold.currency)
            assert (there["unit_amount"], there["currency"]) == (sold.price, sold.currency)
            assert (there["recurring"] is not None) == (price.plan is not None)
            assert there["product"] == price.product_reference
            assert server.row(price.product_reference)["name"] == f"Routix {sold.name}"
            assert (price.gateway, price.livemode, price.is_current) == ("stripe", False, True)
        assert GatewayPrice.objects.count() == len(SLUGS)

    def test_again_changes_nothing(self, server):
        sync_prices(dry_run=False)
        asked, rows = asked_to_change(server), list(GatewayPrice.objects.values())

        done = sync_prices(dry_run=False)

        assert done == [f"{slug}: nothing to do" for slug in SLUGS]
        assert (asked_to_change(server), list(GatewayPrice.objects.values())) == (asked, rows)

    def test_dry_only_tells(self, server):
        done = sync_prices(dry_run=True)

        assert slugs_of(done) == SLUGS
        assert (asked_to_change(server), GatewayPrice.objects.count()) == (0, 0)

    def test_keeps_the_former_price_for_those_who_have_it(self, server):
        sync_prices(dry_run=False)
        former = GatewayPrice.objects.get(plan="pro")
        Plan.objects.filter(pk="pro").update(price=3999)

        done = sync_prices(dry_run=False)

        former.refresh_from_db()
        assert (former.amount, former.is_current) == (2999, False)
        assert GatewayPrice.objects.get(plan="pro", is_current=True).amount == 3999
        assert [line for line in done if not line.startswith("plan-pro")] == [
            f"{slug}: nothing to do" for slug in SLUGS if slug != "plan-pro"
        ]

    def test_leaves_alone_what_is_not_on_sale(self, server):
        Pack.objects.filter(slug="large").update(is_active=False)

        done = sync_prices(dry_run=False)

        assert "pack-large: not on sale, left alone" in done
        assert not GatewayPrice.objects.filter(pack="large").exists()

    def test_that_was_cut_goes_on_where_it_stopped(self, server):
        server.fail_next(3, status=500, path="/v1/prices", method="POST")
        with pytest.raises(PaymentsUnavailableError):
            sync_prices(dry_run=False)

        sync_prices(dry_run=False)

        assert GatewayPrice.objects.filter(is_current=True).count() == len(SLUGS)
        assert len(server.events_of("price.created")) == len(SLUGS)

    def test_mends_rows_that_were_lost(self, server):
        sync_prices(dry_run=False)
        before = set(GatewayPrice.objects.values_list("reference", flat=True))
        GatewayPrice.objects.all().delete()

        sync_prices(dry_run=False)

        assert set(GatewayPrice.objects.values_list("reference", flat=True)) == before

    @pytest.mark.django_db(transaction=True)
    def test_many_times_at_once_is_as_good_as_once(self, server):
        answers = together(6, lambda _: sync_prices(dry_run=False))

        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        assert len(server.events_of("price.created")) == len(SLUGS)
        assert GatewayPrice.objects.filter(is_current=True).count() == GatewayPrice.objects.count() == len(SLUGS)

    @pytest.mark.django_db(transaction=True)
    def test_does_not_bring_back_an_amount_that_changed_meanwhile(self, server):
        path = "/v1/products/routix_pack_small"
        sync_prices(dry_run=False)
        reprice("small", 1099)

        def run(index: int) -> list[str]:
            if index == 0:
                return sync_prices(dry_run=False)
            with held:
                assert server.wait_until_held(path)
                reprice("small", 1199)
            return []

        with ExitStack() as held:
            held.enter_context(server.holding(path))
            late, _ = together(2, run)

        assert isinstance(late, list)
        assert "pack-small: changed here meanwhile, so run this again" in late
        assert GatewayPrice.objects.get(pack="small", is_current=True).amount == 999
        sync_prices(dry_run=False)
        assert GatewayPrice.objects.get(pack="small", is_current=True).amount == 1199


class TestTheCurrentPrice:
    def test_is_that_of_the_gateway(self, server):
        sync_prices(dry_run=False)
        pro, small = Plan.objects.get(pk="pro"), Pack.objects.get(slug="small")

        references = [current_price(current_gateway(), plan=pro), current_price(current_gateway(), pack=small)]

        assert [server.row(reference)["unit_amount"] for reference in references] == [pro.price, small.price]

    @pytest.mark.parametrize("change", [{"price": 1099}, {"currency": "eur"}])
    def test_is_none_while_stripe_asks_something_else_than_we_show(self, server, change):
        sync_prices(dry_run=False)
        Pack.objects.filter(slug="small").update(**change)

        with capture_logs() as logs, pytest.raises(PaymentsUnavailableError) as raised:
            current_price(current_gateway(), pack=Pack.objects.get(slug="small"))

        assert raised.value.message == PaymentsUnavailableError.message
        assert "sync_stripe" in logs[0]["hint"]
        sync_prices(dry_run=False)
        assert current_price(current_gateway(), pack=Pack.objects.get(slug="small"))

    def test_of_stripe_is_none_before_it_was_synced(self, server):
        with pytest.raises(PaymentsUnavailableError):
            current_price(current_gateway(), plan=Plan.objects.get(pk="pro"))

        assert server.requests == []

    def test_of_the_other_mode_does_not_count(self, server):
        sync_prices(dry_run=False)
        GatewayPrice.objects.update(livemode=True)

        with pytest.raises(PaymentsUnavailableError):
            current_price(current_gateway(), plan=Plan.objects.get(pk="pro"))

    def test_is_asked_without_the_gateway(self, server, django_assert_num_queries):
        sync_prices(dry_run=False)
        gateway, pack, asked = current_gateway(), Pack.objects.get(slug="small"), len(server.requests)

        with django_assert_num_queries(1):
            current_price(gateway, pack=pack)

        assert len(server.requests) == asked

    def test_is_that_of_something(self, server):
        with pytest.raises(ValueError, match="plan or a pack"):
            current_price(current_gateway())


class TestTheCurrentPriceOfTestPayments:
    def test_is_made_on_the_spot_and_follows_our_rows(self):
        gateway = current_gateway()
        first = current_price(gateway, pack=Pack.objects.get(slug="small"))
        reprice("small", 1099)

        second = current_price(gateway, pack=Pack.objects.get(slug="small"))

        assert gateway.name == "test"
        assert first != second
        assert current_price(gateway, pack=Pack.objects.get(slug="small")) == second
        assert list(
            GatewayPrice.objects.filter(pack="small", gateway="test")
            .order_by("amount")
            .values_list("amount", "is_current")
        ) == [(999, False), (1099, True)]
