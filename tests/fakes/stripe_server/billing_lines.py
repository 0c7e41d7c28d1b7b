"""What a subscription is billed for: whole periods, and parts of them where it changes on the way."""

from datetime import UTC, datetime

from tests.fakes.stripe_server.invoice_rows import Line
from tests.fakes.stripe_server.state import Row, State


def period_lines(state: State, items: list[Row], *, start: int, end: int, is_trial: bool = False) -> list[Line]:
    """Return a line for each item, for one whole period."""
    lines = []
    for item in items:
        price, quantity = item["price"], item["quantity"]
        text = f"{quantity} × {_product_name(state, price)} (at ${price['unit_amount'] / 100:.2f} / {_interval(price)})"
        lines.append(
            Line(
                amount=0 if is_trial else price["unit_amount"] * quantity,
                description=f"Trial period for {_product_name(state, price)}" if is_trial else text,
                price=price,
                quantity=quantity,
                start=start,
                end=end,
                item_id=item["id"],
                subscription_id=item["subscription"],
            )
        )
    return lines


def proration_lines(state: State, old: list[Row], new: list[Row], *, at: int, credits_only: bool = False) -> list[Line]:
    """Return what a change of items costs for the rest of their periods: first what is given back, then the new.

    Amounts are prices times the share of the period that is left, to the second, rounded half up.
    """
    before, after = {item["id"]: item for item in old}, {item["id"]: item for item in new}
    changed = [name for name in {**before, **after} if _worth(before.get(name)) != _worth(after.get(name))]
    lines = [_part(state, before[name], at, is_credit=True) for name in changed if name in before]
    if not credits_only:
        lines += [_part(state, after[name], at, is_credit=False) for name in changed if name in after]
    return [line for line in lines if line.amount]


def waiting_lines(state: State, subscription_id: str) -> list[Line]:
    """Return the lines of the invoice items that wait for the subscription's next invoice, in their order."""
    waiting = [row for row in reversed(state.all("invoiceitem")) if _waits_for(row, subscription_id)]
    return [row["_line"] for row in waiting]


def bill_waiting(state: State, subscription_id: str, invoice_id: str) -> None:
    """Note on the waiting invoice items which invoice bills them."""
    for row in state.all("invoiceitem"):
        if _waits_for(row, subscription_id):
            state.change(row["id"], invoice=invoice_id)


def _waits_for(row: Row, subscription_id: str) -> bool:
    return row["invoice"] is None and row["_line"].subscription_id == subscription_id


def _worth(item: Row | None) -> object:
    return (item["price"]["id"], item["quantity"]) if item else None


def _part(state: State, item: Row, at: int, *, is_credit: bool) -> Line:
    price, quantity = item["price"], item["quantity"]
    start, end = item["current_period_start"], item["current_period_end"]
    amount = _share(price["unit_amount"] * quantity, max(0, end - at), end - start)
    day = datetime.fromtimestamp(at, UTC).strftime("%d %b %Y")
    return Line(
        amount=-amount if is_credit else amount,
        description=f"{'Unused' if is_credit else 'Remaining'} time on {_product_name(state, price)} after {day}",
        price=price,
        quantity=quantity,
        start=at,
        end=end,
        item_id=item["id"],
        subscription_id=item["subscription"],
        is_proration=True,
        credited=_credited(state, item) if is_credit else None,
    )


def _share(amount: int, part: int, whole: int) -> int:
    return (2 * amount * part + whole) // (2 * whole)


def _credited(state: State, item: Row) -> Row | None:
    """The line that billed what is given back."""
    for invoice in state.all("invoice"):
        for line in invoice["_all_lines"]:
            details = (line["parent"] or {}).get("subscription_item_details")
            if details and details["subscription_item"] == item["id"] and line["amount"] > 0:
                return {"invoice": invoice["id"], "invoice_line_items": [line["id"]]}
    return None


def _product_name(state: State, price: Row) -> str:
    return str(state.row(price["product"])["name"])


def _interval(price: Row) -> str:
    count, interval = price["recurring"]["interval_count"], price["recurring"]["interval"]
    return str(interval) if count == 1 else f"{count} {interval}s"
