"""Mail where no server is set, on a developer's machine: shown on the console, and kept as a file."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.core.mail.backends.filebased import EmailBackend as FileBackend


class ShownAndKeptBackend:
    """Writes each mail under `EMAIL_FILE_PATH` as it would be sent, and its text to the standard output."""

    def __init__(self, **options: Any) -> None:
        self._files = FileBackend(**options)
        self._console = _TextOnly(**options)

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Return how many were kept."""
        kept = self._files.send_messages(messages) or 0
        self._console.send_messages(messages)
        return kept


class _TextOnly(ConsoleBackend):
    """People read it: the HTML twin and the headers of transport are in the file."""

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(f"To: {', '.join(message.to)}\nSubject: {message.subject}\n\n{message.body.strip()}\n")
        self.stream.write("-" * 79 + "\n")
