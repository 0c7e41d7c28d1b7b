"""Mail, against a server that really speaks SMTP."""

import email
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import override

from common import mail, tasks
from common.mail import MailRefusedError, check_mail_server, send_mail
from common.tasks import deliver_mail, send_mail_later
from routix.settings import base
from tests.common.listening import listening

TEMPLATE = "accounts/mail/verification"
LETTER: dict[str, Any] = {
    "to": "sara@example.com",
    "subject": "Confirm your e-mail",
    "template": TEMPLATE,
    "context": {"link": "https://routix.example/verify/a&b"},
}

pytestmark = pytest.mark.unit


@dataclass
class MailServer:
    """What it answers to RCPT, one after the other, before it takes mail; and the mail that it took."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    after_data: str = "250 taken"
    tries: int = 0
    taken: list[Message] = field(default_factory=list)


class _Conversation(socketserver.StreamRequestHandler):
    """RFC 5321, as far as smtplib goes."""

    def handle(self) -> None:
        desk: MailServer = self.server.desk  # type: ignore[attr-defined]
        self._say("220 tests")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"RCPT":
                desk.tries += 1
                self._say(desk.answers.pop(0) if desk.answers else "250 fine")
            elif verb == b"DATA":
                self._say("354 go on")
                lines = []
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(part)
                if desk.after_data.startswith("250"):
                    desk.taken.append(email.message_from_bytes(b"".join(lines)))
                self._say(desk.after_data)
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 tests")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server on loopback, which the settings name."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as listener:
        listener.daemon_threads = True
        desk = MailServer(port=listener.server_address[1])
        listener.desk = desk  # type: ignore[attr-defined]
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", desk.port
        yield desk
        listener.shutdown()


def deliver(**changes: Any) -> Any:
    """Run the task with all its retries, which wait for nothing here."""
    return deliver_mail.apply(kwargs={**LETTER, "language": "en", **changes})


def written(part: Message) -> str:
    payload: Any = part.get_payload(decode=True)
    return payload.decode()


class TestSendMail:
    def test_hands_over_a_text_and_its_html_twin(self, server: MailServer, settings: Any) -> None:
        settings.DEFAULT_FROM_EMAIL = "Routix <hello@routix.example>"

        send_mail(**LETTER)

        (taken,) = server.taken
        assert (taken["To"], taken["From"]) == ("sara@example.com", "Routix <hello@routix.example>")
        assert taken["Subject"] == "Confirm your e-mail"
        assert taken["Auto-Submitted"] == "auto-generated"
        parts = {part.get_content_type(): part for part in taken.walk()}
        text, html = written(parts["text/plain"]), written(parts["text/html"])
        assert "https://routix.example/verify/a&b" in text
        assert 'href="https://routix.example/verify/a&amp;b"' in html

    @pytest.mark.parametrize("code", ["550 no such mailbox", "553 no"])
    def test_tells_what_is_refused_for_good(self, server: MailServer, code: str) -> None:
        server.answers = [code]

        with pytest.raises(MailRefusedError):
            send_mail(**LETTER)

    def test_tells_what_is_refused_for_what_it_says(self, server: MailServer) -> None:
        server.after_data = "554 spam"

        with pytest.raises(MailRefusedError):
            send_mail(**LETTER)

    def test_tells_what_can_be_no_address_of_mail(self, server: MailServer) -> None:
        address = f"sara@{'é' * 60}.com"
        validate_email(address)

        with pytest.raises(MailRefusedError):
            send_mail(**{**LETTER, "to": address})

    def test_lets_out_what_may_work_later(self, server: MailServer) -> None:
        server.answers = ["451 greylisted"]

        with pytest.raises(OSError, match="greylisted"):
            send_mail(**LETTER)

    @pytest.mark.parametrize("subject", ["two\nlines", "two\r\nBcc: omid@example.com"])
    def test_puts_no_header_of_anybody_elses_in(self, server: MailServer, subject: str) -> None:
        with pytest.raises(ValueError, match="newlines"):
            send_mail(**{**LETTER, "subject": subject})

        assert server.taken == []


class TestDeliverMail:
    def test_tries_again_until_the_server_takes_it(self, server: MailServer) -> None:
        server.answers = ["451 later", "421 later"]

        assert deliver().get() is True
        assert (server.tries, len(server.taken)) == (3, 1)

    def test_gives_up_after_its_waits_and_tells_no_address(
        self, server: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        server.answers = ["451 later"] * 20

        assert deliver().get() is False
        assert server.tries == 1 + len(mail.RETRY_WAITS)
        assert "mail_given_up" in caplog.text
        assert "sara" not in caplog.text

    def test_does_not_insist_where_it_is_refused(self, server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
        server.answers = ["550 no such mailbox"]

        assert deliver().get() is False
        assert server.tries == 1
        assert "mail_refused" in caplog.text
        assert "sara" not in caplog.text

    def test_survives_a_server_that_is_not_there(self, settings: Any, server: MailServer) -> None:
        with socketserver.TCPServer(("127.0.0.1", 0), _Conversation) as closed:
            settings.EMAIL_PORT = closed.server_address[1]

        assert deliver().get() is False

    def test_leaves_a_server_that_says_nothing(self, settings: Any, server: MailServer) -> None:
        settings.EMAIL_TIMEOUT = 0.05
        with listening(b"") as silent:
            settings.EMAIL_PORT = silent.port

            assert deliver().get() is False
            assert silent.connections == 1 + len(mail.RETRY_WAITS)

    def test_writes_in_the_language_that_was_asked_for(self, server: MailServer) -> None:
        deliver(language="fa")

        (taken,) = server.taken
        html = next(part for part in taken.walk() if part.get_content_type() == "text/html")
        assert 'lang="fa" dir="rtl"' in written(html)

    def test_never_waits_so_long_that_the_broker_delivers_twice(self, settings: Any) -> None:
        assert max(mail.RETRY_WAITS) < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    def test_has_time_for_all_that_one_try_may_wait_for(self, settings: Any) -> None:
        # connect, banner, EHLO, STARTTLS, EHLO, AUTH, MAIL, RCPT: each may wait as long as the socket does.
        assert tasks.MAIL_SECONDS > 8 * settings.EMAIL_TIMEOUT


class TestSendMailLater:
    def test_asks_for_the_task_with_json_and_the_present_language(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[Any] = []
        monkeypatch.setattr(tasks, "nudge", lambda task, **arguments: asked.append((task, arguments)))

        with override("fa"):
            send_mail_later(**LETTER)

        ((task, arguments),) = asked
        assert task is deliver_mail
        assert json.loads(json.dumps(arguments)) == {**LETTER, "language": "fa"}


class TestMailOnThisMachine:
    def test_is_kept_as_files(self, settings: Any, tmp_path: Path) -> None:
        settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = base.EMAIL_BACKEND, tmp_path / "mail"

        send_mail(**LETTER)

        (kept,) = (tmp_path / "mail").iterdir()
        assert "To: sara@example.com" in kept.read_text()

    def test_is_shown_on_the_console_as_well(
        self, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        settings.EMAIL_BACKEND = "common.kept_mail.ShownAndKeptBackend"
        settings.EMAIL_FILE_PATH = tmp_path / "mail"

        send_mail(**LETTER)

        (kept,) = (tmp_path / "mail").iterdir()
        assert "text/html" in kept.read_text()
        shown = capsys.readouterr().out
        assert shown.startswith("To: sara@example.com\nSubject: Confirm your e-mail\n")
        assert "https://routix.example/verify/a&b" in shown
        assert "<html" not in shown

    def test_comes_from_the_host_of_the_public_address(self) -> None:
        assert EmailMessage().from_email == "Routix <no-reply@localhost>"


class TestCheckMailServer:
    def test_warns_without_one(self, settings: Any) -> None:
        settings.EMAIL_URL = ""
        assert [warning.id for warning in check_mail_server()] == ["common.W001"]

    def test_is_content_with_one(self, settings: Any) -> None:
        settings.EMAIL_URL = "smtp+tls://routix:secret@mail.invalid:587"
        assert check_mail_server() == []
