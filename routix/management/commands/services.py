"""`manage.py services start|stop|status`: the embedded PostgreSQL and Redis."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from routix.embedded import ServiceError, ensure, status, stop


class Command(BaseCommand):
    help = "Start, stop or show the embedded PostgreSQL and Redis."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if not (settings.EMBEDDED_POSTGRES or settings.EMBEDDED_REDIS):
            raise CommandError("DATABASE_URL and REDIS_URL name servers of your own; there is nothing embedded.")
        try:
            if action == "start":
                ensure(
                    settings.HOME,
                    with_postgres=settings.EMBEDDED_POSTGRES,
                    with_redis=settings.EMBEDDED_REDIS,
                    durable=settings.EMBEDDED_DURABLE,
                    keep=True,
                )
            elif action == "stop":
                stop(settings.HOME)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self._show()

    def _show(self) -> None:
        table = Table("service", "state", "pid", "address", "log", box=None)
        for service in status(settings.HOME):
            state = "running" if service.is_running else "stopped"
            table.add_row(service.name, state, str(service.pid or ""), service.address, service.log)
        # A narrow terminal would fold the paths that people want to copy.
        console = Console(width=400, soft_wrap=True)
        with console.capture() as shown:
            console.print(table)
        self.stdout.write("\n".join(line.rstrip() for line in shown.get().splitlines()))
