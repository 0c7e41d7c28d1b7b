"""What somebody said and had made in conversations."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from chat.models import Author, Conversation, Message, Participant
from chat.selectors.access import visible_conversations
from generation.models import Generation, Status
from generation.selectors.days import start_of_last
from generation.selectors.rates import success_rate


@dataclass(frozen=True)
class ChatSummary:
    """Conversations now, and what was said and made in the last days, where that was deleted since as well.

    `success_rate` is 0..1 of what ended by itself, None before the first. `messages` are the user's own.
    `busiest` are the conversations that the user wrote most in, of those that they still see: id, title, messages.
    """

    days: int
    owned: int
    shared_with_others: int
    shared_with_you: int
    messages: int
    replies: int
    generations: dict[str, int]
    by_day: dict[date, int]
    busiest: list[tuple[str, str, int]]

    @property
    def success_rate(self) -> float | None:
        return success_rate(completed=self.generations[Status.COMPLETED], failed=self.generations[Status.FAILED])


_BUSIEST = 5


def chat_summary(user: User, *, days: int) -> ChatSummary:
    """Count it from rows, in six queries."""
    since = start_of_last(days)
    said = Message.objects.filter(sender=user, created_at__gte=since)
    answered = Message.objects.filter(author=Author.ASSISTANT, generation__owner=user, created_at__gte=since)
    owned = Conversation.objects.filter(owner=user, deleted_at=None).aggregate(
        all=Count("pk", distinct=True), shared=Count("pk", distinct=True, filter=Q(participants__isnull=False))
    )
    busiest = (
        # Who was let out of a conversation learns its title no more.
        said.filter(conversation__in=visible_conversations(user))
        .order_by()
        .values("conversation", "conversation__title")
        .annotate(count=Count("pk"))
        .order_by("-count", "conversation")
    )
    by_day = messages_by_day(user, since=since)
    return ChatSummary(
        days=days,
        owned=owned["all"],
        shared_with_others=owned["shared"],
        shared_with_you=Participant.objects.filter(user=user, conversation__deleted_at=None).count(),
        messages=sum(by_day.values()),
        replies=answered.count(),
        generations=_generations(user, since),
        by_day=by_day,
        busiest=[(str(row["conversation"]), row["conversation__title"], row["count"]) for row in busiest[:_BUSIEST]],
    )


def days_since(since: datetime) -> list[date]:
    """Return each day from then to today."""
    today = timezone.now().astimezone(UTC).date()
    return [since.date() + timedelta(days=passed) for passed in range((today - since.date()).days + 1)]


def messages_by_day(user: User, *, since: datetime) -> dict[date, int]:
    """Return how much the user said on each day since, in one query."""
    said = Message.objects.filter(sender=user, created_at__gte=since)
    counted = said.order_by().annotate(day=TruncDate("created_at", tzinfo=UTC)).values("day").annotate(n=Count("pk"))
    found = {row["day"]: row["n"] for row in counted}
    return {day: found.get(day, 0) for day in days_since(since)}


def _generations(user: User, since: datetime) -> dict[str, int]:
    asked = Generation.objects.filter(owner=user, created_at__gte=since, messages__isnull=False)
    counted = asked.order_by().values("status").annotate(n=Count("pk", distinct=True))
    found = {row["status"]: row["n"] for row in counted}
    return {status.value: found.get(status, 0) for status in Status}
