"""`manage.py seed`: the rows that a new Routix starts with. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from providers.errors import ProviderError
from routix.seeding import demo_users, seed


class Command(BaseCommand):
    help = "Make algorithms, schedules, templates and a staff account where they are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="add one user of each tier, with a random password")

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        if demo and settings.IS_PRODUCTION:
            raise CommandError("Demo users are not made in production.")
        try:
            for line in seed():
                self.stdout.write(line)
        except ProviderError as error:
            raise CommandError(
                f"The templates could not be made findable: {error}. Mend EMBEDDING_PROVIDER, and run `seed` again."
            ) from error
        if demo:
            for line in demo_users():
                self.stdout.write(line)
