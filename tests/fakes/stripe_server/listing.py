"""Lists: filters, pages, and the order of Stripe, the newest first."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.problems import StandInGapError, invalid
from tests.fakes.stripe_server.state import Row

Filter = Callable[[Row, Any], bool]
_PAGE, _LONGEST = 10, 100
_PAGING = {"limit", "starting_after", "ending_before", "expand"}
_BOUNDS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}


def equal(path: str) -> Filter:
    """Return the filter on a value of the row, under a dotted path."""
    return lambda row, value: _dug(row, path) == value


def within(path: str) -> Filter:
    """Return the filter on a time: the moment itself, or bounds as `{"gte": …}`."""
    return lambda row, value: _is_within(_dug(row, path), value)


def page(asked: Asked, rows: Iterable[Row], address: str, filters: Mapping[str, Filter] | None = None) -> Row:
    """Return one page of `rows`, which stand in order. Raises a gap for a filter that is not among `filters`."""
    known = {"created": within("created"), **(filters or {})}
    kept = list(rows)
    # The cursor may be a row that a filter no longer lets through, since it has changed from page to page.
    if "starting_after" in asked:
        kept = kept[_place(kept, asked, "starting_after") + 1 :]
    if "ending_before" in asked:
        kept = kept[: _place(kept, asked, "ending_before")]
    for name in asked:
        if name in known:
            wanted = asked[name]
            kept = [row for row in kept if known[name](row, wanted)]
        elif name not in _PAGING:
            raise StandInGapError(f"the filter {name} of {address}")
    limit = asked.get("limit", _PAGE)
    if not 1 <= limit <= _LONGEST:
        raise invalid(f"This value must be between 1 and {_LONGEST}.", param="limit", code="parameter_invalid_integer")
    shown = kept[-limit:] if "ending_before" in asked else kept[:limit]
    return list_of(shown, address, has_more=len(kept) > limit)


def list_of(rows: list[Row], address: str, *, has_more: bool = False) -> Row:
    """Return Stripe's list object."""
    return {"object": "list", "data": rows, "has_more": has_more, "url": address}


def inline(rows: list[Row], address: str) -> Row:
    """Return the list as it stands inside of another object: its first page, the rest being at the address."""
    return list_of(rows[:_PAGE], address, has_more=len(rows) > _PAGE)


def _place(rows: list[Row], asked: Asked, name: str) -> int:
    for place, row in enumerate(rows):
        if row["id"] == asked[name]:
            return place
    raise invalid(f"No such object: '{asked[name]}'", param=name, code="resource_missing")


def _dug(row: Row, path: str) -> Any:
    value: Any = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _is_within(value: Any, bounds: Any) -> bool:
    if not isinstance(bounds, Asked):
        return bool(value == bounds)
    return value is not None and all(_BOUNDS[name](value, bound) for name, bound in bounds.items())
