"""Accounts are tested without the apps above them."""

from typing import Any

import pytest

from tests.accounts import people


@pytest.fixture(autouse=True)
def newcomers(settings: Any) -> list[people.Newcomer]:
    """Who was told to the hook of new users, which is ours."""
    people.NEWCOMERS.clear()
    settings.NEW_USER_HOOK = "tests.accounts.people.note_newcomer"
    return people.NEWCOMERS
