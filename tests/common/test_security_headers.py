"""What every answer forbids a browser to do with it."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from common.security_headers import ContentSecurityPolicyMiddleware
from routix.settings.content_security import origin_of, policy_of_pages

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.urls("tests.common.made_up_urls")]

PAGES = ["/", "/login", "/signup", "/pricing", "/nothing/here"]


def policy(answer: Any) -> dict[str, set[str]]:
    """The directives of an answer's policy, and what each allows."""
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {name: set(allowed) for name, *allowed in parts}


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_run_and_load_nothing_but_what_comes_from_here(self, path: str) -> None:
        told = policy(Client().get(path))
        assert told["default-src"] == {"'none'"}
        assert told["script-src"] == told["style-src"] == told["font-src"] == {"'self'"}
        assert told["img-src"] == {"'self'", "data:", "blob:"}
        assert told["frame-ancestors"] == told["base-uri"] == {"'none'"}

    def test_send_forms_here_and_to_the_pages_of_payment(self) -> None:
        assert policy(Client().get("/pricing"))["form-action"] == {
            "'self'",
            "https://checkout.stripe.com",
            "https://billing.stripe.com",
        }

    @pytest.mark.parametrize("path", [*PAGES, "/api/v1/users/profile", "/api/docs/", "/admin/login/", "/health/live"])
    def test_are_not_framed_guessed_or_told_of_to_others(self, path: str) -> None:
        answer = Client().get(path)
        assert policy(answer)["frame-ancestors"] == {"'none'"}
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]

    def test_hold_no_script_style_or_handler_of_their_own(self) -> None:
        for path in PAGES:
            body = Client().get(path).content.decode()
            assert "<style" not in body
            assert " style=" not in body
            assert "<script>" not in body
            assert "onclick=" not in body


class TestOtherParts:
    def test_the_admin_may_evaluate_but_runs_no_script_that_stands_in_a_page(self) -> None:
        told = policy(Client().get("/admin/login/"))
        assert told["script-src"] == {"'self'", "'unsafe-eval'"}
        assert told["style-src"] == {"'self'", "'unsafe-inline'"}

    def test_the_page_of_the_api_needs_no_exception(self) -> None:
        answer = Client().get("/api/docs/")
        assert policy(answer)["script-src"] == policy(answer)["style-src"] == {"'self'"}
        assert b"<style" not in answer.content
        assert b"<script>" not in answer.content

    def test_answers_of_the_api_may_do_nothing(self) -> None:
        assert policy(Client().get("/api/v1/users/profile")) == {
            "default-src": {"'none'"},
            "frame-ancestors": {"'none'"},
        }


class TestNonces:
    def answer(self, page: Any) -> Any:
        return ContentSecurityPolicyMiddleware(page)(RequestFactory().get("/"))

    def test_that_a_page_used_stand_in_its_policy(self) -> None:
        answer = self.answer(lambda request: HttpResponse(str(request.csp_nonce)))
        nonce = answer.content.decode()
        assert len(nonce) >= 20
        assert policy(answer)["script-src"] == policy(answer)["style-src"] == {"'self'", f"'nonce-{nonce}'"}

    def test_are_never_the_same(self) -> None:
        made = {self.answer(lambda request: HttpResponse(str(request.csp_nonce))).content for _ in range(20)}
        assert len(made) == 20


class TestPicturesOfABucket:
    def test_may_be_shown(self) -> None:
        told = policy_of_pages(
            public_url="https://routix.example", picture_hosts=origin_of("https://r2.example/account?x=1")
        )
        assert "https://r2.example" in told["img-src"]
        assert told["connect-src"] == ["'self'", "wss://routix.example"]

    def test_name_no_host_where_there_is_none(self) -> None:
        assert origin_of("") == ()


class TestCaching:
    def test_of_answers_of_the_api_is_forbidden(self) -> None:
        assert Client().get("/api/v1/made-up/open")["Cache-Control"] == "no-store"
        assert Client().get("/api/v1/users/profile")["Cache-Control"] == "no-store"

    def test_is_left_to_a_view_that_says_something_itself(self) -> None:
        assert Client().get("/api/v1/made-up/kept")["Cache-Control"] == "private, max-age=60"
