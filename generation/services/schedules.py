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
    _Schedule("templates: bring back analyses that a lost worker held", "templates_lib.tasks.reap_analyses", 15),
    _Schedule("templates: count what became of their thumbnails", "generation.tasks.measure_template_outcomes", 600),
    _Schedule("templates: vectors that an embedding provider owes", "templates_lib.tasks.embed_changed_templates", 900),
    _Schedule("templates: delete files that no row knows", "templates_lib.tasks.sweep_template_files", 24 * 3600),
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
