"""What tells whether two accounts are one person. Digests are keyed with the secret key and mean nothing elsewhere."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from billing.models import PersonTrace, Referral, ReferralCode

_MONTH = timedelta(days=30)
# Dots and what follows a plus don't make another mailbox there.
_DOTLESS = {"gmail.com", "googlemail.com"}


@dataclass(frozen=True)
class ReferralFacts:
    """What came of a user's referral code; `code` is "" while there is none."""

    code: str
    newcomers: int
    rewarded: int
    credits_earned: int


def trace_digest(kind: str, value: str) -> str:
    """The digest under which something of a person is kept, 64 hexadecimal digits."""
    return salted_hmac(f"billing.person.{kind}", value, algorithm="sha256").hexdigest()


def mailbox_of(email: str) -> str:
    """The mailbox behind an address: what is only another spelling of it is the same."""
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def share_a_trace(one: User, other: User) -> bool:
    """Whether two accounts have a card or a mailbox in common. An address alone says little: think of a household."""
    kinds = [PersonTrace.Kind.CARD, PersonTrace.Kind.EMAIL]
    digests = PersonTrace.objects.filter(user=other, kind__in=kinds).values("digest")
    return PersonTrace.objects.filter(user=one, kind__in=kinds, digest__in=digests).exists()


def accounts_on_a_card_of(user: User) -> int:
    """How many accounts paid with the most shared of the user's cards, this one included, in the last 30 days."""
    cards = PersonTrace.objects.filter(user=user, kind=PersonTrace.Kind.CARD).values("digest")
    recent = PersonTrace.objects.filter(
        kind=PersonTrace.Kind.CARD, digest__in=cards, created_at__gte=timezone.now() - _MONTH
    )
    counts = recent.values("digest").annotate(users=Count("user")).values_list("users", flat=True)
    return max(counts, default=0)


def referral_facts_of(user: User) -> ReferralFacts:
    """What came of the user's code."""
    code = ReferralCode.objects.filter(user=user).values_list("code", flat=True).first()
    counts = Referral.objects.filter(referrer=user).aggregate(
        newcomers=Count("pk"), rewarded=Count("pk", filter=Q(rewarded_at__isnull=False, refused=""))
    )
    return ReferralFacts(
        code=code or "",
        newcomers=counts["newcomers"],
        rewarded=counts["rewarded"],
        credits_earned=counts["rewarded"] * settings.REFERRER_CREDITS,
    )
