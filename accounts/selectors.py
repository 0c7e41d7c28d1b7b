"""Reading who someone is and what is theirs."""

import uuid
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from accounts.models import ApiKey, AuditEntry, BrandAsset, EmailVerification, User, WebhookDelivery, WebhookEndpoint
from common.errors import NotFoundError

USERNAME_TAKEN = "This username is taken."
# Written out, since every request with a token asks it, and composing it costs more than running it.
_SIGNED_IN = """
    SELECT who.* FROM accounts_user AS who JOIN accounts_tokenfamily AS family ON family.user_id = who.id
    WHERE who.id = %(user)s AND who.is_active AND family.id = %(family)s AND family.revoked_at IS NULL
"""
EMAIL_TAKEN = "There is an account with this e-mail address."


def find_signed_in_user(*, user_id: uuid.UUID, family_id: uuid.UUID) -> User | None:
    """The user of an access token, unless deactivated or signed out since."""
    return next(iter(User.objects.raw(_SIGNED_IN, {"user": user_id, "family": family_id})), None)


def find_live_api_key(digest: str) -> ApiKey | None:
    """The key of that digest with its `user`, by one query; None if it is revoked or expired, or the user shut out."""
    keys = ApiKey.objects.filter(digest=digest, revoked_at=None, user__is_active=True)
    return keys.filter(_not_expired()).select_related("user").first()


def live_api_keys(user: User) -> "QuerySet[ApiKey]":
    """The user's keys that work now, newest first."""
    return ApiKey.objects.filter(_not_expired(), user=user, revoked_at=None).order_by("-created_at", "-pk")


def unrevoked_api_keys(user: User) -> "QuerySet[ApiKey]":
    """The user's keys, expired ones too, but none that was revoked; newest first."""
    return ApiKey.objects.filter(user=user, revoked_at=None).order_by("-created_at", "-pk")


def get_api_key(user: User, key_id: uuid.UUID) -> ApiKey:
    """A key of this user, revoked or not. Raises `NotFoundError`, for somebody else's as well."""
    key = ApiKey.objects.filter(user=user, pk=key_id).first()
    if key is None:
        raise NotFoundError(gettext_noop("There is no such API key of yours."))
    return key


def spent_by_keys(user: User) -> Mapping[uuid.UUID, int]:
    """What each of the user's keys has spent in this calendar month (UTC), in credits. Settings name who answers."""
    return _key_spending()(user)


def recent_audit(user: User) -> "QuerySet[AuditEntry]":
    """What happened to the user's account, newest first, each with its `actor`."""
    return AuditEntry.objects.filter(user=user).select_related("actor").order_by("-created_at", "-id")


def taken_fields(*, username: str | None, email: str | None, except_for: uuid.UUID | None = None) -> dict[str, str]:
    """Which of a name and an address belong to somebody else already, with what to tell about it.

    It tells both at once; that two people can't take one name at the same moment is up to the unique indexes.
    """
    others = User.objects.get_queryset()
    if except_for is not None:
        others = others.exclude(pk=except_for)
    taken = {}
    if username is not None and others.named(username).exists():
        taken["username"] = USERNAME_TAKEN
    if email is not None and others.addressed(email).exists():
        taken["email"] = EMAIL_TAKEN
    return taken


def user_facts(user: User) -> Mapping[str, Any]:
    """What apps above this one know of a user: `credits` and `subscription_tier`. Settings name who answers."""
    return _facts()(user)


def user_limits(user: User) -> Mapping[str, int]:
    """What the user's plan allows: `brand_assets`. Settings name who answers."""
    return _limits()(user)


def assets_of(user: User) -> "QuerySet[BrandAsset]":
    """The user's pictures, newest first."""
    return BrandAsset.objects.filter(owner=user).order_by("-created_at", "-pk")


def get_owned_asset(user: User, asset_id: uuid.UUID) -> BrandAsset:
    """A picture of this user. Raises `NotFoundError`, for somebody else's as well."""
    asset = BrandAsset.objects.filter(owner=user, pk=asset_id).first()
    if asset is None:
        raise NotFoundError(gettext_noop("There is no such picture of yours."))
    return asset


def webhook_endpoints_of(user: User) -> "QuerySet[WebhookEndpoint]":
    """The user's webhooks, newest first. Their secrets stay in the database, encrypted, until somebody needs one."""
    return WebhookEndpoint.objects.filter(user=user).defer("secret").order_by("-created_at", "-pk")


def get_webhook_endpoint(user: User, endpoint_id: uuid.UUID) -> WebhookEndpoint:
    """A webhook of this user. Raises `NotFoundError`, for somebody else's as well."""
    endpoint = webhook_endpoints_of(user).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFoundError(gettext_noop("There is no such webhook of yours."))
    return endpoint


def webhook_deliveries_of(endpoint: WebhookEndpoint) -> "QuerySet[WebhookDelivery]":
    """What an endpoint was told, or is to be told, newest first."""
    return WebhookDelivery.objects.filter(endpoint=endpoint).order_by("-created_at", "-pk")


def get_webhook_delivery(user: User, delivery_id: uuid.UUID) -> WebhookDelivery:
    """A delivery to a webhook of this user, without its endpoint. Raises `NotFoundError`, for somebody else's too."""
    delivery = WebhookDelivery.objects.filter(endpoint__user=user, pk=delivery_id).first()
    if delivery is None:
        raise NotFoundError(gettext_noop("There is no such delivery of yours."))
    return delivery


def avatar_path(user: User) -> str | None:
    """The path of the user's avatar, which its owner may see; None without one."""
    return reverse("asset-file", args=[user.avatar_id]) if user.avatar_id else None


def open_verifications() -> "QuerySet[EmailVerification]":
    """Links that would work now, each with its `user`: unused, not expired, and the account still has the address."""
    verifications = EmailVerification.objects.filter(
        used_at=None, expires_at__gt=timezone.now(), user__is_active=True, user__is_verified=False
    )
    return verifications.alias(address=Lower("email")).filter(address=Lower(F("user__email"))).select_related("user")


def find_newest_verification(user: User) -> EmailVerification | None:
    """The link that was made last for the user's present address, if it would still work."""
    return open_verifications().filter(user=user).order_by("-created_at", "-pk").first()


def verification_path(verification: EmailVerification) -> str:
    """The path of the page that confirms the address. Whoever knows it can do so."""
    return reverse("verify-token", args=[verification.secret])


def _not_expired() -> Q:
    return Q(expires_at=None) | Q(expires_at__gt=timezone.now())


@cache
def _key_spending() -> Callable[[User], Mapping[uuid.UUID, int]]:
    found: Callable[[User], Mapping[uuid.UUID, int]] = import_string(settings.KEY_SPENDING)
    return found


@cache
def _facts() -> Callable[[User], Mapping[str, Any]]:
    found: Callable[[User], Mapping[str, Any]] = import_string(settings.USER_FACTS)
    return found


@cache
def _limits() -> Callable[[User], Mapping[str, int]]:
    found: Callable[[User], Mapping[str, int]] = import_string(settings.USER_LIMITS)
    return found
