"""`manage.py up`: all set-up, then web, worker and beat, with one log."""

import fcntl
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from routix.embedded import ServiceError, ensure, status
from routix.settings.urls import own_url
from routix.supervisor.program import Program
from routix.supervisor.supervisor import OWNER_VARIABLE, Supervisor, end_orphans, standard_log

_SAMPLE_PROMPT = "I survived 7 days in the Arctic with no food, shocked face, red arrow"


class Command(BaseCommand):
    help = "Set everything up and run web, worker and beat until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-sample", action="store_true", help="do not draw a sample thumbnail at the first start"
        )

    def handle(self, *args: Any, no_sample: bool, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), _port()
        self._log = standard_log()
        with _only_one(settings.ROUTIX_HOME):
            if end_orphans(settings.ROUTIX_HOME):
                self._log.write("up", "ended processes that an earlier run had left")
            _refuse_taken(host, port)
            self._log.write("up", "services are running; preparing the database")
            call_command("migrate", interactive=False, verbosity=0)
            call_command("seed", stdout=self.stdout)
            if not no_sample:
                self._draw_sample()
            threading.Thread(target=self._announce, args=(own_url(host, port),), daemon=True).start()
            Supervisor(self._programs(host, port), self._log, self._heal).run()

    def _programs(self, host: str, port: int) -> list[Program]:
        python = sys.executable
        common = {
            **os.environ,
            "ROUTIX_HOME": str(settings.ROUTIX_HOME),
            "PYTHONUNBUFFERED": "1",
            OWNER_VARIABLE: str(settings.ROUTIX_HOME),
            # Running it all as root is a newcomer's right; in production each process has a user of its own.
            # WhiteNoise answers with files read synchronously, which is as fast as it gets for small ones.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges,"
            "ignore:StreamingHttpResponse must consume synchronous iterators",
            # The drawing is spread over processes; threads of numerical libraries would only fight over the cores.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "TOKENIZERS_PARALLELISM": "false",
        }
        os.environ["ROUTIX_HOME"] = str(settings.ROUTIX_HOME)
        web = [python, "-m", "routix.serve", "--host", host, "--port", str(port)]
        celery = [python, "-m", "celery", "--quiet", "-A", "routix.celery"]
        quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        worker = [*celery, "worker", "--queues", "render,default", "--concurrency", str(_worker_processes()), *quiet]
        # Apart from the drawing, which must not wait behind a thousand templates that somebody brings.
        analyst = [*celery, "worker", "--queues", "analysis", "--concurrency", "1", "--hostname", "analyst@%h", *quiet]
        # It waits for mail servers and for strangers' webhooks, so threads will do, and it needs nothing that draws.
        messenger = [*celery, "worker", "--queues", "mail,webhooks", "--pool", "threads", "--concurrency", "4"]
        messenger += ["--hostname", "messenger@%h", *quiet]
        beat = [*celery, "beat", "--pidfile=", "--max-interval", "5", "--loglevel", "WARNING"]
        return [
            Program("web", web, {**common, "DATABASE_POOL": "true"}, self._log.write),
            Program("worker", worker, common, self._log.write),
            Program("analyst", analyst, common, self._log.write),
            Program("messenger", messenger, common, self._log.write),
            Program("beat", beat, common, self._log.write),
        ]

    def _heal(self) -> None:
        """Restart an embedded server that died."""
        wanted = {"PostgreSQL": settings.EMBEDDED_POSTGRES, "Redis": settings.EMBEDDED_REDIS}
        dead = [s.name for s in status(settings.HOME) if wanted[s.name] and not s.is_running]
        if not dead:
            return
        self._log.write("up", f"{' and '.join(dead)} does not answer; starting it again")
        try:
            ensure(
                settings.HOME,
                with_postgres=settings.EMBEDDED_POSTGRES,
                with_redis=settings.EMBEDDED_REDIS,
                durable=settings.EMBEDDED_DURABLE,
            )
        except ServiceError as error:
            self._log.write("up", str(error))

    def _draw_sample(self) -> None:
        """Draw the first thumbnail, once. A failure is told and stops nothing."""
        sample = settings.ROUTIX_HOME / "sample" / "first-thumbnail.png"
        if sample.exists():
            return
        sample.parent.mkdir(parents=True, exist_ok=True)
        self._log.write("up", f"drawing a first thumbnail: {_SAMPLE_PROMPT!r}")
        command = [sys.executable, "manage.py", "generate", _SAMPLE_PROMPT, "--output", str(sample)]
        result = subprocess.run(command, cwd=settings.BASE_DIR, env={**os.environ}, check=False)
        if result.returncode == 0:
            self._log.write("up", f"the first thumbnail lies at {sample}")
        else:
            self._log.write(
                "up", f"the first thumbnail could not be drawn (exit code {result.returncode}); Routix starts anyway"
            )

    def _announce(self, url: str) -> None:
        """Say where the page is once it answers."""
        for _ in range(600):
            try:
                if httpx.get(f"{url}/health/ready", timeout=2).status_code == 200:
                    self._log.write(
                        "up", f"Routix is ready at {url}  (admin: {url}/admin/, API: {url}/api/docs/, Ctrl-C ends it)"
                    )
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)


class _only_one:  # noqa: N801  reads as a sentence where it is used
    """Refuses a second `up` on the same home for as long as the first one runs."""

    def __init__(self, home: Path) -> None:
        self._path = home / "run" / "up.lock"

    def __enter__(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                "Routix already runs from this folder; stop it first (Ctrl-C in its terminal)."
            ) from None

    def __exit__(self, *error: object) -> None:
        self._file.close()


def _port() -> int:
    value = os.environ.get("PORT", "8000")
    if not (value.isdigit() and 0 < int(value) < 65536):
        raise CommandError(f"PORT is {value!r}; it must be a number from 1 to 65535.")
    return int(value)


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used ({error.strerror}); try `PORT={port + 1} make run`."
            ) from None


def _worker_processes() -> int:
    configured = os.environ.get("WORKER_PROCESSES", "")
    return int(configured) if configured.isdigit() and int(configured) else min(4, os.cpu_count() or 1)
