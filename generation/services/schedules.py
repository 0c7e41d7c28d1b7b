"""What beat does regularly, as rows that staff may edit."""

from dataclasses import dataclass

from django_celery_beat.models import IntervalSchedule, PeriodicTask


@dataclass(frozen=True)
class _Schedule:
    name: str
    task: str
    seconds: int


_SCHEDULES = (
    _Schedule("generations: bring back what a lost worker held", "generation.tasks.reap_generations", 10),
    _Schedule("accounts: delete expired tokens and tickets", "accounts.tasks.delete_expired_tokens", 3600),
)


def ensure_schedules() -> int:
    """Add the schedules that are missing, and leave the others as they are. Returns how many were added.

    A message that was not taken before the next one is due expires, so that an absent worker is not met by a heap.
    """
    added = 0
    for schedule in _SCHEDULES:
        every, _ = IntervalSchedule.objects.get_or_create(every=schedule.seconds, period=IntervalSchedule.SECONDS)
        _, is_new = PeriodicTask.objects.get_or_create(
            name=schedule.name,
            defaults={"task": schedule.task, "interval": every, "expire_seconds": schedule.seconds},
        )
        added += is_new
    return added
