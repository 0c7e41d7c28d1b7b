"""Revenue by month as bars: plans below, packs above, what went back hanging from the line."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.selectors.revenue import Month
from common.money import money

WIDTH, HEIGHT = 720, 220
_TOP, _BOTTOM, _GAP = 16, 28, 0.3


@dataclass(frozen=True)
class Bar:
    """One rectangle, in the units of the chart; `kind` is plans, packs or back."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    hint: str


@dataclass(frozen=True)
class Tick:
    """The name of a month under its bars."""

    x: float
    text: str


@dataclass(frozen=True)
class Chart:
    """All that is drawn; `line` is where nothing is."""

    width: int
    height: int
    line: float
    top: str
    bars: Sequence[Bar]
    ticks: Sequence[Tick]


def chart_of(months: Sequence[Month], currency: str) -> Chart | None:
    """Lay the bars out, None where no month had any money."""
    most_in = max((month.gross for month in months), default=0)
    most_back = max((month.refunded + month.disputed for month in months), default=0)
    if not most_in:
        return None
    unit = (HEIGHT - _TOP - _BOTTOM) / (most_in + most_back)
    line = _TOP + most_in * unit
    step = WIDTH / len(months)
    bars, ticks = [], []
    for index, month in enumerate(months):
        x, width = step * (index + _GAP / 2), step * (1 - _GAP)
        name = f"{month.start:%b %Y}"
        back = month.refunded + month.disputed
        for kind, y, amount in (
            ("plans", line - month.plans * unit, month.plans),
            ("packs", line - month.gross * unit, month.packs),
            ("back", line, back),
        ):
            if amount:
                hint = f"{name}, {_NAMES[kind]}: {money(amount, currency)}"
                bars.append(Bar(kind, round(x, 1), round(y, 1), round(width, 1), round(amount * unit, 1), hint))
        ticks.append(Tick(round(x + width / 2, 1), f"{month.start:%b}"))
    return Chart(WIDTH, HEIGHT, round(line, 1), money(most_in, currency), bars, ticks)


_NAMES = {"plans": "plans", "packs": "packs", "back": "refunded or disputed"}
