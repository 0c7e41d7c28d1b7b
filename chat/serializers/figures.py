"""What is counted, as the API answers it."""

from typing import Any

from rest_framework import serializers

from chat.selectors.account import AccountAnalytics, Used
from chat.selectors.activity import ChatSummary


class DayMessagesOutput(serializers.Serializer[Any]):
    date = serializers.DateField()
    messages = serializers.IntegerField(min_value=0)


class BusyConversationOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    messages = serializers.IntegerField(min_value=1)


class StatusCountsOutput(serializers.Serializer[Any]):
    queued = serializers.IntegerField(min_value=0)
    processing = serializers.IntegerField(min_value=0)
    completed = serializers.IntegerField(min_value=0)
    failed = serializers.IntegerField(min_value=0)
    cancelled = serializers.IntegerField(min_value=0)


class ChatSummaryOutput(serializers.Serializer[Any]):
    """Conversations as they are now; messages and generations of the last days, with what was deleted since."""

    days = serializers.IntegerField(min_value=1)
    conversations = serializers.IntegerField(min_value=0, help_text="Your own.")
    shared_with_others = serializers.IntegerField(min_value=0, help_text="Of your own, those with participants.")
    shared_with_you = serializers.IntegerField(min_value=0)
    messages = serializers.IntegerField(min_value=0, help_text="What you said.")
    replies = serializers.IntegerField(min_value=0, help_text="The assistant's, about generations of yours.")
    generations = StatusCountsOutput(help_text="Yours, by their present status.")
    success_rate = serializers.FloatField(
        allow_null=True, min_value=0, max_value=1, help_text="Of those that ended by themselves; null before the first."
    )
    by_day = DayMessagesOutput(many=True)
    busiest = BusyConversationOutput(many=True, help_text="Of the conversations that you still see.")


class UsedOutput(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="A slug, or an id.")
    name = serializers.CharField()
    count = serializers.IntegerField(min_value=1)


class DayOutput(serializers.Serializer[Any]):
    date = serializers.DateField()
    generations = serializers.IntegerField(min_value=0)
    completed = serializers.IntegerField(min_value=0)
    credits_charged = serializers.IntegerField(min_value=0, help_text="For the generations asked for on that day.")
    messages = serializers.IntegerField(min_value=0)


class CreditFiguresOutput(serializers.Serializer[Any]):
    received = serializers.DictField(child=serializers.IntegerField(min_value=1), help_text="By kind of movement.")
    spent = serializers.DictField(child=serializers.IntegerField(min_value=1), help_text="By kind of movement.")
    available = serializers.IntegerField(help_text="Now.")
    held = serializers.IntegerField(min_value=0, help_text="Now.")


class StorageOutput(serializers.Serializer[Any]):
    bytes = serializers.IntegerField(min_value=0)
    pictures = serializers.IntegerField(min_value=0, help_text="Thumbnails that you have.")
    picture_bytes = serializers.IntegerField(min_value=0, help_text="Their files, with those of their edits.")
    assets = serializers.IntegerField(min_value=0, help_text="Faces, logos and other pictures of yours.")
    asset_bytes = serializers.IntegerField(min_value=0)


class AccountAnalyticsOutput(serializers.Serializer[Any]):
    """What happened in the last days, with what was deleted since; storage, conversations and balance are of now."""

    days = serializers.IntegerField(min_value=1)
    generations = StatusCountsOutput()
    success_rate = serializers.FloatField(
        allow_null=True, min_value=0, max_value=1, help_text="Of those that ended by themselves; null before the first."
    )
    credits = CreditFiguresOutput()
    algorithms = UsedOutput(many=True, help_text="The most used ones.")
    templates = UsedOutput(many=True)
    categories = UsedOutput(many=True)
    activity = DayOutput(many=True, help_text="Every day in UTC, the oldest first.")
    storage = StorageOutput()
    conversations = serializers.IntegerField(min_value=0, help_text="Your own.")


def describe_summary(summary: ChatSummary) -> dict[str, Any]:
    return {
        "days": summary.days,
        "conversations": summary.owned,
        "shared_with_others": summary.shared_with_others,
        "shared_with_you": summary.shared_with_you,
        "messages": summary.messages,
        "replies": summary.replies,
        "generations": dict(summary.generations),
        "success_rate": summary.success_rate,
        "by_day": [{"date": day.isoformat(), "messages": count} for day, count in summary.by_day.items()],
        "busiest": [{"id": key, "title": title, "messages": count} for key, title, count in summary.busiest],
    }


def describe_analytics(figures: AccountAnalytics) -> dict[str, Any]:
    storage = figures.storage
    return {
        "days": figures.days,
        "generations": dict(figures.generations),
        "success_rate": figures.success_rate,
        "credits": {
            "received": dict(figures.received),
            "spent": dict(figures.spent),
            "available": figures.balance.available,
            "held": figures.balance.held,
        },
        "algorithms": _used(figures.algorithms),
        "templates": _used(figures.templates),
        "categories": _used(figures.categories),
        "activity": [
            {
                "date": day.date.isoformat(),
                "generations": day.generations,
                "completed": day.completed,
                "credits_charged": day.credits,
                "messages": day.messages,
            }
            for day in figures.activity
        ],
        "storage": {"bytes": storage.picture_bytes + storage.asset_bytes, **storage._asdict()},
        "conversations": figures.conversations,
    }


def _used(things: list[Used]) -> list[dict[str, Any]]:
    return [{"key": thing.key, "name": thing.name, "count": thing.times} for thing in things]
