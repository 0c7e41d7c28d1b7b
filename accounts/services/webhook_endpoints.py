"""A user's webhooks: added, changed, given a new secret, deleted."""

import uuid
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.errors import TooManyWebhooksError
from accounts.models import User, WebhookEndpoint, WebhookEvent
from accounts.selectors import get_webhook_endpoint, webhook_endpoints_of
from accounts.services.audit import record
from accounts.services.locking import locked_user
from accounts.services.verification import require_verified
from accounts.webhook_calls import give_up_pending, new_secret
from common.errors import NotFoundError, ValidationFailedError
from common.fetching import AddressRefusedError, check_address

MOST_ENDPOINTS = 10
# A name server that does not answer holds up a request no longer.
_LOOK_UP_SECONDS = 3.0


def add_endpoint(
    user: User, *, url: str, events: Collection[WebhookEvent], description: str = "", ip_digest: str = ""
) -> WebhookEndpoint:
    """Add a webhook and return it with its `secret`, which is told only here.

    Raises `EmailNotVerifiedError`, `ValidationFailedError` for a `url` that leads to no public place (in production it
    has to be https), `TooManyWebhooksError` for an 11th, and `NotFoundError` for an account that is erased meanwhile.
    """
    require_verified(user)
    url = _checked(url)
    with transaction.atomic():
        locked_user(user)  # one new webhook of a user at a time is counted
        if webhook_endpoints_of(user).count() >= MOST_ENDPOINTS:
            raise TooManyWebhooksError(details={"limit": MOST_ENDPOINTS})
        endpoint = WebhookEndpoint.objects.create(
            user=user, url=url, events=_in_order(events), description=description, secret=new_secret()
        )
        _record("webhook.added", endpoint, ip_digest=ip_digest)
    return endpoint


def change_endpoint(
    user: User,
    endpoint_id: uuid.UUID,
    *,
    url: str | None = None,
    events: Collection[WebhookEvent] | None = None,
    description: str | None = None,
    is_active: bool | None = None,
    actor: User | None = None,
    ip_digest: str = "",
) -> WebhookEndpoint:
    """Change what is given. Switching it off gives up what waits for it; switching it on forgets that it failed.

    `actor` is who does it where that is not the owner. Raises `NotFoundError`, `ValidationFailedError` as above, and
    `EmailNotVerifiedError` where it gets another `url` or is switched on.
    """
    get_webhook_endpoint(user, endpoint_id)  # no name is looked up for somebody else's webhook
    if url is not None or is_active:
        require_verified(user)
    changes: dict[str, Any] = {"events": None if events is None else _in_order(events), "description": description}
    changes["url"] = None if url is None else _checked(url)
    with transaction.atomic():
        endpoint = locked_endpoint(user, endpoint_id)
        changed = [name for name, value in changes.items() if value not in (None, getattr(endpoint, name))]
        for name in changed:
            setattr(endpoint, name, changes[name])
        if is_active is not None and is_active != endpoint.is_active:
            endpoint.is_active = is_active
            changed.append("is_active")
        if "url" in changed or (is_active and "is_active" in changed):
            endpoint.failing_since = None
        if not changed:
            return endpoint
        endpoint.save(update_fields=[*changed, "failing_since"])
        if not endpoint.is_active:
            give_up_pending(endpoint)
        _record("webhook.changed", endpoint, actor=actor, ip_digest=ip_digest, changed=sorted(changed))
    return endpoint


def rotate_secret(user: User, endpoint_id: uuid.UUID, *, ip_digest: str = "") -> WebhookEndpoint:
    """Give a webhook a new `secret`, told only here, which signs from the next call on. Raises `NotFoundError`."""
    with transaction.atomic():
        endpoint = locked_endpoint(user, endpoint_id)
        endpoint.secret = new_secret()
        endpoint.save(update_fields=["secret"])
        _record("webhook.secret_rotated", endpoint, ip_digest=ip_digest)
    return endpoint


def delete_endpoint(user: User, endpoint_id: uuid.UUID, *, ip_digest: str = "") -> None:
    """Delete a webhook and what was kept of its calls. Raises `NotFoundError`."""
    with transaction.atomic():
        endpoint = locked_endpoint(user, endpoint_id)
        _record("webhook.deleted", endpoint, ip_digest=ip_digest)
        endpoint.delete()


def switch_all_off(user: User, *, ip_digest: str = "") -> int:
    """Switch every webhook of the user off and give up what waits for them. Returns how many were on."""
    with transaction.atomic():
        endpoints = webhook_endpoints_of(user).filter(is_active=True).order_by("pk").select_for_update().defer("secret")
        for endpoint in endpoints:
            endpoint.is_active = False
            endpoint.save(update_fields=["is_active"])
            give_up_pending(endpoint)
            _record("webhook.changed", endpoint, ip_digest=ip_digest, changed=["is_active"])
    return len(endpoints)


def locked_endpoint(user: User, endpoint_id: uuid.UUID) -> WebhookEndpoint:
    """A webhook of this user, until the transaction ends nobody else's to change. Raises `NotFoundError`.

    Whoever changes an endpoint or its deliveries takes this lock first, so that no two wait for each other.
    """
    endpoint = webhook_endpoints_of(user).select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFoundError(gettext_noop("There is no such webhook of yours."))
    return endpoint


def _checked(url: str) -> str:
    url = url.strip()
    try:
        check_address(url, is_https_needed=settings.IS_PRODUCTION, seconds=_LOOK_UP_SECONDS)
    except AddressRefusedError as error:
        raise ValidationFailedError(fields={"url": error.message}) from error
    return url


def _in_order(events: Collection[WebhookEvent]) -> list[str]:
    return [event.value for event in WebhookEvent if event in events]


def _record(
    action: str, endpoint: WebhookEndpoint, *, actor: User | None = None, ip_digest: str = "", **details: Any
) -> None:
    """Only the host is kept: what stands behind it may be a secret of the owner's."""
    told = {"endpoint": str(endpoint.pk), "host": urlsplit(endpoint.url).hostname, **details}
    record(action, user=endpoint.user, actor=actor or endpoint.user, details=told, ip_digest=ip_digest)
