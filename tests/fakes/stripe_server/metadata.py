"""Metadata: merged key by key, as Stripe does it."""

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.state import Row


def given(asked: Asked) -> dict[str, str]:
    """Return the metadata of a new row; an empty value sets nothing."""
    return merged({}, asked)


def merged(old: Row, asked: Asked) -> dict[str, str]:
    """Return the old metadata with what was asked: an empty value unsets its key, an empty string unsets all."""
    new = asked.get("metadata")
    if new == "":
        return {}
    changes = new.plain() if new is not None else {}
    return {name: value for name, value in {**old, **changes}.items() if value != ""}
