"""Design the shipped looks anew: `seed/looks/*.toml` in, `seed/documents/*.json` out. For whoever designs looks."""

from typing import Any

from django.core.management.base import BaseCommand

from templates_lib.services.designing import design_documents


class Command(BaseCommand):
    help = "Direct every shipped look into its document. Commit what changes; `seed` then brings it into the bank."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{design_documents()} documents designed")
