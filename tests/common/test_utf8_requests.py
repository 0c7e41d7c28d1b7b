"""Charsets that read no text, at the door of the real servers."""

import json
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from asgiref.testing import ApplicationCommunicator

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CHARSETS = ["base64", "undefined", "rot13", "zlib"]
PATH = "/api/v1/users/login"


class TestCharsetsThatReadNoText:
    @pytest.mark.parametrize("charset", CHARSETS)
    def test_are_refused_over_wsgi(self, charset: str) -> None:
        from routix.wsgi import application

        environ: dict[str, Any] = {
            "PATH_INFO": PATH,
            "QUERY_STRING": "a=b",
            "CONTENT_TYPE": f"text/x; charset={charset}",
        }
        setup_testing_defaults(environ)
        told: list[Any] = []
        body = b"".join(application(environ, lambda status, headers, *_: told.append(status)))
        assert told == ["415 Unsupported Media Type"]
        assert json.loads(body)["error"]["type"] == "unsupported_media_type"

    @pytest.mark.parametrize("charset", CHARSETS)
    async def test_are_refused_over_asgi(self, charset: str) -> None:
        from routix.asgi import application

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": PATH,
            "query_string": b"a=b",
            "headers": [(b"host", b"testserver"), (b"content-type", f"application/json; charset={charset}".encode())],
        }
        communicator = ApplicationCommunicator(application, scope)
        await communicator.send_input({"type": "http.request", "body": b"", "more_body": False})
        assert (await communicator.receive_output(10))["status"] == 415
        await communicator.wait(10)
