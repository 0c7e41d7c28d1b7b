"""What users bought."""

from django.db.models import Q, QuerySet

from accounts.models import User
from billing.models import Invoice, Order, Subscription

Status = Subscription.Status
# A subscription that may still bring a paid period.
LIVING = (Status.ACTIVE, Status.PAST_DUE, Status.PAUSED, Status.INCOMPLETE)


def orders_of(user: User) -> "QuerySet[Order]":
    """The user's checkouts, newest first. What a plan's checkout was paid with stands among the invoices."""
    paid_plan = Q(kind=Order.Kind.PLAN, state=Order.State.PAID)
    return Order.objects.filter(user=user).exclude(paid_plan).select_related("pack", "plan").order_by("-created_at")


def invoices_of(user: User) -> "QuerySet[Invoice]":
    """The user's paid invoices, newest first."""
    return Invoice.objects.filter(user=user).select_related("plan").order_by("-paid_at")


def subscription_of(user: User) -> Subscription | None:
    """The user's living subscription; the latest one, where there are several or where it has ended."""
    mine = Subscription.objects.filter(user=user).select_related("plan", "paid_plan").order_by("-started_at")
    return mine.filter(status__in=LIVING).first() or mine.first()
