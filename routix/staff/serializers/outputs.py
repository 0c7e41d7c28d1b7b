"""What the API answers, for the schema. The answers themselves are built by `shapes`."""

from typing import Any

from rest_framework import serializers

from accounts.models import Role
from billing.tiers import Tier
from chat.models.broadcast import BroadcastLevel
from chat.serializers.figures import StatusCountsOutput
from chat.serializers.outputs import PersonOutput


class PeopleOutput(serializers.Serializer[Any]):
    users = serializers.IntegerField(min_value=0)
    verified = serializers.IntegerField(min_value=0)
    inactive = serializers.IntegerField(min_value=0)
    staff = serializers.IntegerField(min_value=0)
    new_today = serializers.IntegerField(min_value=0)
    active_today = serializers.IntegerField(
        min_value=0, help_text="Had something made, said something or signed in since midnight in UTC."
    )


class WorkOutput(serializers.Serializer[Any]):
    total = serializers.IntegerField(min_value=0)
    by_status = StatusCountsOutput()
    success_rate = serializers.FloatField(
        allow_null=True, min_value=0, max_value=1, help_text="Of those that ended by themselves; null before the first."
    )
    median_seconds = serializers.FloatField(allow_null=True, min_value=0, help_text="Of those that are there.")


class QueueNowOutput(serializers.Serializer[Any]):
    waiting = serializers.IntegerField(min_value=0)
    processing = serializers.IntegerField(min_value=0)
    oldest_seconds = serializers.FloatField(allow_null=True, help_text="How long the oldest has waited.")
    credits_held = serializers.IntegerField(min_value=0)


class CreditsOfAllOutput(serializers.Serializer[Any]):
    posted = serializers.IntegerField(help_text="What users have, held credits included.")
    held = serializers.IntegerField(min_value=0)
    owed = serializers.IntegerField(min_value=0)


class RevenueOutput(serializers.Serializer[Any]):
    currency = serializers.CharField()
    livemode = serializers.BooleanField(help_text="False for test payments, with which no money moves.")
    gross = serializers.IntegerField(help_text="Paid since the first of the month in UTC; minor units.")
    net = serializers.IntegerField(help_text="Without what went back.")
    mrr = serializers.IntegerField(help_text="Monthly recurring revenue.")


class TemplateCountsOutput(serializers.Serializer[Any]):
    pending = serializers.IntegerField(min_value=0)
    ready = serializers.IntegerField(min_value=0)
    failed = serializers.IntegerField(min_value=0)


class BankOutput(serializers.Serializer[Any]):
    by_status = TemplateCountsOutput()
    active = serializers.IntegerField(min_value=0, help_text="Ready, and matched with prompts.")


class ActivityOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    action = serializers.CharField()
    user = PersonOutput(allow_null=True)
    actor = PersonOutput(allow_null=True, help_text="Null for what nobody signed in did.")
    details = serializers.DictField()
    created_at = serializers.DateTimeField()


class DashboardOutput(serializers.Serializer[Any]):
    """What you may not see is null."""

    at = serializers.DateTimeField()
    people = PeopleOutput(allow_null=True)
    today = WorkOutput(allow_null=True, help_text="Generations asked for since midnight in UTC.")
    queue = QueueNowOutput(allow_null=True)
    failures = serializers.DictField(
        child=serializers.IntegerField(min_value=1),
        allow_null=True,
        help_text="By type, of what was asked for in the last week, today included.",
    )
    credits = CreditsOfAllOutput(allow_null=True)
    revenue = RevenueOutput(many=True, allow_null=True, help_text="This month, by currency.")
    templates = BankOutput(allow_null=True)
    recent = ActivityOutput(many=True, allow_null=True)


class RoleCountsOutput(serializers.Serializer[Any]):
    user = serializers.IntegerField(min_value=0)
    moderator = serializers.IntegerField(min_value=0)
    admin = serializers.IntegerField(min_value=0)


class TierCountsOutput(serializers.Serializer[Any]):
    free = serializers.IntegerField(min_value=0)
    basic = serializers.IntegerField(min_value=0)
    pro = serializers.IntegerField(min_value=0)
    enterprise = serializers.IntegerField(min_value=0)


class StatsOutput(serializers.Serializer[Any]):
    """Of all time.

    Accounts, thumbnails, files, conversations and messages are those that are there: of none that was erased or
    deleted. Generations and their credits count with what was deleted since.
    """

    users = serializers.IntegerField(min_value=0)
    users_by_role = RoleCountsOutput()
    users_by_tier = TierCountsOutput()
    generations_by_status = StatusCountsOutput()
    credits_charged = serializers.IntegerField(min_value=0)
    thumbnails = serializers.IntegerField(min_value=0)
    thumbnail_bytes = serializers.IntegerField(min_value=0, help_text="Their files, with those of their edits.")
    assets = serializers.IntegerField(min_value=0)
    asset_bytes = serializers.IntegerField(min_value=0)
    conversations = serializers.IntegerField(min_value=0)
    messages = serializers.IntegerField(min_value=0)
    templates = BankOutput()


class StaffDayOutput(serializers.Serializer[Any]):
    date = serializers.DateField()
    sign_ups = serializers.IntegerField(min_value=0, help_text="Without accounts that were erased since.")
    active_users = serializers.IntegerField(
        min_value=0, help_text="Had something made, said something or signed in. Sign-ins are known for a year."
    )
    generations = serializers.IntegerField(min_value=0)
    completed = serializers.IntegerField(min_value=0)
    failed = serializers.IntegerField(min_value=0)
    credits_charged = serializers.IntegerField(min_value=0)
    messages = serializers.IntegerField(min_value=0)


class AlgorithmRunsOutput(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    runs = serializers.IntegerField(min_value=0)
    success_rate = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    median_seconds = serializers.FloatField(allow_null=True, min_value=0)
    p95_seconds = serializers.FloatField(allow_null=True, min_value=0)
    credits_charged = serializers.IntegerField(min_value=0)


class UsedTemplateOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    generations = serializers.IntegerField(min_value=1)


class StaffAnalyticsOutput(serializers.Serializer[Any]):
    """What was asked for in these days, with what was deleted since.

    The runs of all `algorithms` and `upscales` are together what ended of `work`: completed, failed and cancelled.
    `failures` are together what failed of it.
    """

    days = serializers.IntegerField(min_value=1)
    work = WorkOutput()
    by_day = StaffDayOutput(many=True, help_text="Every day in UTC, the oldest first.")
    algorithms = AlgorithmRunsOutput(many=True, help_text="Of `work`, what has ended; without upscales.")
    upscales = serializers.IntegerField(
        min_value=0, help_text="Of `work`, pictures that were only drawn larger, which say nothing about an algorithm."
    )
    failures = serializers.DictField(child=serializers.IntegerField(min_value=1), help_text="Of `work`, by type.")
    templates = UsedTemplateOutput(many=True, help_text="The most used ones.")


class StaffUserCreditsOutput(serializers.Serializer[Any]):
    available = serializers.IntegerField()
    held = serializers.IntegerField(min_value=0)
    owed = serializers.IntegerField(min_value=0)


class StaffUserOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    username = serializers.CharField()
    email = serializers.CharField()
    full_name = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(choices=Role.choices)
    is_active = serializers.BooleanField()
    is_verified = serializers.BooleanField()
    is_staff = serializers.BooleanField()
    is_superuser = serializers.BooleanField()
    subscription_tier = serializers.ChoiceField(choices=Tier.choices)
    credits = StaffUserCreditsOutput()
    generation_count = serializers.IntegerField(min_value=0)
    created_at = serializers.DateTimeField()
    last_login = serializers.DateTimeField(allow_null=True)


class BroadcastOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    message = serializers.CharField()
    level = serializers.ChoiceField(choices=BroadcastLevel.choices)
    author = PersonOutput(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
