"""`manage.py sync_stripe`: our plans and packs, as Stripe's products and prices."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from billing.gateways import current_gateway
from billing.services.prices import sync_prices
from common.errors import DomainError


class Command(BaseCommand):
    help = (
        "Make Stripe's products and prices what the plans and packs here say. Run it after each change of theirs; "
        "what is in line already stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STRIPE_SECRET_KEY:
            raise CommandError("STRIPE_SECRET_KEY is not set, so there is no Stripe to bring in line.")
        mode = "live key, real money" if current_gateway().livemode else "test key, no money moves"
        try:
            done = sync_prices(dry_run=options["dry_run"])
        except DomainError as error:
            raise CommandError(
                f"Stripe ({mode}) did not do it. Why, is in the log at stripe_call_failed: an AuthenticationError or a "
                "PermissionError is about the key, an APIConnectionError about the network. What was done stays; run "
                "it again."
            ) from error
        title = f"Stripe, {mode}" + (": a dry run, nothing was changed" if options["dry_run"] else "")
        self.stdout.write(_table(title, "would be done" if options["dry_run"] else "done", done))


def _table(title: str, heading: str, done: Sequence[str]) -> str:
    table = Table("plan or pack", heading, title=title, title_justify="left")
    for line in done:
        table.add_row(*(escape(part) for part in line.split(": ", 1)))
    console = Console()
    with console.capture() as capture:
        console.print(table)
    return capture.get()
