"""Whose requests count together."""

from typing import Any

from django.http import HttpRequest

from common.client_address import hashed_ip


def identity_of(request: HttpRequest, user: Any, *, is_program: bool = False) -> str:
    """The user's name in the limits, or else that of the hashed address.

    Programs (`is_program`: it came with an API key) have an allowance beside that of the person, so that a runaway
    script does not lock its owner out. All keys of one user share it, or more keys would be a higher limit.
    """
    if user is not None and user.is_authenticated:
        return f"{'program' if is_program else 'user'}:{user.pk}"
    return f"address:{hashed_ip(request) or 'unknown'}"
