"""Codes to give away."""

import secrets

from accounts.models import User
from billing.models import ReferralCode

# No letter or digit that is taken for another.
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_LENGTH = 8
_TRIES = 5


def code_of(user: User) -> str:
    """The user's code, made when it is first asked for."""
    for _ in range(_TRIES):
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        ReferralCode.objects.bulk_create([ReferralCode(user=user, code=code)], ignore_conflicts=True)
        found = ReferralCode.objects.filter(user=user).values_list("code", flat=True).first()
        if found is not None:
            return found
    raise AssertionError("Five random codes in a row were taken.")
