"""Events, as the API tells them again."""

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import Filter, page
from tests.fakes.stripe_server.problems import StandInGapError, no_such
from tests.fakes.stripe_server.state import Row, State


def retrieve(state: State, _asked: Asked, event_id: str) -> Row:
    """Return an event."""
    for event in state.events:
        if event["id"] == event_id:
            return event
    raise no_such("event", event_id, param="id", status=404)


def list_all(state: State, asked: Asked) -> Row:
    """List events. A type may end in an asterisk."""
    if "delivery_success" in asked:
        raise StandInGapError("events by their delivery")
    filters: dict[str, Filter] = {
        "type": lambda row, kind: row["type"] == kind or (kind.endswith("*") and row["type"].startswith(kind[:-1])),
        "types": lambda row, kinds: row["type"] in kinds,
    }
    return page(asked, list(reversed(state.events)), "/v1/events", filters)
