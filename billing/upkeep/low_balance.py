"""Telling people that their credits run out."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from billing.models import CreditAccount
from common.tasks import send_mail_later

_A_BATCH = 200
_LEFT = F("posted") - F("held") - F("owed")


def tell_low_balances() -> int:
    """Mail those whose credits fell to where they want to be told, once each time. Returns how many.

    Who has more again meanwhile may be told another time.
    """
    accounts = CreditAccount.objects.annotate(left=_LEFT)
    told = accounts.filter(low_balance_told_at__isnull=False, left__gt=F("low_balance_at"))
    told.update(low_balance_told_at=None)
    waiting = accounts.filter(low_balance_told_at=None, left__lte=F("low_balance_at"), user__is_active=True)
    return sum(_tell(account) for account in waiting.select_related("user")[:_A_BATCH])


def _tell(account: CreditAccount) -> bool:
    with transaction.atomic():
        untold = CreditAccount.objects.filter(pk=account.pk, low_balance_told_at=None)
        if not untold.update(low_balance_told_at=timezone.now()):
            return False
        left = max(0, account.posted - account.held - account.owed)
        send_mail_later(
            to=account.user.email,
            subject=gettext("Your Routix credits are running out"),
            template="billing/mail/low_balance",
            context={"left": left, "address": settings.PUBLIC_URL + reverse("pricing")},
        )
    return True
