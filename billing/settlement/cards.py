"""By which cards people pay."""

from accounts.models import User
from billing.gateway import Payment
from billing.models import PersonTrace
from billing.selectors.people import trace_digest


def trace_card(user: User, payment: Payment) -> str:
    """Keep by which card it was paid, as a digest, and return that; "" where the gateway does not say."""
    if not payment.card_fingerprint:
        return ""
    digest = trace_digest(PersonTrace.Kind.CARD, payment.card_fingerprint)
    trace = PersonTrace(kind=PersonTrace.Kind.CARD, digest=digest, user=user)
    PersonTrace.objects.bulk_create([trace], ignore_conflicts=True)
    return digest
