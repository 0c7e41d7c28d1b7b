"""Users as staff see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum, TextChoices
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from billing.tiers import Tier
from common.errors import NotFoundError


class UserOrder(TextChoices):
    NEWEST = "newest"
    OLDEST = "oldest"
    USERNAME = "username"
    LAST_LOGIN = "last_login"


@dataclass(frozen=True)
class UserFilter:
    """Which users; None is whatever. `search` is a part of a username, e-mail address or full name."""

    search: str = ""
    role: str = ""
    tier: str = ""
    is_active: bool | None = None
    is_verified: bool | None = None
    is_staff: bool | None = None
    order: UserOrder = UserOrder.NEWEST


@dataclass(frozen=True)
class UserFacts:
    """A user with what they have and made."""

    user: User
    tier: Tier
    available: int
    held: int
    owed: int
    generations: int


_ORDERS: dict[UserOrder, tuple[Any, ...]] = {
    UserOrder.NEWEST: ("-created_at", "-pk"),
    UserOrder.OLDEST: ("created_at", "pk"),
    UserOrder.USERNAME: ("username",),
    UserOrder.LAST_LOGIN: (F("last_login").desc(nulls_last=True), "-pk"),
}


def find_users(wanted: UserFilter) -> QuerySet[User]:
    """Return the users that match; nobody whose account was erased."""
    users = User.objects.filter(erased_at=None).select_related("credit_account")
    for word in wanted.search.split():
        users = users.filter(Q(username__icontains=word) | Q(email__icontains=word) | Q(full_name__icontains=word))
    if wanted.role:
        users = users.filter(role=wanted.role)
    if wanted.tier:
        is_in_it = Q(credit_account__tier=wanted.tier)
        users = users.filter(is_in_it | Q(credit_account=None) if wanted.tier == Tier.FREE else is_in_it)
    for name in ("is_active", "is_verified", "is_staff"):
        if getattr(wanted, name) is not None:
            users = users.filter(**{name: getattr(wanted, name)})
    return users.order_by(*_ORDERS[wanted.order])


def get_user(user_id: uuid.UUID) -> User:
    """Return a user whose account was not erased. Raises `NotFoundError`."""
    user = User.objects.filter(pk=user_id, erased_at=None).first()
    if user is None:
        raise NotFoundError
    return user


def facts_of_users(users: Sequence[User]) -> list[UserFacts]:
    """Return what each of them has and made, in two queries for all."""
    ids = [user.pk for user in users]
    lapsed = dict(
        User.objects.filter(pk__in=ids, credit_account__lots__expires_at__lte=Now())
        .annotate(lapsed=Coalesce(Sum(F("credit_account__lots__posted") - F("credit_account__lots__held")), 0))
        .values_list("pk", "lapsed")
        .order_by()
    )
    made = dict(User.objects.filter(pk__in=ids).annotate(n=Count("generations")).values_list("pk", "n").order_by())
    return [_facts(user, lapsed.get(user.pk, 0), made.get(user.pk, 0)) for user in users]


def _facts(user: User, lapsed: int, generations: int) -> UserFacts:
    account = getattr(user, "credit_account", None)
    if account is None:  # its first touch brings what is counted already
        return UserFacts(user, Tier.FREE, settings.WELCOME_CREDITS, 0, 0, generations)
    available = 0 if account.owed else account.posted - account.held - int(lapsed)
    return UserFacts(user, Tier(account.tier), available, account.held, account.owed, generations)
