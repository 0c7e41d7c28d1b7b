"""Search the bank by another embedding model, or bring it up to date with the present one, without downtime."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from providers.errors import ProviderError
from templates_lib.services.reembedding import Move, drop_retired, reembed


class Command(BaseCommand):
    help = (
        "Embed every template with a provider's model and search by that from then on. Searches go on meanwhile; "
        "a run that was cut goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="PROVIDER", help="as EMBEDDING_PROVIDERS lists it; else EMBEDDING_PROVIDER")
        parser.add_argument("--prune", action="store_true", help="afterwards delete the spaces that are not searched")

    def handle(self, *args: Any, **options: Any) -> None:
        provider = options["to"] or settings.EMBEDDING_PROVIDER
        if provider not in settings.EMBEDDING_PROVIDERS:
            known = ", ".join(sorted(settings.EMBEDDING_PROVIDERS))
            raise CommandError(f"There is no embedding provider {provider!r}; there are {known}.")
        try:
            move = self._reembed(provider)
        except ProviderError as error:
            raise CommandError(
                f"{error.provider} failed: {error.detail or 'no details'}. The search goes on as it was; run it again."
            ) from error
        self.stdout.write(_told(move))
        if options["prune"]:
            dropped = drop_retired()
            self.stdout.write(f"Deleted: {', '.join(dropped)}." if dropped else "There was nothing to delete.")

    def _reembed(self, provider: str) -> Move:
        columns = (TextColumn("embedding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=None)
            return reembed(provider, told=lambda done, total: progress.update(task, completed=done, total=total))


def _told(move: Move) -> str:
    made = f"{move.embedded} vector{'' if move.embedded == 1 else 's'} made"
    if move.former is None:
        return f"The bank is searched by {move.space.model}; {made}."
    return f"The bank is now searched by {move.space.model} instead of {move.former.model}; {made}."
