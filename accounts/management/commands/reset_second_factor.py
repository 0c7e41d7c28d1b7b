"""`manage.py reset_second_factor NAME`: lets somebody in again who lost their phone and their recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services.second_factor import reset_second_factor
from accounts.services.sign_in import sign_out_everywhere


class Command(BaseCommand):
    help = (
        "Take the authenticator app, recovery codes and passkeys off an account, end its sign-ins and tell its owner."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="username or e-mail address")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = User.objects.identified(name).filter(is_active=True).first()
        if user is None:
            raise CommandError("There is no active account of that name.")
        reset_second_factor(user)
        sign_out_everywhere(user)
        self.stdout.write(f"{user.username} signs in by the password alone now, and was signed out everywhere.")
