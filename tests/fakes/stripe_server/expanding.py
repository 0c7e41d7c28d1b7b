"""`expand[]`: ids become the objects they stand for, where the SDK's classes say that they can."""

import typing
from collections.abc import Callable
from typing import Any, get_args

from stripe import StripeObject
from stripe._object_classes import get_object_class

from tests.fakes.stripe_server.listing import inline
from tests.fakes.stripe_server.problems import StandInGapError, StripeProblem, invalid
from tests.fakes.stripe_server.state import Row, State, public

_DEEPEST = 4


def expand(state: State, answer: Row, paths: list[str]) -> Row:
    """Return the answer with every path of `paths` expanded. Raises a 400 for what cannot be."""
    for path in paths:
        names = path.split(".")
        if len(names) > _DEEPEST:
            raise invalid(f"You cannot expand more than {_DEEPEST} levels of a property. Property: {path}")
        _expand(state, answer, names, path)
    return answer


def _expand(state: State, value: Any, names: list[str], path: str, inside: type | None = None) -> None:
    """`inside` is the SDK's class of a part that has no type of its own, such as an invoice's `parent`."""
    if isinstance(value, list):
        for item in value:
            _expand(state, item, names, path, inside)
        return
    if not names or value is None:
        return
    name, *rest = names
    kind = _class_of(value) or inside
    if name not in value and (include := _INCLUDED.get((value.get("object", ""), name))):
        value[name] = include(state, value)
    elif isinstance(value.get(name), str) or (name in value and value[name] is None and not rest):
        if not _is_expandable(kind, name):
            raise _refusal(path)
        if value[name] is not None:
            value[name] = _object(state, value[name], path)
    elif name not in value or (not rest and not _is_object(value[name])):
        raise _refusal(path)
    _expand(state, value[name], rest, path, _part(kind, name))


def _object(state: State, row_id: str, path: str) -> Row:
    row = state.find(row_id)
    if row is None:
        raise StandInGapError(f"the expansion of {path} ({row_id})")
    copy: Row = public(row)
    return copy


def _refusal(path: str) -> StripeProblem:
    return invalid(f"This property cannot be expanded ({path}).", param="expand")


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and "object" in value


def _class_of(value: Row) -> type | None:
    kind = get_object_class("V1", value.get("object", ""))
    return None if kind is StripeObject else kind


def _annotation(kind: type | None, name: str) -> Any:
    return vars(kind).get("__annotations__", {}).get(name) if kind else None


def _is_expandable(kind: type | None, name: str) -> bool:
    """The SDK declares such a field as `str | "Customer" | None`: an id, or the class by its name."""
    members = get_args(_annotation(kind, name))
    return str in members and any(isinstance(member, typing.ForwardRef) for member in members)


def _part(kind: type | None, name: str) -> type | None:
    annotation = _annotation(kind, name)
    for member in (annotation, *get_args(annotation)):
        if isinstance(member, type) and issubclass(member, StripeObject):
            return member
    return None


def _line_items(state: State, session: Row) -> Row:
    row = state.row(session["id"])
    return inline(public(row["_line_items"]), f"/v1/checkout/sessions/{row['id']}/line_items")


def _rows_of(kind: str, field: str, address: str) -> Callable[[State, Row], Row]:
    def include(state: State, owner: Row) -> Row:
        rows = [public(row) for row in state.all(kind) if row[field] == owner["id"]]
        return inline(rows, address.format(owner["id"]))

    return include


def _subscriptions(state: State, customer: Row) -> Row:
    rows = [row for row in state.all("subscription") if row["customer"] == customer["id"]]
    going = [public(row) for row in rows if row["status"] not in ("canceled", "incomplete_expired")]
    return inline(going, f"/v1/customers/{customer['id']}/subscriptions")


def _confirmation_secret(state: State, invoice: Row) -> Row | None:
    for payment in state.all("invoice_payment"):
        if payment["invoice"] == invoice["id"] and payment["payment"]["type"] == "payment_intent":
            intent = state.row(payment["payment"]["payment_intent"])
            return {"client_secret": intent["client_secret"], "type": "payment_intent"}
    return None


_INCLUDED: dict[tuple[str, str], Callable[[State, Row], Row | None]] = {
    ("checkout.session", "line_items"): _line_items,
    ("invoice", "payments"): _rows_of("invoice_payment", "invoice", "/v1/invoice_payments?invoice={}"),
    ("invoice", "confirmation_secret"): _confirmation_secret,
    ("charge", "refunds"): _rows_of("refund", "charge", "/v1/charges/{}/refunds"),
    ("customer", "subscriptions"): _subscriptions,
}
