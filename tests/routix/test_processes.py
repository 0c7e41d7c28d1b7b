"""Who serves which queue, on one machine and in containers; and what nginx lets through and writes down."""

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.conf import settings

from routix.management.commands.up import Command

pytestmark = pytest.mark.unit

COMPOSE = (settings.BASE_DIR / "docker" / "compose.yaml").read_text()
NGINX = (settings.BASE_DIR / "docker" / "nginx.conf").read_text()


def queues_of(command: Sequence[str] | str) -> set[str]:
    words = command.split() if isinstance(command, str) else list(command)
    return set(words[words.index("--queues") + 1].split(",")) if "--queues" in words else set()


def served_here() -> list[set[str]]:
    command = Command()
    command._log = cast("Any", SimpleNamespace(write=print))
    return [queues for one in command._programs("127.0.0.1", 8000) if (queues := queues_of(one.command))]


def served_in_containers() -> list[set[str]]:
    return [queues_of(line) for line in COMPOSE.splitlines() if "--queues" in line]


@pytest.mark.parametrize("served", [served_here(), served_in_containers()], ids=["up", "compose"])
class TestQueues:
    def test_are_all_served_by_one(self, served: list[set[str]]) -> None:
        wanted = {settings.CELERY_TASK_DEFAULT_QUEUE} | {
            route["queue"] for route in settings.CELERY_TASK_ROUTES.values()
        }
        assert sorted(queue for queues in served for queue in queues) == sorted(wanted)

    def test_of_mail_wait_for_neither_drawing_nor_analyses(self, served: list[set[str]]) -> None:
        (of_mail,) = (queues for queues in served if "mail" in queues)
        assert of_mail == {"mail", "webhooks"}


class TestNginx:
    @pytest.mark.parametrize("path", ["/ws/", "/socket.io/"])
    def test_sends_sockets_to_their_server(self, path: str) -> None:
        (pattern,) = re.findall(r"location ~ (\S+) \{\s+proxy_pass http://sockets;", NGINX)
        assert re.match(pattern, path)

    @pytest.mark.parametrize(
        ("path", "logged"),
        [
            ("/password/reset/secret", "/password/reset/-"),
            ("/verify/secret", "/verify/-"),
            ("/s/secret/thumbnail.jpg", "/s/-"),
            ("/api/v1/shares/secret/edit", "/api/v1/shares/-"),
            ("/generations/pictures/secret", "/generations/pictures/-"),
            ("/password/reset/", None),
            ("/ws/", None),
            ("/studio/history", None),
        ],
    )
    def test_cuts_secrets_out_of_its_log(self, path: str, logged: str | None) -> None:
        (pattern,) = re.findall(r'"~\*(\^\S+)" "\$\{told_head\}-";', NGINX)
        found = re.match(pattern.replace("?<", "?P<"), path, re.IGNORECASE)
        assert (f"{found['told_head']}-" if found else None) == logged

    def test_logs_neither_queries_nor_referrers(self) -> None:
        (written,) = re.findall(r"log_format without_secrets ([^;]+);", NGINX)
        assert not {"$request ", "$request_uri", "$args", "$http_referer", "$uri"} & set(
            re.findall(r"\$\w+ ?", written)
        )
        assert "access_log /var/log/nginx/access.log without_secrets;" in NGINX
