"""Where the buyer comes back from the checkout."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.pages.access import for_signed_in
from billing.errors import PaymentsUnavailableError
from billing.models import Order
from billing.pages.addresses import on_this_host
from billing.selectors import balance_of, subscription_of
from billing.services.purchasing import complete_order
from common.errors import NotFoundError

# The page looks again every few seconds, so often; after that whoever waits may come back by themselves.
_REFRESH_SECONDS = 3
_MOST_LOOKS = 40
State = Order.State


@require_safe
@never_cache
@for_signed_in
def checkout_return(request: HttpRequest, user: User) -> HttpResponse:
    """Settle the order and say how it stands. An unknown one, and somebody else's, is not found."""
    looks = request.GET.get("looks", "")
    seen = int(looks) if looks.isdecimal() and len(looks) < 4 else 0
    try:
        order, is_silent = _settled(user, _read_id(request.GET.get("order", "")))
    except NotFoundError as error:
        context: dict[str, Any] = {"status": error.status, "message": gettext(error.message)}
        return render(request, "error.html", context, status=error.status)
    state = _state(order, is_cancelled="cancelled" in request.GET)
    context = {
        "section": "",
        "order": order,
        "bought": order.plan or order.pack,
        "state": state,
        "continue_url": on_this_host(order.checkout_url),
        "is_silent": is_silent,
        "refresh_after": _REFRESH_SECONDS if state == "processing" and seen < _MOST_LOOKS else 0,
        "next_look": f"?order={order.pk}&looks={seen + 1}",
        "balance": balance_of(user),
        "subscription": subscription_of(user) if order.kind == Order.Kind.PLAN else None,
    }
    return render(request, "billing/checkout_return.html", context, status=503 if is_silent else 200)


def _settled(user: User, order_id: uuid.UUID | None) -> tuple[Order, bool]:
    """The order as it stands, and whether that is only what we knew, since the gateway does not answer."""
    if order_id is None:
        raise NotFoundError(gettext_noop("There is no such order of yours."))
    try:
        return complete_order(user, order_id), False
    except PaymentsUnavailableError:
        return Order.objects.select_related("plan", "pack").get(user=user, pk=order_id), True


def _state(order: Order, *, is_cancelled: bool) -> str:
    """paid, failed, expired, cancelled or processing."""
    if order.state != State.OPEN:
        return order.state
    if is_cancelled:
        return "cancelled"
    is_over = order.expires_at is not None and order.expires_at <= timezone.now()
    return State.EXPIRED.value if is_over else "processing"


def _read_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
