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
    _Schedule("generations: forget what is over", "generation.tasks.forget_what_is_over", 24 * 3600),
    _Schedule("templates: bring back analyses that a lost worker held", "templates_lib.tasks.reap_analyses", 15),
    _Schedule("templates: count what became of their thumbnails", "generation.tasks.measure_template_outcomes", 600),
    _Schedule("templates: vectors that an embedding provider owes", "templates_lib.tasks.embed_changed_templates", 900),
    _Schedule("templates: delete files that no row knows", "templates_lib.tasks.sweep_template_files", 24 * 3600),
    _Schedule("billing: apply events that wait", "billing.tasks.events.apply_stripe_events", 30),
    _Schedule("billing: read what no event told of", "billing.tasks.events.settle_again", 900),
    _Schedule("billing: credits whose time is over", "billing.tasks.routine.expire_credits", 600),
    _Schedule("billing: the free plan's monthly credits", "billing.tasks.routine.grant_free_credits", 600),
    _Schedule("billing: webhooks of test payments", "billing.tasks.test_payments.deliver_test_webhooks", 10),
    _Schedule("billing: renew test subscriptions", "billing.tasks.test_payments.renew_test_subscriptions", 60),
    _Schedule("billing: look into the books", "billing.tasks.books.reconcile_books", 24 * 3600),
    _Schedule("billing: tell of low balances", "billing.tasks.routine.tell_low_balances", 300),
    _Schedule("billing: forget old idempotency keys", "billing.tasks.routine.delete_old_idempotency_keys", 3600),
    _Schedule("accounts: mail links that no server took", "accounts.tasks.mail_owed_verifications", 300),
    _Schedule("accounts: mail links that set a password", "accounts.tasks.mail_owed_password_resets", 300),
    _Schedule("accounts: delete ended sessions", "accounts.tasks.delete_ended_sessions", 3600),
    _Schedule("accounts: call webhooks that are due", "accounts.tasks.call_due_webhooks", 10),
    _Schedule("accounts: forget old webhook deliveries", "accounts.tasks.delete_old_webhook_deliveries", 24 * 3600),
    _Schedule("accounts: delete expired tokens and tickets", "accounts.tasks.delete_expired_tokens", 3600),
    _Schedule("accounts: finish erasures", "accounts.tasks.finish_erasures", 300),
    _Schedule("accounts: delete what happened a year ago", "accounts.tasks.delete_year_old_audit_entries", 24 * 3600),
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
