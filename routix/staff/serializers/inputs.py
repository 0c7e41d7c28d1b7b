"""What the API takes."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from accounts.models import Role
from billing.tiers import Tier
from chat.models.broadcast import BroadcastLevel
from chat.services.wording import clean_line, clean_message
from common.api.inputs import Input
from generation.serializers.inputs import MomentField
from routix.staff.selectors.activity import ActivityFilter
from routix.staff.selectors.users import UserFilter, UserOrder

LARGEST_ADJUSTMENT = 1_000_000
LONGEST_REASON = 200
MOST_HOURS = 30 * 24


class UsersInput(Input):
    """Which users."""

    search = serializers.CharField(
        required=False, max_length=200, default="", help_text="Parts of a username, e-mail address or full name."
    )
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    tier = serializers.ChoiceField(choices=Tier.choices, required=False)
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)
    is_verified = serializers.BooleanField(required=False, allow_null=True, default=None)
    is_staff = serializers.BooleanField(required=False, allow_null=True, default=None)
    sort_by = serializers.ChoiceField(choices=UserOrder.choices, default=UserOrder.NEWEST)

    def wanted(self) -> UserFilter:
        """Return the valid input as the selector takes it."""
        data: dict[str, Any] = dict(self.validated_data)
        return UserFilter(order=UserOrder(data.pop("sort_by")), **data)


class AdjustmentInput(Input):
    """Credits that are given, or with a negative amount taken."""

    amount = serializers.IntegerField(min_value=-LARGEST_ADJUSTMENT, max_value=LARGEST_ADJUSTMENT)
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="The user sees it in the statement.")

    def validate_amount(self, amount: int) -> int:
        if not amount:
            raise serializers.ValidationError("An adjustment changes something.", code="zero")
        return amount


class UserChangesInput(Input):
    """What is to change; what is left out stays."""

    role = serializers.ChoiceField(choices=Role.choices, required=False)
    is_active = serializers.BooleanField(required=False)
    is_verified = serializers.BooleanField(required=False)
    credits = AdjustmentInput(required=False, help_text="Needs an `Idempotency-Key`, so that it happens once.")


class ActivityInput(Input):
    """Which entries."""

    user_id = serializers.UUIDField(required=False, help_text="About whose account.")
    actor_id = serializers.UUIDField(required=False, help_text="Done by whom.")
    action = serializers.CharField(required=False, max_length=60, help_text="Its beginning, such as `password.`.")
    since = MomentField(required=False, help_text="A date or a time in ISO 8601.")

    def wanted(self) -> ActivityFilter:
        """Return the valid input as the selector takes it."""
        data = self.validated_data
        return ActivityFilter(
            user=data.get("user_id"),
            actor=data.get("actor_id"),
            action=data.get("action", ""),
            since=data.get("since"),
        )


class BroadcastInput(Input):
    """What to tell everybody."""

    title = serializers.CharField(max_length=120)
    message = serializers.CharField(max_length=1000)
    level = serializers.ChoiceField(choices=BroadcastLevel.choices, default=BroadcastLevel.INFO)
    expires_in_hours = serializers.IntegerField(
        min_value=1, max_value=MOST_HOURS, default=24, help_text="Whoever comes until then is told as well."
    )

    def validate_title(self, title: str) -> str:
        return _cleaned(clean_line, title)

    def validate_message(self, message: str) -> str:
        return _cleaned(clean_message, message)


def _cleaned(clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text)
    except ValueError as error:
        raise serializers.ValidationError(str(error), code="text") from error
