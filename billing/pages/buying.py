"""From a button with a price on it to the checkout."""

import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.errors import EmailNotVerifiedError
from accounts.models import User
from accounts.pages.access import for_signed_in
from billing.models import Order
from billing.pages.addresses import on_this_host
from billing.selectors import get_pack, plan_of_tier
from billing.services.idempotency import Outcome, name_request, once_outside
from billing.services.purchasing import buy_pack
from billing.services.subscribing import subscribe
from billing.tiers import Tier
from common.client_address import hashed_ip
from common.errors import DomainError, NotFoundError
from common.ids import new_id
from common.rate_limits.pages import limited

_LONGEST_TOKEN = 64


@require_POST
@never_cache
@limited("default")
@for_signed_in
def buy_pack_page(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """Begin the checkout of a pack and lead there."""
    return _begin(request, user, slug, lambda: buy_pack(user, get_pack(slug=slug), ip_digest=hashed_ip(request)))


@require_POST
@never_cache
@limited("default")
@for_signed_in
def buy_plan_page(request: HttpRequest, user: User, tier: str) -> HttpResponse:
    """Begin the checkout of a plan and lead there."""
    if tier not in Tier.values:
        return _refused(request, NotFoundError(gettext_noop("There is no such plan.")))
    plan = plan_of_tier(Tier(tier))
    return _begin(request, user, tier, lambda: subscribe(user, plan, ip_digest=hashed_ip(request)))


def _begin(request: HttpRequest, user: User, what: str, begin: Callable[[], Order]) -> HttpResponse:
    try:
        order = _begun_once(request, user, what, begin)
        if not _can_be_paid(order):
            order = begin()  # a page from before the first purchase, gone back to for a second one
    except EmailNotVerifiedError:
        return redirect(f"{reverse('verify')}?{urlencode({'next': reverse('pricing')})}")
    except DomainError as error:
        return _refused(request, error)
    return redirect(on_this_host(order.checkout_url))


def _begun_once(request: HttpRequest, user: User, what: str, begin: Callable[[], Order]) -> Order:
    """Begin it; sent again by a second click, it is the same order."""
    token = request.POST.get("token", "")[:_LONGEST_TOKEN]
    token = token if token.isascii() and token.isprintable() else ""
    named = name_request(user, f"{token or new_id()}:{what}", route=request.path, body=None)
    outcome = once_outside(named, lambda: Outcome(status=201, body={"order_id": str(begin().pk)}))
    return Order.objects.get(user=user, pk=uuid.UUID(outcome.body["order_id"]))


def _can_be_paid(order: Order) -> bool:
    is_fresh = order.expires_at is not None and order.expires_at > timezone.now()
    return order.state == Order.State.OPEN and is_fresh and bool(order.checkout_url)


def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    faults = error.details.get("validation_errors", ())
    told = [gettext(fault["message"]) for fault in faults] or [gettext(error.message)]
    context = {"section": "", "told": told, "code": error.code}
    response = render(request, "billing/buying_refused.html", context, status=error.status)
    if "retry_after" in error.details:
        response["Retry-After"] = str(error.details["retry_after"])
    return response
