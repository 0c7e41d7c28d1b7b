"""What a plan promises, in words. Each comes from a column that the code enforces; nothing else is promised."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Plan
from common.isolation import isolated


def promises_of(plan: Plan, plans: Sequence[Plan]) -> list[str]:
    """The plan's promises beside its credits, one line each. `plans` are all that it stands among."""
    return [
        _rollover(plan),
        ngettext("%(n)s thumbnail at once", "%(n)s thumbnails at once", plan.active_generations)
        % {"n": f"{plan.active_generations:,}"},
        _queue(plan, plans),
        ngettext("%(n)s picture of your own kept", "%(n)s pictures of your own kept", plan.brand_assets)
        % {"n": f"{plan.brand_assets:,}"},
    ]


def _rollover(plan: Plan) -> str:
    most = plan.monthly_credits * plan.rollover_factor
    if most <= plan.monthly_credits:
        return _("Unspent credits expire with the month")
    return _("Unspent credits roll over, up to %(most)s in all") % {"most": f"{most:,}"}


def _queue(plan: Plan, plans: Sequence[Plan]) -> str:
    behind = [other.name for other in plans if other.queue_priority < plan.queue_priority]
    if not behind:
        return _("Standard place in the queue")
    *others, last = map(isolated, behind)
    comma, conjunction = _(", "), _("and")
    named = f"{comma.join(others)} {conjunction} {last}" if others else last
    return _("In the queue before %(plans)s") % {"plans": named}
