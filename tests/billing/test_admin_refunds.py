"""Sending money back and reading the gateway again, from the pages of orders, invoices and subscriptions."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from billing.admin.asking import NOTHING_NEW
from billing.gateways.local.payments import open_dispute
from billing.models import Invoice, LocalRefund, Order, Subscription
from billing.selectors import balance_of
from tests.billing.books import faults
from tests.billing.clerks import address, clerk, history, messages_of, page_of, signed_in
from tests.billing.shopping import bought_pack, buyer, paid_pack, renewed, subscribed

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

REASON = "Bought by mistake"


@pytest.fixture
def sara() -> User:
    return buyer()


@pytest.fixture
def keeper() -> User:
    return clerk("change_order", "change_invoice", "change_subscription")


@pytest.fixture
def staff(keeper: User) -> Client:
    return signed_in(keeper)


def refund(staff: Client, bought: Order | Invoice, amount: str = "", **said: Any) -> Any:
    url = address(bought._meta.model_name or "", "refund", bought.pk)
    return staff.post(url, {"amount": amount, "reason": REASON, "key": uuid4(), **said}, follow=True)


class TestRefundingAnOrder:
    def test_sends_all_of_it_back_and_takes_the_credits(self, staff: Client, sara: User, keeper: User) -> None:
        order = bought_pack(sara)
        answer = refund(staff, order)

        order.refresh_from_db()
        assert order.refunded_amount == 999
        assert LocalRefund.objects.get().amount == 999
        assert balance_of(sara).available == 10
        assert messages_of(answer) == [f"Sent $9.99 back: {REASON}"]
        assert history() == [(keeper.username, f"Sent $9.99 back: {REASON}")]
        assert faults() == {}

    def test_sends_a_part_back(self, staff: Client, sara: User) -> None:
        order = bought_pack(sara)
        refund(staff, order, "4.50")

        order.refresh_from_db()
        assert order.refunded_amount == 450
        # 100 credits of 999 cents: 450 cents are worth 45.04 of them.
        assert balance_of(sara).available == 10 + 100 - 45
        assert faults() == {}

    def test_twice_by_one_page_is_once(self, staff: Client, sara: User) -> None:
        order, key = bought_pack(sara), uuid4()
        refund(staff, order, "4.50", key=key)
        answer = refund(staff, order, "4.50", key=key)

        order.refresh_from_db()
        assert order.refunded_amount == 450
        assert LocalRefund.objects.count() == 1
        assert messages_of(answer) == [NOTHING_NEW]
        assert len(history()) == 1

    def test_twice_of_all_of_it_says_that_it_went_back(self, staff: Client, sara: User) -> None:
        order, key = bought_pack(sara), uuid4()
        refund(staff, order, key=key)
        answer = refund(staff, order, key=key)

        assert answer.status_code == 409
        assert "All of it went back already" in answer.content.decode()
        assert LocalRefund.objects.count() == 1

    def test_needs_the_right(self, sara: User) -> None:
        order = bought_pack(sara)

        assert refund(signed_in(clerk("view_order", "change_invoice")), order).status_code == 403
        assert not LocalRefund.objects.exists()

    def test_needs_a_reason(self, staff: Client, sara: User) -> None:
        order = bought_pack(sara)

        assert refund(staff, order, reason=" ").status_code == 422
        assert not LocalRefund.objects.exists()

    @pytest.mark.parametrize("amount", ["0", "-1", "10.00", "1.005", "1e9", "1e999999", "NaN", "many", "9" * 50])
    def test_refuses_amounts_that_can_not_be_sent(self, staff: Client, sara: User, amount: str) -> None:
        answer = refund(staff, bought_pack(sara), amount)

        assert answer.status_code == 422
        assert "amount" in answer.context["form"].errors
        assert not LocalRefund.objects.exists()

    def test_refuses_what_was_not_paid(self, staff: Client, sara: User) -> None:
        answer = refund(staff, paid_pack(sara))  # nobody told us of the payment yet

        assert answer.status_code == 409
        assert "Nothing was paid" in answer.content.decode()

    def test_leads_from_a_plan_to_its_invoices(self, staff: Client, sara: User) -> None:
        subscribed(sara)
        answer = refund(staff, Order.objects.get(kind="plan"))

        assert answer.status_code == 409
        assert "refund the invoice" in answer.content.decode()

    def test_tells_what_the_gateway_refuses(self, staff: Client, sara: User) -> None:
        order = bought_pack(sara)
        open_dispute(order.payment_id or "")
        answer = refund(staff, order)

        assert answer.status_code == 409
        assert "disputed" in answer.content.decode()
        assert history() == []

    def test_tells_that_the_gateway_is_gone(self, staff: Client, sara: User, settings: Any) -> None:
        order = bought_pack(sara)
        Order.objects.update(gateway="stripe")
        answer = refund(staff, order)

        assert answer.status_code == 503
        assert "not set up here" in answer.content.decode()


class TestRefundingAnInvoice:
    def test_sends_money_back_and_takes_the_credits(self, staff: Client, sara: User) -> None:
        subscribed(sara)
        invoice = Invoice.objects.get()
        assert balance_of(sara).available == 110
        answer = refund(staff, invoice)

        invoice.refresh_from_db()
        assert invoice.refunded_amount == 999
        assert balance_of(sara).available == 10
        assert messages_of(answer) == [f"Sent $9.99 back: {REASON}"]

    def test_needs_the_right(self, sara: User) -> None:
        subscribed(sara)

        assert refund(signed_in(clerk("view_invoice", "change_order")), Invoice.objects.get()).status_code == 403

    def test_needs_a_reason(self, staff: Client, sara: User) -> None:
        subscribed(sara)

        assert refund(staff, Invoice.objects.get(), reason="").status_code == 422

    def test_twice_by_one_page_is_once(self, staff: Client, sara: User) -> None:
        subscribed(sara)
        key = uuid4()
        refund(staff, Invoice.objects.get(), "1", key=key)
        answer = refund(staff, Invoice.objects.get(), "1", key=key)

        assert Invoice.objects.get().refunded_amount == 100
        assert messages_of(answer) == [NOTHING_NEW]


class TestReadingAgain:
    def test_books_an_order_that_nobody_told_of(self, staff: Client, sara: User, keeper: User) -> None:
        order = paid_pack(sara)
        url = address("order", "read_again", order.pk)
        assert balance_of(sara).available == 10
        for _ in range(2):
            answer = staff.post(url, follow=True)

        assert balance_of(sara).available == 110
        assert messages_of(answer) == ["Read again; the order is paid."]
        assert history() == [(keeper.username, "Read again; the order is paid.")] * 2

    @pytest.mark.parametrize("model", ["subscription", "invoice"])
    def test_books_a_renewal_that_nobody_told_of(self, staff: Client, sara: User, model: str) -> None:
        subscription = renewed(subscribed(sara), tell=False)
        assert Invoice.objects.count() == 1
        row = subscription if model == "subscription" else Invoice.objects.get()
        for _ in range(2):
            staff.post(address(model, "read_again", row.pk))

        assert Invoice.objects.count() == 2

    @pytest.mark.parametrize("model", ["order", "subscription", "invoice"])
    def test_needs_the_right(self, sara: User, model: str) -> None:
        subscribed(sara)
        row: Any = {"order": Order, "subscription": Subscription, "invoice": Invoice}[model].objects.get()  # type: ignore[attr-defined]
        seeing = signed_in(clerk(f"view_{model}"))

        assert seeing.post(address(model, "read_again", row.pk)).status_code == 403
        assert address(model, "read_again", row.pk) not in page_of(seeing, address(model, "change", row.pk))

    def test_does_nothing_when_it_is_only_looked_at(self, staff: Client, sara: User) -> None:
        order = paid_pack(sara)
        page_of(staff, address("order", "read_again", order.pk))

        assert balance_of(sara).available == 10

    def test_says_that_an_order_never_began(self, staff: Client, sara: User) -> None:
        order = paid_pack(sara)
        Order.objects.update(session_id=None)
        answer = staff.post(address("order", "read_again", order.pk))

        assert answer.status_code == 409
        assert "never begun" in answer.content.decode()
