"""Fields that several shapes of accounts share."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from accounts.models.user import LONGEST_USERNAME, SHORTEST_USERNAME, USERNAME_PATTERN

LONGEST_PASSWORD = 256
# No token of ours comes near this.
LONGEST_TOKEN = 256
# What an answer without data is to the schema: `"data": null`.
NO_DATA = {"type": "object", "nullable": True}


class UsernameField(serializers.CharField):
    """A username: letters, digits, dots, dashes and underscores."""

    def __init__(self, **options: Any) -> None:
        message = "Use letters, digits, dots, dashes and underscores, beginning with a letter or digit."
        validators = [RegexValidator(USERNAME_PATTERN, message)]
        super().__init__(min_length=SHORTEST_USERNAME, max_length=LONGEST_USERNAME, validators=validators, **options)


class PasswordField(serializers.CharField):
    """A password, taken as it is typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_PASSWORD,
            trim_whitespace=False,
            write_only=True,
            style={"input_type": "password"},
            **options,
        )
