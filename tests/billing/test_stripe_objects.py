from datetime import UTC, datetime
from typing import Any

import pytest
import stripe

from billing.stripe_gateway.objects import checkout_of, invoice_of, item_of, payment_of, refund_of, subscription_of

pytestmark = pytest.mark.unit

NOW = 1_790_000_000
MONTH = 30 * 86_400


def made(kind: type[stripe.StripeObject], **fields: Any) -> Any:
    return kind.construct_from(fields, "sk_test_1")


def listed(*rows: dict[str, Any], url: str = "/v1/things") -> dict[str, Any]:
    return {"object": "list", "data": list(rows), "has_more": False, "url": url}


def line(amount: int, **parent: Any) -> dict[str, Any]:
    return {
        "id": f"il_{amount}",
        "object": "line_item",
        "amount": amount,
        "parent": parent or None,
        "period": {"start": NOW, "end": NOW + MONTH},
        "pricing": {"type": "price_details", "price_details": {"price": "price_1", "product": "prod_1"}},
    }


def invoice(**changes: Any) -> Any:
    fields: dict[str, Any] = {
        "id": "in_1",
        "object": "invoice",
        "number": None,
        "parent": {"type": "subscription_details", "subscription_details": {"subscription": "sub_1"}},
        "customer": "cus_1",
        "billing_reason": "subscription_cycle",
        "amount_paid": 999,
        "currency": "usd",
        "created": NOW,
        "status_transitions": {"paid_at": NOW + 60},
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "payments": listed(),
        "lines": listed(),
    }
    return invoice_of(made(stripe.Invoice, **{**fields, **changes}))


def payment_row(status: str, **payment: Any) -> dict[str, Any]:
    return {"id": f"inpay_{status}", "object": "invoice_payment", "status": status, "payment": payment}


class TestAnInvoice:
    def test_was_paid_by_the_payment_that_succeeded(self):
        told = invoice(
            payments=listed(
                payment_row("canceled", type="payment_intent", payment_intent="pi_1"),
                payment_row("paid", type="payment_intent", payment_intent="pi_2"),
            )
        )

        assert told.payment_id == "pi_2"

    @pytest.mark.parametrize(
        "payments",
        [None, listed(), listed(payment_row("paid", type="payment_record", payment_record="prec_1"))],
    )
    def test_over_nothing_or_paid_elsewhere_has_no_payment(self, payments):
        assert invoice(payments=payments).payment_id is None

    def test_of_no_subscription_says_so(self):
        assert invoice(parent=None).subscription_id == ""

    def test_lacks_what_stripe_does_not_say(self):
        told = invoice(status_transitions={"paid_at": None}, billing_reason=None)

        assert (told.number, told.page_url, told.pdf_url, told.billing_reason) == ("", "", "", "")
        assert told.paid_at == told.created_at == datetime.fromtimestamp(NOW, tz=UTC)

    def test_tells_prorations_of_either_origin(self):
        told = invoice(
            lines=listed(
                line(
                    1,
                    type="subscription_item_details",
                    subscription_item_details={"proration": True},
                    invoice_item_details=None,
                ),
                line(
                    2,
                    type="invoice_item_details",
                    invoice_item_details={"proration": True},
                    subscription_item_details=None,
                ),
                line(
                    3,
                    type="subscription_item_details",
                    subscription_item_details={"proration": False},
                    invoice_item_details=None,
                ),
                line(4),
            )
        )

        assert [each.is_proration for each in told.lines] == [True, True, False, False]

    def test_may_have_a_line_without_a_price(self):
        [told] = invoice(lines=listed({**line(1), "pricing": None})).lines

        assert (told.price, told.amount) == ("", 1)


class TestARefund:
    def test_without_a_state_is_pending(self):
        told = refund_of(made(stripe.Refund, id="re_1", object="refund", amount=1, status=None, created=NOW))

        assert told.status == "pending"


class TestAPayment:
    @pytest.mark.parametrize(
        "charge",
        [
            None,
            "ch_1",
            {"object": "charge", "payment_method_details": None},
            {"object": "charge", "payment_method_details": {"type": "paypal", "paypal": {}}},
            {"object": "charge", "payment_method_details": {"type": "card", "card": {"fingerprint": None}}},
        ],
    )
    def test_may_have_no_card_to_know_again(self, charge):
        intent = made(
            stripe.PaymentIntent,
            id="pi_1",
            object="payment_intent",
            amount=999,
            currency="usd",
            status="requires_capture",
            metadata={},
            customer=None,
            latest_charge=charge,
        )

        told = payment_of(intent, [], [])

        assert (told.card_fingerprint, told.is_paid, told.order_id, told.customer) == ("", False, "", "")

    def test_has_its_disputes_in_order_also_those_of_one_second(self):
        newest_first = [
            made(stripe.Dispute, id=dispute_id, object="dispute", amount=1, status="lost", created=NOW + seconds)
            for dispute_id, seconds in (("dp_b", 1), ("dp_a", 0), ("dp_c", 0))
        ]
        intent = made(
            stripe.PaymentIntent,
            id="pi_1",
            object="payment_intent",
            amount=999,
            currency="usd",
            status="succeeded",
            metadata={"order_id": "7"},
            customer={"object": "customer", "id": "cus_1"},
            latest_charge=None,
        )

        told = payment_of(intent, [], newest_first)

        assert [each.id for each in told.disputes] == ["dp_c", "dp_a", "dp_b"]
        assert (told.order_id, told.customer) == ("7", "cus_1")


class TestACheckout:
    @pytest.mark.parametrize(
        ("payment_status", "is_paid"), [("paid", True), ("no_payment_required", True), ("unpaid", False)]
    )
    def test_is_paid_also_if_it_cost_nothing(self, payment_status, is_paid):
        session = made(
            stripe.checkout.Session,
            id="cs_1",
            object="checkout.session",
            status="complete",
            payment_status=payment_status,
            url=None,
            metadata=None,
            customer=None,
            payment_intent="pi_1",
            subscription=None,
            expires_at=NOW,
            livemode=True,
        )

        told = checkout_of(session)

        assert (told.is_paid, told.has_failed, told.order_id, told.livemode) == (is_paid, False, "", True)


class TestASubscription:
    def test_is_told_by_its_item(self):
        told = subscription_of(subscription(cancel_at=None, cancel_at_period_end=False))

        assert (told.amount, told.currency, told.cancels_at_period_end) == (1998, "usd", False)
        assert told.period_end == datetime.fromtimestamp(NOW + MONTH, tz=UTC)

    @pytest.mark.parametrize(("cancel_at", "ends"), [(NOW + MONTH, True), (NOW + MONTH + 1, False)])
    def test_ends_with_its_period_if_a_date_says_so(self, cancel_at, ends):
        told = subscription_of(subscription(cancel_at=cancel_at, cancel_at_period_end=False))

        assert told.cancels_at_period_end is ends

    def test_is_to_something(self):
        with pytest.raises(ValueError, match="sub_1 has no item"):
            item_of(subscription(items=listed(), cancel_at=None, cancel_at_period_end=False))


def subscription(**changes: Any) -> Any:
    item = {
        "id": "si_1",
        "object": "subscription_item",
        "price": {"id": "price_1", "object": "price", "unit_amount": 999, "currency": "usd"},
        "quantity": 2,
        "current_period_start": NOW,
        "current_period_end": NOW + MONTH,
    }
    fields = {
        "id": "sub_1",
        "object": "subscription",
        "customer": "cus_1",
        "status": "active",
        "items": listed(item),
        "start_date": NOW,
        "ended_at": None,
        "livemode": False,
    }
    return made(stripe.Subscription, **{**fields, **changes})
