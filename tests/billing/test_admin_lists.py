"""Every list and page of money in the admin: what it shows, to whom, and that nothing can be edited there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import (
    CreditAccount,
    CreditLot,
    GatewayCustomer,
    GatewayPrice,
    Hold,
    IdempotencyKey,
    Invoice,
    LedgerTransaction,
    PersonTrace,
    Plan,
    Reconciliation,
    Referral,
    ReferralCode,
    StripeEvent,
)
from billing.upkeep.reconciling import reconcile
from tests.accounts.people import make_user
from tests.billing.clerks import address, boss, clerk, page_of, signed_in
from tests.billing.shopping import bought_pack, buyer, subscribed

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

READ_ONLY = [
    *("creditaccount", "ledgertransaction", "hold", "order", "invoice", "subscription", "gatewaycustomer"),
    *("gatewayprice", "referral", "referralcode", "idempotencykey", "stripeevent", "reconciliation"),
]


@pytest.fixture
def staff() -> Client:
    return signed_in(boss())


@pytest.fixture
def sara() -> User:
    return buyer()


@pytest.fixture
def rows(sara: User) -> dict[str, Any]:
    """A row of each kind, by the name of its model."""
    order = bought_pack(sara)
    subscription = subscribed(sara)
    reference = uuid4()
    ledger.reserve(sara, amount=2, reference=reference, note="A cat on a skateboard")
    ledger.capture(reference)
    referral = Referral.objects.create(referrer=sara, newcomer=make_user("omid"))
    key = IdempotencyKey.objects.create(
        user=sara, key="my-key", route="POST /x", request_hash="0" * 64, body="zqanswer"
    )
    event = StripeEvent.objects.create(
        event_id="evt_1",
        gateway="stripe",
        type="invoice.paid",
        livemode=True,
        object_id="in_1",
        payload={"data": {"object": {"id": "in_1", "name": "<b>Sara</b>"}}},
        occurred_at=timezone.now(),
    )
    return {
        "creditaccount": CreditAccount.objects.get(pk=sara.pk),
        "ledgertransaction": LedgerTransaction.objects.get(key=f"order:{order.pk}"),
        "hold": Hold.objects.get(pk=reference),
        "order": order,
        "invoice": Invoice.objects.get(user=sara),
        "subscription": subscription,
        "gatewaycustomer": GatewayCustomer.objects.get(user=sara),
        "gatewayprice": GatewayPrice.objects.filter(pack=order.pack).get(),
        "referral": referral,
        "referralcode": ReferralCode.objects.create(user=sara, code="SARA1"),
        "idempotencykey": key,
        "stripeevent": event,
        "reconciliation": reconcile(),
    }


class TestEveryList:
    @pytest.mark.parametrize("model", READ_ONLY)
    def test_opens_with_rows_and_so_does_their_page(self, staff: Client, rows: dict[str, Any], model: str) -> None:
        assert staff.get(address(model, "changelist")).context["cl"].result_count >= 1
        assert staff.get(address(model, "change", rows[model].pk)).status_code == 200

    @pytest.mark.parametrize("model", READ_ONLY)
    def test_changes_nothing(self, staff: Client, rows: dict[str, Any], model: str) -> None:
        assert staff.get(address(model, "add")).status_code == 403
        assert staff.post(address(model, "change", rows[model].pk), {"posted": 999, "tier": "pro"}).status_code == 403
        assert staff.post(address(model, "delete", rows[model].pk)).status_code == 403

    @pytest.mark.parametrize("model", [*READ_ONLY, "plan", "pack"])
    def test_is_closed_to_staff_without_the_right(self, rows: dict[str, Any], model: str) -> None:
        client = signed_in(clerk("view_hold" if model == "order" else "view_order"))

        assert client.get(address(model, "changelist")).status_code == 403

    @pytest.mark.parametrize(
        "model", ["creditaccount", "ledgertransaction", "hold", "order", "invoice", "subscription", "gatewaycustomer"]
    )
    def test_finds_by_the_name_of_the_user(self, staff: Client, rows: dict[str, Any], model: str) -> None:
        found = staff.get(address(model, "changelist"), {"q": "sara"})
        nobody = staff.get(address(model, "changelist"), {"q": "zzz"})

        assert found.context["cl"].result_count >= 1
        assert nobody.context["cl"].result_count == 0

    @pytest.mark.parametrize("model", [*READ_ONLY, "plan", "pack"])
    def test_takes_any_address(self, staff: Client, rows: dict[str, Any], model: str) -> None:
        for query in (
            {"q": "\u0000"},
            {"kind": "\u0000"},
            {"q": "'); --"},
            {"account__exact": "x"},
            {"p": "999"},
            {"o": "99"},
        ):
            assert staff.get(address(model, "changelist"), query).status_code in (200, 302)

    @pytest.mark.parametrize("model", ["creditaccount", "ledgertransaction", "hold"])
    def test_asks_as_many_questions_for_many_rows_as_for_one(self, staff: Client, model: str) -> None:
        self.fill("first")
        staff.get(address(model, "changelist"))
        with CaptureQueriesContext(connection) as one:
            staff.get(address(model, "changelist"))
        for index in range(12):
            self.fill(f"user{index}")
        with CaptureQueriesContext(connection) as many:
            staff.get(address(model, "changelist"))

        assert len(many) == len(one)
        assert len(one) <= 14

    def fill(self, username: str) -> None:
        user, reference = make_user(username), uuid4()
        ledger.reserve(user, amount=2, reference=reference)
        ledger.capture(reference)


class TestAccounts:
    def test_show_what_can_be_spent_and_what_can_not(self, staff: Client, sara: User) -> None:
        ledger.open_account(sara)
        ledger.grant(sara, amount=7, key="old", reason="Old", bucket="plan", expires_at=timezone.now())
        CreditLot.objects.filter(opened_by__key="old").update(
            expires_at=timezone.now() - timedelta(days=1), kept_until=timezone.now() + timedelta(days=1)
        )
        ledger.reserve(sara, amount=3, reference=uuid4())

        shown = staff.get(address("creditaccount", "changelist")).context["cl"]
        row, columns = shown.result_list.get(), shown.model_admin
        assert (columns.available(row), row.held, columns.lapsed(row)) == (7, 3, 7)

    def test_can_be_narrowed(self, staff: Client) -> None:
        users = {name: make_user(name) for name in ("frozen", "owing", "holding", "plain")}
        for user in users.values():
            ledger.open_account(user)
        ledger.freeze(users["frozen"].pk, "A test")
        ledger.take_back(users["owing"], amount=50, key="back", reason="Gone")
        ledger.reserve(users["holding"], amount=1, reference=uuid4())

        for query, expected in (("frozen=yes", "frozen"), ("owes=yes", "owing"), ("holds=yes", "holding")):
            found = staff.get(f"{address('creditaccount', 'changelist')}?{query}").context["cl"].result_list
            assert [account.user.username for account in found] == [expected]
        assert staff.get(f"{address('creditaccount', 'changelist')}?lapsed=yes").context["cl"].result_count == 0

    def test_page_tells_all_that_belongs_to_it(self, staff: Client, sara: User, rows: dict[str, Any]) -> None:
        twin = make_user("twin")
        ledger.open_account(twin)
        for user in (sara, twin):
            PersonTrace.objects.create(kind="card", digest="zqdigest", user=user)

        page = page_of(staff, address("creditaccount", "change", sara.pk))
        for told in ("Welcome to Routix", "Bought 100 credits", "$9.99", "Basic", "A cat on a skateboard", "twin"):
            assert told in page
        assert "zqdigest" not in page

    def test_page_offers_actions_to_those_who_may_change_only(self, sara: User) -> None:
        ledger.open_account(sara)
        adjust = address("creditaccount", "adjust", sara.pk)

        assert adjust not in page_of(
            signed_in(clerk("view_creditaccount")), address("creditaccount", "change", sara.pk)
        )
        assert adjust in page_of(signed_in(clerk("change_creditaccount")), address("creditaccount", "change", sara.pk))

    def test_page_offers_to_freeze_or_to_thaw(self, staff: Client, sara: User) -> None:
        ledger.open_account(sara)
        freeze, thaw = (address("creditaccount", name, sara.pk) for name in ("freeze", "thaw"))

        page = page_of(staff, address("creditaccount", "change", sara.pk))
        assert freeze in page
        assert thaw not in page
        ledger.freeze(sara.pk, "A test")
        page = page_of(staff, address("creditaccount", "change", sara.pk))
        assert freeze not in page
        assert thaw in page


class TestEntries:
    def test_page_links_to_legs_hold_and_purchase(self, staff: Client, rows: dict[str, Any]) -> None:
        bought = page_of(staff, address("ledgertransaction", "change", rows["ledgertransaction"].pk))
        assert address("order", "change", rows["order"].pk) in bought
        assert "Issued" in bought

        charged = LedgerTransaction.objects.get(hold=rows["hold"])
        page = page_of(staff, address("ledgertransaction", "change", charged.pk))
        assert address("hold", "change", rows["hold"].pk) in page
        assert address("ledgertransaction", "change", charged.pk) in page_of(
            staff, address("hold", "change", rows["hold"].pk)
        )

    def test_page_opens_for_keys_that_only_look_like_an_order(self, staff: Client, sara: User) -> None:
        ledger.grant(sara, amount=1, key="order:none", reason="Odd")
        booked = LedgerTransaction.objects.get(key="order:none")

        assert "order:none" in page_of(staff, address("ledgertransaction", "change", booked.pk))

    def test_list_is_found_by_key_and_by_hand(self, staff: Client, sara: User) -> None:
        ledger.adjust(sara, amount=4, key="by-hand", reason="Sorry", author=boss())

        def found(query: str) -> list[str]:
            rows = staff.get(f"{address('ledgertransaction', 'changelist')}?{query}").context["cl"].result_list
            return [row.key for row in rows]

        assert found("q=by-hand") == ["by-hand"]
        assert found("by_hand=yes") == ["by-hand"]
        assert len(found(f"account__exact={sara.pk}")) == 2


class TestEvents:
    def test_page_shows_the_payload_as_text(self, staff: Client, rows: dict[str, Any]) -> None:
        page = page_of(staff, address("stripeevent", "change", "evt_1"))

        assert "&lt;b&gt;Sara&lt;/b&gt;" in page
        assert "<b>Sara</b>" not in page

    def test_list_reads_no_payload(self, staff: Client, rows: dict[str, Any]) -> None:
        with CaptureQueriesContext(connection) as asked:
            staff.get(address("stripeevent", "changelist"))

        assert not [query["sql"] for query in asked if '"payload"' in query["sql"]]


class TestSecrets:
    def test_answers_kept_under_a_key_are_not_shown(self, staff: Client, rows: dict[str, Any]) -> None:
        page = page_of(staff, address("idempotencykey", "change", rows["idempotencykey"].pk))

        assert "my-key" in page
        assert "zqanswer" not in page

    def test_traces_have_no_page(self) -> None:
        assert PersonTrace not in admin.site._registry


class TestReconciliations:
    def test_page_lists_every_figure(self, staff: Client) -> None:
        found = reconcile()
        page = page_of(staff, address("reconciliation", "change", found.pk))

        assert "unbalanced transactions" in page
        assert len(found.figures) == len(ledger.verify())
        assert Reconciliation.objects.count() == 1


class TestPlans:
    def form(self, client: Client, model: str, pk: str) -> dict[str, Any]:
        form = client.get(address(model, "change", pk)).context["adminform"].form
        values = {name: form[name].value() for name in form.fields}
        return {name: value for name, value in values.items() if value is not False and value is not None}

    def test_are_edited_and_remind_of_the_gateway_when_the_price_changes(self, staff: Client) -> None:
        sent = {**self.form(staff, "plan", "pro"), "price": 3499}
        answer = staff.post(address("plan", "change", "pro"), sent, follow=True)

        assert Plan.objects.get(pk="pro").price == 3499
        assert any("sync_stripe" in str(message) for message in answer.context["messages"])

    def test_say_nothing_of_the_gateway_otherwise(self, staff: Client) -> None:
        sent = {**self.form(staff, "plan", "pro"), "brand_assets": 777}
        answer = staff.post(address("plan", "change", "pro"), sent, follow=True)

        assert Plan.objects.get(pk="pro").brand_assets == 777
        assert not any("sync_stripe" in str(message) for message in answer.context["messages"])

    def test_free_one_has_no_price_to_change(self, staff: Client) -> None:
        sent = {**self.form(staff, "plan", "free"), "price": 100}
        staff.post(address("plan", "change", "free"), sent)

        assert Plan.objects.get(pk="free").price == 0

    def test_are_neither_added_nor_deleted(self, staff: Client) -> None:
        assert staff.get(address("plan", "add")).status_code == 403
        assert staff.post(address("plan", "delete", "pro")).status_code == 403
        assert staff.post(address("pack", "delete", "small")).status_code == 403

    def test_pack_of_a_size_that_is_on_sale_is_refused_in_words(self, staff: Client) -> None:
        sent = {"slug": "twin", "name": "Twin", "credits": 100, "price": 500, "currency": "usd", "is_active": "on"}
        answer = staff.post(address("pack", "add"), sent)

        assert answer.status_code == 200
        assert "packs_on_sale_differ_in_size" in answer.content.decode()

    def test_pack_is_added_and_its_slug_stays(self, staff: Client) -> None:
        sent = {"slug": "tiny", "name": "Tiny", "credits": 10, "price": 100, "currency": "usd", "is_active": "on"}
        answer = staff.post(address("pack", "add"), sent, follow=True)

        assert any("sync_stripe" in str(message) for message in answer.context["messages"])
        assert "slug" not in self.form(staff, "pack", "tiny")
