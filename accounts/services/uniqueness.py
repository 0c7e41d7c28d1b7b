"""When two people want one name at the same moment, the database decides; this tells the one who lost."""

import psycopg.errors
from django.db import IntegrityError

from accounts.selectors import EMAIL_TAKEN, USERNAME_TAKEN
from common.errors import ValidationFailedError

_FIELDS = {
    "accounts_user_username_key": ("username", USERNAME_TAKEN),
    "usernames_differ_by_more_than_case": ("username", USERNAME_TAKEN),
    "emails_differ_by_more_than_case": ("email", EMAIL_TAKEN),
}


def told_taken(error: IntegrityError) -> Exception:
    """Turn a broken unique index into the error to raise; an error of another kind comes back as it is."""
    cause = error.__cause__
    if isinstance(cause, psycopg.errors.UniqueViolation) and cause.diag.constraint_name in _FIELDS:
        field, message = _FIELDS[cause.diag.constraint_name]
        return ValidationFailedError(fields={field: message})
    return error
