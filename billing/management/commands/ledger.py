"""`manage.py ledger verify|rebuild`: look into the books, and repair sums that differ from the log."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from billing import ledger
from billing.upkeep.advice import advice_on, in_words


class Command(BaseCommand):
    help = "Count what is wrong in the books (verify), or set every sum to what the log says (rebuild)."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("verify", help="only reads; exit code 1 where a figure is not 0")
        rebuild = what.add_parser("rebuild", help="keeps everybody from booking meanwhile, then verifies")
        rebuild.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        if options["what"] == "rebuild":
            if not options["yes"] and not _is_wanted():
                raise CommandError("Nothing was changed.")
            console.print(f"{ledger.rebuild()} rows were wrong and are set to what the log says.")
        figures = ledger.verify()
        console.print(_table(figures))
        wrong = sum(1 for count in figures.values() if count)
        if wrong:
            raise CommandError(f"The books are not clean: {wrong} of {len(figures)} figures are not 0.")
        console.print("The books are clean.")


def _is_wanted() -> bool:
    question = "Set every account and lot to what the log and the open holds say? Nobody can book meanwhile. [y/N] "
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:  # nobody is there to answer
        return False


def _table(figures: Mapping[str, int]) -> Table:
    """Every figure, those that are wrong with what to do."""
    table = Table("rows that should not be there", "", "what to do")
    table.columns[1].justify = "right"
    for name, count in figures.items():
        style = "bold red" if count else "green"
        table.add_row(in_words(name), f"[{style}]{count}[/]", advice_on(name) if count else "")
    return table
