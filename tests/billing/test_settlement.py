"""What becomes of purchases, whatever made us look at them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import EmailNotVerifiedError
from accounts.models import User
from accounts.services.registration import SignUpOrigin
from billing import ledger
from billing.errors import AccountFrozenError, PurchaseLimitError, SubscriptionStateError
from billing.gateways import current_gateway
from billing.gateways.local.customers import choose_card
from billing.gateways.local.payments import close_dispute, open_dispute
from billing.gateways.local.payments import refund as refund_at_gateway
from billing.models import (
    Invoice,
    LedgerTransaction,
    LocalSubscription,
    Order,
    Pack,
    Plan,
    Referral,
    Subscription,
)
from billing.selectors import balance_of, tier_of
from billing.services import subscribing
from billing.services.purchasing import buy_pack, complete_order
from billing.services.referring import code_of
from billing.services.refunding import refund_order
from billing.services.subscribing import subscribe
from billing.services.welcoming import welcome
from billing.settlement import refresh_tier, settle_order, settle_payment, settle_subscription
from billing.tasks import settle_again
from billing.tiers import Tier
from common.errors import NotFoundError, ValidationFailedError
from tests.accounts.people import make_user
from tests.billing.shopping import (
    GATEWAY,
    bought_pack,
    buyer,
    newest_invoice,
    paid_pack,
    renewed,
    subscribed,
)
from tests.common.together import fine, together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def clean_books():
    yield
    assert not {name: count for name, count in ledger.verify().items() if count}


def staff(name: str = "staff"):
    return make_user(name, is_staff=True)


class TestBuyingAPack:
    def test_brings_its_credits_once_it_is_paid(self):
        user = buyer()
        order = buy_pack(user, Pack.objects.get(pk="small"), ip_digest="")
        assert order.checkout_url
        assert settle_order(order.pk).state == "open"
        assert balance_of(user).available == 10

        paid = bought_pack(user, "medium")

        assert (paid.state, paid.amount, paid.currency) == ("paid", 3999, "usd")
        assert balance_of(user).available == 510

    def test_books_once_however_many_look_at_once(self):
        user = buyer()
        order = paid_pack(user)

        answers = fine(together(16, lambda _: settle_order(order.pk)))

        assert {answer.state for answer in answers} == {"paid"}
        assert balance_of(user).available == 110
        assert LedgerTransaction.objects.filter(key=f"order:{order.pk}").count() == 1

    def test_is_found_out_by_beat_where_no_event_tells(self):
        user = buyer()
        order = paid_pack(user)
        Order.objects.filter(pk=order.pk).update(created_at=timezone.now() - timedelta(minutes=11))

        assert settle_again() == 1

        assert balance_of(user).available == 110

    def test_keeps_what_was_agreed_when_the_catalogue_changes(self):
        user = buyer()
        order = paid_pack(user)
        Pack.objects.filter(pk="small").update(credits=90, price=1)
        settle_order(order.pk)
        assert balance_of(user).available == 110

    def test_needs_a_confirmed_address(self):
        with pytest.raises(EmailNotVerifiedError):
            buy_pack(make_user(), Pack.objects.get(pk="small"), ip_digest="")
        assert not Order.objects.exists()

    def test_is_somebodys_own(self):
        order = paid_pack(buyer())
        with pytest.raises(NotFoundError):
            complete_order(buyer("omid"), order.pk)

    def test_is_bounded_by_account(self):
        user = buyer()
        pack = Pack.objects.get(pk="small")

        answers = together(14, lambda _: buy_pack(user, pack, ip_digest=""))

        refused = [answer for answer in answers if isinstance(answer, Exception)]
        assert len(refused) == 4
        assert {type(error) for error in refused} == {PurchaseLimitError}
        assert Order.objects.count() == 10

    def test_is_bounded_by_address(self):
        pack = Pack.objects.get(pk="small")
        users = [buyer(f"user{index}") for index in range(4)]
        for index in range(30):
            buy_pack(users[index // 10], pack, ip_digest="one address")
        with pytest.raises(PurchaseLimitError) as caught:
            buy_pack(users[3], pack, ip_digest="one address")
        assert caught.value.details["retry_after"] == 3600
        buy_pack(users[3], pack, ip_digest="another one")

    def test_is_bounded_by_card(self):
        users = [buyer(f"user{index}") for index in range(4)]
        for user in users:
            bought_pack(user, card="shared")
        with pytest.raises(PurchaseLimitError):
            buy_pack(users[0], Pack.objects.get(pk="small"), ip_digest="")


class TestRefunding:
    def test_takes_the_credits_that_the_money_had_bought(self):
        user = buyer()
        order = bought_pack(user)
        refund_order(order, amount=333, reason="a third", author=staff(), key="1")
        assert balance_of(user).available == 10 + 100 - 33

        refund_order(order, amount=None, reason="the rest", author=staff("another"), key="2")

        assert balance_of(user).available == 10
        assert order.refunded_amount == 999

    def test_is_done_once_for_each_key(self):
        user = buyer()
        order = bought_pack(user)
        author = staff()
        for _ in range(2):
            refund_order(Order.objects.get(pk=order.pk), amount=100, reason="a bit", author=author, key="1")
        assert Order.objects.get(pk=order.pk).refunded_amount == 100
        assert balance_of(user).available == 10 + 100 - 10

    def test_leaves_a_debt_for_what_was_spent(self):
        user = buyer()
        order = bought_pack(user)
        spend(user, 80)
        refund_at_gateway(order.payment_id, amount=None, key="dashboard")
        settle_payment(GATEWAY, order.payment_id)

        balance = balance_of(user)
        assert (balance.available, balance.owed) == (0, 70)

        bought_pack(user)
        balance = balance_of(user)
        assert (balance.available, balance.owed) == (30, 0)

    def test_refuses_more_than_is_left_and_needs_a_reason(self):
        order = bought_pack(buyer())
        author = staff()
        with pytest.raises(ValidationFailedError):
            refund_order(order, amount=1000, reason="too much", author=author, key="1")
        with pytest.raises(ValidationFailedError):
            refund_order(order, amount=1, reason=" ", author=author, key="1")

    def test_books_a_refund_that_is_heard_of_first(self):
        user = buyer()
        order = paid_pack(user)
        payment_id = payment_of(order)
        refund_at_gateway(payment_id, amount=500, key="dashboard")

        assert settle_payment(GATEWAY, payment_id)

        assert balance_of(user).available == 10 + 100 - 50


class TestDisputes:
    def test_freeze_and_take_the_credits(self):
        user = buyer()
        order = bought_pack(user)
        spend(user, 50)
        open_dispute(order.payment_id)
        settle_payment(GATEWAY, order.payment_id)

        balance = balance_of(user)
        assert (balance.available, balance.owed, balance.is_frozen) == (0, 40, True)
        with pytest.raises(AccountFrozenError):
            spend(user, 1)
        with pytest.raises(AccountFrozenError):
            buy_pack(user, Pack.objects.get(pk="small"), ip_digest="")

    def test_give_everything_back_when_they_are_won(self):
        user = buyer()
        order = bought_pack(user)
        spend(user, 50)
        dispute = open_dispute(order.payment_id)
        settle_payment(GATEWAY, order.payment_id)
        close_dispute(dispute.pk, is_won=True)
        settle_payment(GATEWAY, order.payment_id)

        balance = balance_of(user)
        assert (balance.available, balance.owed, balance.is_frozen) == (60, 0, False)

    def test_leave_it_frozen_when_they_are_lost_until_staff_thaws(self):
        user = buyer()
        order = bought_pack(user)
        dispute = open_dispute(order.payment_id)
        settle_payment(GATEWAY, order.payment_id)
        close_dispute(dispute.pk, is_won=False)
        settle_payment(GATEWAY, order.payment_id)
        assert balance_of(user).is_frozen

        ledger.thaw(user.pk)
        settle_payment(GATEWAY, order.payment_id)
        assert not balance_of(user).is_frozen


class TestSubscribing:
    def test_brings_tier_and_credits_with_the_first_invoice(self):
        user = buyer()
        subscription = subscribed(user, "pro")

        assert tier_of(user) is Tier.PRO
        assert balance_of(user).available == 510
        assert (subscription.status, subscription.amount) == ("active", 2999)
        assert Invoice.objects.get().credits == 500

    def test_again_is_refused(self):
        user = buyer()
        subscribed(user)
        with pytest.raises(SubscriptionStateError):
            subscribe(user, Plan.objects.get(pk="pro"), ip_digest="")

    def test_keeps_one_checkout_open(self):
        user = buyer()
        basic, pro = Plan.objects.get(pk="basic"), Plan.objects.get(pk="pro")
        first = subscribe(user, basic, ip_digest="")
        assert subscribe(user, basic, ip_digest="").pk == first.pk
        second = subscribe(user, pro, ip_digest="")

        first.refresh_from_db()
        assert (first.state, second.state) == ("expired", "open")

    def test_begins_one_checkout_however_often_it_is_clicked(self):
        user = buyer()
        plan = Plan.objects.get(pk="basic")
        answers = fine(together(8, lambda _: subscribe(user, plan, ip_digest="")))
        assert {getattr(answer, "pk", answer) for answer in answers} == {Order.objects.get().pk}
        assert len({answer.checkout_url for answer in answers}) == 1

    def test_rolls_over_up_to_twice_the_monthly_sum(self):
        user = buyer()
        subscription = subscribed(user)
        spend(user, 40)  # the plan's credits go first: they expire
        renewed(subscription)
        assert balance_of(user).available == 10 + 60 + 100
        renewed(subscription)
        assert balance_of(user).available == 10 + 200

    def test_catches_up_with_invoices_that_nobody_told_of(self):
        user = buyer()
        subscription = subscribed(user)
        for _ in range(3):
            renewed(subscription, tell=False)
        settle_subscription(GATEWAY, subscription.reference)
        assert balance_of(user).available == 10 + 200
        assert Invoice.objects.count() == 4

    def test_books_each_invoice_once_however_many_look_at_once(self):
        user = buyer()
        subscription = subscribed(user)
        renewed(subscription, tell=False)
        together(8, lambda _: settle_subscription(GATEWAY, subscription.reference))
        assert balance_of(user).available == 10 + 200
        assert Invoice.objects.count() == 2


class TestChangingThePlan:
    def test_upgrades_at_the_price_and_for_the_credits_that_were_shown(self):
        user = buyer()
        subscribed(user)
        pro = Plan.objects.get(pk="pro")
        preview = subscribing.preview_change(user, pro)
        before = balance_of(user).available

        subscription = subscribing.change_plan(user, pro, at=preview.at, key="1")

        assert preview.is_upgrade
        assert 0 < preview.amount <= 2999 - 999
        assert newest_invoice(user).amount == preview.amount
        assert balance_of(user).available == before + preview.credits
        assert preview.credits in (399, 400)
        assert tier_of(user) is Tier.PRO
        assert subscription.plan_id == "pro"

    def test_is_done_once_for_each_key(self):
        user = buyer()
        subscribed(user)
        pro = Plan.objects.get(pk="pro")
        preview = subscribing.preview_change(user, pro)
        answers = together(6, lambda _: subscribing.change_plan(user, pro, at=preview.at, key="1"))
        assert {type(answer) for answer in answers} <= {Subscription, SubscriptionStateError}
        assert Invoice.objects.count() == 2

    def test_downgrades_with_the_next_period(self):
        user = buyer()
        subscription = subscribed(user, "pro")
        basic = Plan.objects.get(pk="basic")
        preview = subscribing.preview_change(user, basic)
        assert (preview.is_upgrade, preview.amount, preview.credits) == (False, 0, 0)
        assert preview.effective_at == subscription.period_end

        subscribing.change_plan(user, basic, at=preview.at, key="1")
        assert tier_of(user) is Tier.PRO
        assert balance_of(user).available == 510

        renewed(subscription)
        assert tier_of(user) is Tier.BASIC
        assert newest_invoice(user).amount == 999
        assert balance_of(user).available == 10 + 200

    def test_refuses_an_upgrade_while_a_downgrade_is_planned(self):
        user = buyer()
        subscribed(user, "pro")
        subscribing.change_plan(user, Plan.objects.get(pk="basic"), at=timezone.now(), key="1")
        with pytest.raises(SubscriptionStateError):
            subscribing.preview_change(user, Plan.objects.get(pk="enterprise"))

        subscribing.change_plan(user, Plan.objects.get(pk="pro"), at=timezone.now(), key="2")
        assert Invoice.objects.count() == 1

    def test_changes_nothing_when_the_card_is_refused(self):
        user = buyer()
        subscription = subscribed(user)
        choose(subscription, "declined")
        preview = subscribing.preview_change(user, Plan.objects.get(pk="pro"))
        with pytest.raises(Exception, match="declined"):
            subscribing.change_plan(user, Plan.objects.get(pk="pro"), at=preview.at, key="1")
        assert tier_of(user) is Tier.BASIC
        assert balance_of(user).available == 110

    def test_refuses_a_preview_that_is_too_old(self):
        user = buyer()
        subscribed(user)
        with pytest.raises(ValidationFailedError):
            subscribing.change_plan(user, Plan.objects.get(pk="pro"), at=timezone.now() - timedelta(hours=1), key="1")

    def test_refuses_the_free_plan_and_the_same_one(self):
        user = buyer()
        subscribed(user)
        with pytest.raises(ValidationFailedError):
            subscribing.preview_change(user, Plan.objects.get(pk="free"))
        with pytest.raises(SubscriptionStateError):
            subscribing.preview_change(user, Plan.objects.get(pk="basic"))


class TestEndingThePlan:
    def test_keeps_everything_until_the_period_ends(self):
        user = buyer()
        subscription = subscribed(user)
        assert subscribing.cancel(user).cancels_at_period_end
        assert tier_of(user) is Tier.BASIC

        renewed(subscription)

        assert subscription.status == "ended"
        assert tier_of(user) is Tier.FREE

    def test_can_be_taken_back(self):
        user = buyer()
        subscription = subscribed(user)
        subscribing.cancel(user)
        assert not subscribing.resume(user).cancels_at_period_end
        renewed(subscription)
        assert tier_of(user) is Tier.BASIC

    def test_without_a_plan_is_refused(self):
        with pytest.raises(SubscriptionStateError):
            subscribing.cancel(buyer())


class TestPastDue:
    def test_keeps_the_tier_for_the_grace_and_no_longer(self):
        user = buyer()
        subscription = subscribed(user)
        choose(subscription, "declined")
        renewed(subscription)
        assert subscription.status == "past_due"
        assert tier_of(user) is Tier.BASIC
        assert balance_of(user).available == 110

        Subscription.objects.update(past_due_since=timezone.now() - timedelta(days=8))
        assert refresh_tier(user) is Tier.FREE


class TestReferrals:
    def referred(self, referrer, username="newcomer", email="newcomer@example.org"):
        newcomer = buyer(username, email=email)
        welcome(newcomer, SignUpOrigin(ip_digest="", referral_code=code_of(referrer).lower()))
        return newcomer

    def test_bring_both_their_credits(self):
        referrer = buyer()
        newcomer = self.referred(referrer)
        assert balance_of(newcomer).available == 15

        bought_pack(newcomer)
        bought_pack(newcomer)

        assert balance_of(referrer).available == 20
        assert Referral.objects.get().rewarded_at is not None

    def test_bring_nothing_to_whoever_pays_with_the_referrers_card(self):
        referrer = buyer()
        bought_pack(referrer, card="shared")
        newcomer = self.referred(referrer)
        bought_pack(newcomer, card="shared")
        assert balance_of(referrer).available == 110
        assert Referral.objects.get().refused


class TestWelcoming:
    def test_knows_a_mailbox_however_it_is_spelled(self):
        first, second = make_user("a", email="sara.m@gmail.com"), make_user("b", email="S.aram+2@googlemail.com")
        for user in (first, second):
            welcome(user, SignUpOrigin(ip_digest="", referral_code=""))
        assert (balance_of(first).available, balance_of(second).available) == (10, 0)

    def test_bounds_the_welcomes_of_an_address(self, settings):
        settings.WELCOMES_A_DAY_BY_ADDRESS = 2
        users = [make_user(f"user{index}") for index in range(3)]
        for user in users:
            welcome(user, SignUpOrigin(ip_digest="one", referral_code=""))
        assert [balance_of(user).available for user in users] == [10, 10, 0]

    def test_ignores_a_code_that_nobody_has(self):
        user = make_user()
        welcome(user, SignUpOrigin(ip_digest="", referral_code="NOBODY"))
        assert balance_of(user).available == 10


def spend(user: User, amount: int) -> None:
    reference = uuid4()
    ledger.reserve(user, amount=amount, reference=reference)
    ledger.capture(reference)


def payment_of(order: Order) -> str:
    payment_id = current_gateway().get_checkout(order.session_id or "").payment_id
    assert payment_id
    return payment_id


def choose(subscription: Subscription, card: str) -> None:
    choose_card(LocalSubscription.objects.get(pk=subscription.reference).customer, card)
