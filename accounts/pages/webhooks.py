"""One's own webhooks: the list, each with what it was told, and what one can do with it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import EmailNotVerifiedError, WebhookIsOffError
from accounts.forms import WebhookForm
from accounts.models import DeliveryStatus, User, WebhookDelivery, WebhookEndpoint, WebhookEvent
from accounts.models.webhooks import PING
from accounts.pages.access import for_signed_in, is_htmx
from accounts.pages.refusals import show_refusal
from accounts.selectors import get_webhook_endpoint, webhook_deliveries_of, webhook_endpoints_of
from accounts.services.webhook_endpoints import (
    MOST_ENDPOINTS,
    add_endpoint,
    change_endpoint,
    delete_endpoint,
    rotate_secret,
)
from accounts.services.webhooks import replay, send_ping
from common.client_address import hashed_ip
from common.errors import DomainError, NotFoundError
from common.rate_limits.pages import limited

_A_PAGE = 20
# What waits for longer is not worth looking for every other second.
_SOON = timedelta(seconds=30)
_TONES = {DeliveryStatus.PENDING: "waiting", DeliveryStatus.DELIVERED: "good", DeliveryStatus.FAILED: "bad"}


@dataclass(frozen=True)
class _Told:
    """A delivery in words. `tone` colours its state; `next_at` is None unless it will be tried again."""

    row: WebhookDelivery
    name: str
    tone: str

    @property
    def next_at(self) -> object:
        return self.row.next_attempt_at if self.row.status == DeliveryStatus.PENDING else None


@csrf_protect
@never_cache
@limited("default")
@for_signed_in
def webhooks_page(request: HttpRequest, user: User) -> HttpResponse:
    """The list, and a form that adds to it and then shows the secret, once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint = add_endpoint(user, **form.cleaned_data, ip_digest=hashed_ip(request))
        except DomainError as error:
            return _list(request, user, show_refusal(form, error), error.status)
        return _secret(request, endpoint, is_new=True)
    return _list(request, user, form, 422 if form.is_bound else 200)


@require_safe
@never_cache
@for_signed_in
def webhook_page(request: HttpRequest, user: User, endpoint_id: uuid.UUID) -> HttpResponse:
    """One webhook and what it was told, newest first. A script asks for that part alone while one is due."""
    return _detail(request, _owned(user, endpoint_id))


@csrf_protect
@require_POST
@never_cache
@limited("default")
@for_signed_in
def webhook_change_page(request: HttpRequest, user: User, endpoint_id: uuid.UUID) -> HttpResponse:
    """Changes its address, what it is told of, and what it is for."""
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            change_endpoint(user, endpoint_id, **form.cleaned_data, ip_digest=hashed_ip(request))
        except NotFoundError as error:
            raise Http404 from error
        except DomainError as error:
            return _detail(request, _owned(user, endpoint_id), show_refusal(form, error), error.status)
        messages.success(request, gettext("Saved."))
        return redirect("webhook", endpoint_id)
    return _detail(request, _owned(user, endpoint_id), form, 422)


@csrf_protect
@require_POST
@limited("default")
@for_signed_in
def webhook_test_page(request: HttpRequest, user: User, endpoint_id: uuid.UUID) -> HttpResponse:
    """Has it called with a ping."""
    try:
        send_ping(user, endpoint_id)
    except NotFoundError as error:
        raise Http404 from error
    except WebhookIsOffError as error:
        messages.error(request, gettext(error.message))
    else:
        messages.success(request, gettext("A ping is on its way. What comes of it appears below."))
    return redirect("webhook", endpoint_id)


@csrf_protect
@require_POST
@never_cache
@limited("default")
@for_signed_in
def webhook_secret_page(request: HttpRequest, user: User, endpoint_id: uuid.UUID) -> HttpResponse:
    """Makes a new secret and shows it, once."""
    try:
        endpoint = rotate_secret(user, endpoint_id, ip_digest=hashed_ip(request))
    except NotFoundError as error:
        raise Http404 from error
    return _secret(request, endpoint, is_new=False)


@csrf_protect
@require_POST
@limited("default")
@for_signed_in
def webhook_switch_page(request: HttpRequest, user: User, endpoint_id: uuid.UUID) -> HttpResponse:
    """Switches it on or off, as the form's `is_active` says: pressed twice it does no more than once."""
    is_active = request.POST.get("is_active") == "1"
    try:
        change_endpoint(user, endpoint_id, is_active=is_active, ip_digest=hashed_ip(request))
    except NotFoundError as error:
        raise Http404 from error
    except EmailNotVerifiedError as error:
        messages.error(request, gettext(error.message))
    else:
        messages.success(request, gettext("It is on.") if is_active else gettext("It is off. Nothing is sent to it."))
    return redirect("webhook", endpoint_id)


@csrf_protect
@require_POST
@limited("default")
@for_signed_in
def webhook_delete_page(request: HttpRequest, user: User, endpoint_id: uuid.UUID) -> HttpResponse:
    """Deletes it with what was kept of its calls."""
    try:
        delete_endpoint(user, endpoint_id, ip_digest=hashed_ip(request))
    except NotFoundError:
        messages.info(request, gettext("That webhook was deleted already."))
    else:
        messages.success(request, gettext("The webhook is deleted."))
    return redirect("account-webhooks")


@csrf_protect
@require_POST
@limited("default")
@for_signed_in
def webhook_replay_page(request: HttpRequest, user: User, delivery_id: uuid.UUID) -> HttpResponse:
    """Sends something again."""
    try:
        delivery = replay(user, delivery_id)
    except NotFoundError as error:
        raise Http404 from error
    except WebhookIsOffError as error:
        messages.error(request, gettext(error.message))
        return redirect("account-webhooks")
    messages.success(request, gettext("It is on its way again. What comes of it appears below."))
    return redirect("webhook", delivery.endpoint_id)


def _owned(user: User, endpoint_id: uuid.UUID) -> WebhookEndpoint:
    try:
        return get_webhook_endpoint(user, endpoint_id)
    except NotFoundError as error:
        raise Http404 from error


def _list(request: HttpRequest, user: User, form: WebhookForm, status: int) -> HttpResponse:
    endpoints = list(webhook_endpoints_of(user))
    context = {
        "section": "webhooks",
        "endpoints": [(endpoint, _names(endpoint.events)) for endpoint in endpoints],
        "form": form,
        "has_room": len(endpoints) < MOST_ENDPOINTS,
        "is_form_open": form.is_bound or not endpoints,
    }
    return render(request, "accounts/webhooks.html", context, status=status)


def _detail(
    request: HttpRequest, endpoint: WebhookEndpoint, form: WebhookForm | None = None, status: int = 200
) -> HttpResponse:
    before = _key(request.GET.get("before", ""))
    rows = webhook_deliveries_of(endpoint)
    if before is not None:
        rows = rows.filter(pk__lt=before)  # their keys are in the order of time
    found = list(rows[: _A_PAGE + 1])
    shown = found[:_A_PAGE]
    names = {**dict(WebhookEvent.choices), PING: gettext("Test")}
    soon = timezone.now() + _SOON
    context = {
        "section": "webhooks",
        "endpoint": endpoint,
        "events": _names(endpoint.events),
        "form": form or WebhookForm(initial={name: getattr(endpoint, name) for name in WebhookForm.base_fields}),
        "deliveries": [
            _Told(row, str(names.get(row.event, row.event)), _TONES[DeliveryStatus(row.status)]) for row in shown
        ],
        "older": shown[-1].pk if len(found) > _A_PAGE else None,
        "is_continued": before is not None,
        "is_under_way": any(row.status == DeliveryStatus.PENDING and row.next_attempt_at <= soon for row in shown),
    }
    template = "accounts/_webhook_deliveries.html" if is_htmx(request) else "accounts/webhook.html"
    return render(request, template, context, status=status)


def _secret(request: HttpRequest, endpoint: WebhookEndpoint, *, is_new: bool) -> HttpResponse:
    context = {"section": "webhooks", "endpoint": endpoint, "is_new": is_new}
    return render(request, "accounts/webhook_secret.html", context)


def _names(events: list[str]) -> list[str]:
    return [str(WebhookEvent(event).label) for event in events if event in WebhookEvent.values]


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
