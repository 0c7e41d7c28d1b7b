"""How a benchmark reports: a table for people, one JSON object as the last line with `--json`."""

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """A measured figure. `limit` is what it may not exceed, None where it is only told."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def is_held(self) -> bool:
        return self.limit is None or self.value <= self.limit


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def main(title: str, measure: Callable[[], list[Figure]]) -> None:
    """Measure, report, and exit with 1 where a limit is not held."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args()
    figures = measure()
    table = Table("figure", "measured", "limit", "", title=title, title_justify="left", box=None)
    for figure in figures:
        limit = "" if figure.limit is None else f"≤ {figure.limit:g}"
        verdict = "" if figure.limit is None else ("held" if figure.is_held else "MISSED")
        table.add_row(figure.name, f"{figure.value:.3g} {figure.unit}", limit, verdict)
    Console(stderr=options.json).print(table)
    if options.json:
        print(json.dumps({"title": title, "figures": [asdict(figure) for figure in figures]}))
    sys.exit(0 if all(figure.is_held for figure in figures) else 1)
