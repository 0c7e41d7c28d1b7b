"""The hosted pages of test payments."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from billing.gateways.local import LocalGateway
from billing.gateways.local.customers import choose_card
from billing.gateways.local.payments import open_dispute
from billing.gateways.local.renewing import renew
from billing.models import (
    LocalCheckout,
    LocalCustomer,
    LocalDispute,
    LocalEvent,
    LocalInvoice,
    LocalPayment,
    LocalSubscription,
)
from tests.accounts.people import make_user
from tests.billing.local_purchases import BASIC, PACK, begin, buy, customer_for, subscribed
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sara() -> User:
    return make_user("sara")


@pytest.fixture
def browser(sara: User) -> Client:
    client = Client()
    client.force_login(sara)
    return client


def checkout_page(checkout_id: str) -> str:
    return reverse("test-payments-checkout", args=[checkout_id])


def portal_page(customer: str) -> str:
    return reverse("test-payments-portal", args=[customer])


class TestCheckoutPage:
    def test_shows_what_is_bought_and_that_no_money_moves(self, browser, sara):
        page = browser.get(checkout_page(begin(PACK, user_id=sara.pk).id))

        text = page.content.decode()
        assert page.status_code == 200
        assert "Test payments – no money moves." in text
        assert "100 credits" in text
        assert "$9.99" in text
        assert 'href="/back?cancelled=1"' in text
        assert text.count('type="radio"') == 4

    def test_says_that_a_plan_costs_it_every_month(self, browser, sara):
        text = browser.get(checkout_page(begin(BASIC, user_id=sara.pk).id)).content.decode()

        assert "$10.00 a month" in text
        assert "also pays the renewals" in text

    def test_pays_and_leads_back(self, browser, sara):
        checkout = begin(user_id=sara.pk)

        answer = browser.post(checkout_page(checkout.id), {"card": "works"})

        assert (answer.status_code, answer["Location"]) == (302, "/back")
        assert LocalGateway().get_checkout(checkout.id).is_paid

    def test_pays_once(self, browser, sara):
        checkout = begin(user_id=sara.pk)

        answers = [browser.post(checkout_page(checkout.id), {"card": "works"}) for _ in range(2)]

        assert {answer["Location"] for answer in answers} == {"/back"}
        assert LocalPayment.objects.count() == 1

    def test_says_why_a_card_was_refused_and_stays_open(self, browser, sara):
        checkout = begin(user_id=sara.pk)

        answer = browser.post(checkout_page(checkout.id), {"card": "insufficient_funds"})

        text = answer.content.decode()
        assert answer.status_code == 402
        assert "Your card has insufficient funds." in text
        assert 'value="insufficient_funds" checked' in text
        assert LocalGateway().get_checkout(checkout.id).status == "open"

    def test_asks_for_one_of_the_cards(self, browser, sara):
        answer = browser.post(checkout_page(begin(user_id=sara.pk).id), {"card": "4242424242424242"})

        assert answer.status_code == 422
        assert "Choose one of the test cards." in answer.content.decode()

    def test_says_that_it_is_paid(self, browser, sara):
        text = browser.get(checkout_page(buy(user_id=sara.pk).id)).content.decode()

        assert "This is paid." in text
        assert 'href="/back"' in text
        assert "radio" not in text

    def test_takes_no_payment_once_it_is_over(self, browser, sara):
        checkout = begin(user_id=sara.pk)
        LocalGateway().expire_checkout(checkout.id)

        answer = browser.post(checkout_page(checkout.id), {"card": "works"}, follow=True)

        assert "nothing was charged" in answer.content.decode()
        assert not LocalPayment.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_not_there_for_others(self, browser, method):
        checkout = begin(user_id=make_user("omid").pk)

        assert getattr(browser, method)(checkout_page(checkout.id), {"card": "works"}).status_code == 404
        assert not LocalPayment.objects.exists()

    def test_is_not_there_for_an_unknown_reference(self, browser):
        assert browser.get(checkout_page("cs_test_none")).status_code == 404

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_leads_the_signed_out_to_the_sign_in(self, method):
        answer = getattr(Client(), method)(checkout_page(begin().id), {"card": "works"})

        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{reverse('login')}?next=/test-payments/checkout/")
        assert not LocalPayment.objects.exists()

    def test_asks_for_the_csrf_token(self, sara):
        client = Client(enforce_csrf_checks=True)
        client.force_login(sara)

        assert client.post(checkout_page(begin(user_id=sara.pk).id), {"card": "works"}).status_code == 403
        assert not LocalPayment.objects.exists()

    def test_is_not_there_beside_a_vendor(self, browser, sara, settings):
        checkout = begin(user_id=sara.pk)
        settings.STRIPE_SECRET_KEY = "sk_test_x"

        assert browser.get(checkout_page(checkout.id)).status_code == 404


class TestPortalPage:
    def post(self, browser, customer, **fields):
        return browser.post(portal_page(customer), fields, follow=True)

    def renewing(self, subscription: LocalSubscription) -> dict[str, str]:
        return {"subscription": subscription.pk, "period_end": subscription.period_end.isoformat()}

    def test_opens_for_somebody_new(self, browser, sara):
        page = browser.get(portal_page(customer_for(sara.pk)))

        assert page.status_code == 200
        assert "Nothing was paid yet." in page.content.decode()

    def test_shows_plans_cards_and_payments(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)
        buy(PACK, user_id=sara.pk)

        text = browser.get(portal_page(subscription.customer_id)).content.decode()

        invoice = LocalInvoice.objects.get()
        assert f'id="{invoice.pk}"' in text
        assert "Basic</h3>" in text
        assert invoice.number in text
        assert "$10.00 a month" in text
        assert f"renews on {subscription.period_end.day} {subscription.period_end:%b %Y}" in text
        assert 'value="works" checked' in text
        assert "100 credits" in text

    def test_has_the_same_number_of_queries_for_many_payments(self, browser, sara, django_assert_max_num_queries):
        customer = buy(user_id=sara.pk).customer
        for _ in range(5):
            buy(user_id=sara.pk)
        subscription = subscribed(user_id=sara.pk)
        for _ in range(3):
            subscription = renew(subscription.pk, period_end=subscription.period_end)

        with django_assert_max_num_queries(11):
            browser.get(portal_page(customer))

    def test_chooses_the_card_of_the_renewals(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)

        page = self.post(browser, subscription.customer_id, action="choose_card", card="declined")

        assert "The next renewals are paid by: Declined card." in page.content.decode()
        assert LocalCustomer.objects.get().card == "declined"

    def test_refuses_a_card_that_is_none(self, browser, sara):
        page = self.post(browser, customer_for(sara.pk), action="choose_card", card="gold")

        assert page.status_code == 422
        assert "Choose one of the test cards." in page.content.decode()

    def test_renews_now(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)

        page = self.post(browser, subscription.customer_id, action="renew", **self.renewing(subscription))

        assert "The next period began, and is paid." in page.content.decode()
        assert LocalInvoice.objects.filter(paid_at__isnull=False).count() == 2

    def test_renews_once_by_two_presses(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)

        for _ in range(2):
            self.post(browser, subscription.customer_id, action="renew", **self.renewing(subscription))

        assert LocalInvoice.objects.count() == 2

    def test_sends_the_period_that_it_shows(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)

        text = browser.get(portal_page(subscription.customer_id)).content.decode()

        assert f'name="period_end" value="{subscription.period_end.isoformat()}"' in text

    def test_ends_what_was_cancelled(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)
        LocalGateway().set_cancels_at_period_end(subscription.pk, True, key="cancel-1")

        page = self.post(browser, subscription.customer_id, action="renew", **self.renewing(subscription))

        assert "The period is over, and with it the subscription." in page.content.decode()

    def test_lets_a_renewal_fail_and_pays_it_later(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)

        page = self.post(browser, subscription.customer_id, action="renew_refused", **self.renewing(subscription))
        invoice = LocalInvoice.objects.get(paid_at=None)
        paid = self.post(browser, subscription.customer_id, action="pay", invoice=invoice.pk)

        assert "its card was refused" in page.content.decode()
        assert "Pay $10.00" in page.content.decode()
        assert "The invoice is paid." in paid.content.decode()
        assert LocalSubscription.objects.get().status == "active"

    def test_says_why_an_invoice_could_not_be_paid(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)
        choose_card(subscription.customer, "declined")
        renew(subscription.pk, period_end=subscription.period_end)

        page = self.post(
            browser, subscription.customer_id, action="pay", invoice=LocalInvoice.objects.get(paid_at=None).pk
        )

        assert page.status_code == 402
        assert "Your card was declined." in page.content.decode()

    @pytest.mark.parametrize(("action", "status"), [("win", "won"), ("lose", "lost")])
    def test_disputes_and_decides(self, browser, sara, action, status):
        checkout = buy(user_id=sara.pk)

        self.post(browser, checkout.customer, action="dispute", payment=checkout.payment_id)
        dispute = LocalDispute.objects.get()
        page = self.post(browser, checkout.customer, action=action, dispute=dispute.pk)

        dispute.refresh_from_db()
        assert dispute.status == status
        assert f"dispute {status}" in page.content.decode()
        assert "Dispute this payment" not in page.content.decode()

    def test_says_what_went_back(self, browser, sara):
        checkout = buy(user_id=sara.pk)
        LocalGateway().refund(checkout.payment_id, amount=300, key="refund-1")

        assert "$3.00 sent back" in browser.get(portal_page(checkout.customer)).content.decode()

    def test_leads_back_to_our_page(self, browser, sara):
        customer = customer_for(sara.pk)
        back = f"{settings.PUBLIC_URL}/account/plan"

        page = self.post(browser, customer, action="choose_card", card="works", return_url=back)

        assert 'href="/account/plan"' in page.content.decode()

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_leads_nowhere_else(self, browser, sara, elsewhere):
        page = browser.get(portal_page(customer_for(sara.pk)), {"return_url": elsewhere})

        assert page.context["return_url"] == reverse(settings.LOGIN_REDIRECT_URL)

    @pytest.mark.parametrize(
        "fields",
        [
            {"action": "rob"},
            {},
            {"action": "renew", "subscription": "sub_test_none", "period_end": "2027-01-01T00:00:00+00:00"},
            {"action": "pay", "invoice": "in_test_none"},
            {"action": "dispute", "payment": "pi_test_none"},
            {"action": "win", "dispute": "dp_test_none"},
        ],
    )
    def test_knows_no_other_actions_and_things(self, browser, sara, fields):
        assert browser.post(portal_page(customer_for(sara.pk)), fields).status_code == 404

    def test_does_not_renew_from_a_moment_that_is_none(self, browser, sara):
        subscription = subscribed(user_id=sara.pk)
        fields = {"action": "renew", "subscription": subscription.pk, "period_end": "soon"}

        assert browser.post(portal_page(subscription.customer_id), fields).status_code == 404

    def test_touches_nothing_of_others(self, browser, sara):
        theirs = subscribed(user_id=uuid4())
        invoice, payment = LocalInvoice.objects.get(), LocalPayment.objects.get()
        dispute = open_dispute(payment.pk)
        events = LocalEvent.objects.count()
        mine = portal_page(customer_for(sara.pk))

        for fields in (
            {"action": "renew", **self.renewing(theirs)},
            {"action": "renew_refused", **self.renewing(theirs)},
            {"action": "pay", "invoice": invoice.pk},
            {"action": "dispute", "payment": payment.pk},
            {"action": "win", "dispute": dispute.pk},
            {"action": "lose", "dispute": dispute.pk},
        ):
            assert browser.post(mine, fields).status_code == 404
        assert LocalEvent.objects.count() == events

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_not_there_for_others(self, browser, method):
        customer = customer_for(make_user("omid").pk)

        answer = getattr(browser, method)(portal_page(customer), {"action": "choose_card", "card": "works"})

        assert answer.status_code == 404
        assert LocalCustomer.objects.get().card == ""

    def test_is_not_there_for_an_unknown_reference(self, browser):
        assert browser.get(portal_page("cus_test_none")).status_code == 404

    def test_leads_the_signed_out_to_the_sign_in(self):
        assert Client().get(portal_page(customer_for())).status_code == 302

    def test_asks_for_the_csrf_token(self, sara):
        client = Client(enforce_csrf_checks=True)
        client.force_login(sara)

        answer = client.post(portal_page(customer_for(sara.pk)), {"action": "choose_card", "card": "works"})

        assert answer.status_code == 403


@pytest.mark.django_db(transaction=True)
class TestPressingPayTwice:
    def test_pays_once(self):
        sara = make_user("sara")
        checkout = begin(user_id=sara.pk, expires_at=timezone.now() + timedelta(hours=1))

        def press(_: int) -> str:
            client = Client()
            client.force_login(sara)
            return client.post(checkout_page(checkout.id), {"card": "works"})["Location"]

        assert together(4, press) == ["/back"] * 4
        assert LocalPayment.objects.count() == 1
        assert LocalCheckout.objects.get().status == "complete"
