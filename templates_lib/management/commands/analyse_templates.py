"""`manage.py analyse_templates`: the analyses that wait, made here, with or without workers beside it."""

from typing import Any

from django.core.management.base import BaseCommand

from templates_lib.management.stopping import stop_between_pieces
from templates_lib.services.analysing import analyse_due


class Command(BaseCommand):
    help = "Analyse the uploaded templates that wait, here, until none is due. Several may run at once."

    def handle(self, *args: Any, **options: Any) -> None:
        with stop_between_pieces() as is_stopped:
            self.stdout.write(f"{analyse_due(is_stopped=is_stopped)} analysed")
