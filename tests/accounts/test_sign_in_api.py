import json
from typing import Any

import jwt
import pytest
from django.conf import settings
from rest_framework.test import APIClient

from accounts.models import TokenFamily, User
from accounts.tasks import mail_verification
from tests.accounts.people import PASSWORD, as_json, client_of, fields_of, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NEW = {"username": "sara", "email": "sara@example.com", "password": "correct horse battery"}


def post(path: str, body: Any, client: APIClient | None = None) -> Any:
    return (client or APIClient()).post(f"/api/v1/{path}", as_json(body), content_type="application/json")


class TestRegister:
    def test_opens_an_account_and_signs_in(self):
        answer = post("users/register", {**NEW, "full_name": "Sara K."})

        assert answer.status_code == 201
        body = answer.json()
        assert body["success"] is True
        data = body["data"]
        assert set(data) == {"user", "access_token", "refresh_token", "expires_in"}
        assert data["expires_in"] == 900
        user = User.objects.get()
        created_at = data["user"].pop("created_at")
        assert created_at.endswith("Z")
        assert data["user"] == {
            "id": str(user.pk),
            "username": "sara",
            "email": "sara@example.com",
            "full_name": "Sara K.",
            "role": "user",
            "subscription_tier": "free",
            "is_verified": False,
            "avatar_url": None,
            "credits": settings.WELCOME_CREDITS,
            "preferences": {},
        }
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {data['access_token']}")
        assert client.get("/api/v1/users/profile").status_code == 200

    def test_mails_a_link_that_confirms_the_address(self, django_capture_on_commit_callbacks, monkeypatch, mailoutbox):
        monkeypatch.setattr(mail_verification, "apply_async", lambda kwargs: mail_verification.apply(kwargs=kwargs))

        with django_capture_on_commit_callbacks(execute=True):
            post("users/register", NEW)

        assert [mail.to for mail in mailoutbox] == [["sara@example.com"]]

    @pytest.mark.parametrize(("sent", "told"), [("SARA42", "SARA42"), ("", ""), ("no such code", "")])
    def test_passes_on_where_the_user_comes_from(self, newcomers, sent, told):
        assert post("users/register", {**NEW, "referral_code": sent}).status_code == 201

        (newcomer,) = newcomers
        assert newcomer.origin.referral_code == told
        assert len(newcomer.origin.ip_digest) == 64

    def test_gives_nobody_rights_they_ask_for(self):
        answer = post("users/register", {**NEW, "role": "admin", "is_staff": True, "is_superuser": True})

        assert answer.status_code == 201
        user = User.objects.get()
        assert (user.role, user.is_staff, user.is_superuser) == ("user", False, False)

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"username": None}, {"username"}),
            ({"username": "a b"}, {"username"}),
            ({"username": "sa\x00ra"}, {"username"}),
            ({"username": "\ud800ara"}, {"username"}),
            ({"username": ["sara"]}, {"username"}),
            ({"email": "nowhere"}, {"email"}),
            ({"email": "s\x00@example.com"}, {"email"}),
            ({"password": "short"}, {"password"}),
            ({"password": "password123"}, {"password"}),
            ({"password": "correct\x00horse"}, {"password"}),
            ({"password": "x" * 257}, {"password"}),
            ({"full_name": "x" * 121}, {"full_name"}),
            ({"referral_code": "x" * 65}, {"referral_code"}),
            ({"full_name": "a\x00"}, {"full_name"}),
            ({"full_name": "a\nb"}, {"full_name"}),
            ({"username": "", "email": "", "password": ""}, {"username", "email", "password"}),
        ],
    )
    def test_names_the_fields_it_refuses(self, change, fields):
        assert fields_of(post("users/register", {**NEW, **change})) == fields
        assert not User.objects.exists()

    def test_tells_that_a_name_and_address_are_taken(self):
        make_user("Sara")

        assert fields_of(post("users/register", {**NEW, "email": "SARA@example.com"})) == {"username", "email"}

    @pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b""])
    def test_survives_malformed_bodies(self, body):
        answer = APIClient().post("/api/v1/users/register", body, content_type="application/json")

        assert answer.status_code in (400, 422)

    @pytest.mark.parametrize("body", ["[]", '"text"', "3", "null"])
    def test_refuses_what_is_no_object(self, body):
        answer = APIClient().post("/api/v1/users/register", body, content_type="application/json")

        assert answer.status_code == 422

    def test_ignores_a_bad_authorization_header(self):
        assert post("users/register", NEW, APIClient(HTTP_AUTHORIZATION="Bearer nonsense")).status_code == 201


class TestLogin:
    @pytest.mark.parametrize(
        "who", [{"username_or_email": "SARA"}, {"email": "sara@Example.com"}, {"username": "sara"}]
    )
    def test_takes_each_of_the_three_names(self, who):
        make_user("sara")

        answer = post("users/login", {**who, "password": PASSWORD})

        assert answer.status_code == 200
        assert answer.json()["data"]["user"]["username"] == "sara"
        assert answer.json()["data"]["expires_in"] == 900

    def test_answers_alike_for_a_wrong_password_and_an_unknown_user(self):
        make_user("sara")

        wrong = post("users/login", {"username": "sara", "password": "a wrong one"})
        unknown = post("users/login", {"username": "nobody", "password": "a wrong one"})

        assert wrong.status_code == unknown.status_code == 401
        bodies = [answer.json() for answer in (wrong, unknown)]
        for body in bodies:
            del body["error"]["timestamp"], body["error"]["request_id"]
        assert bodies[0] == bodies[1]
        assert bodies[0]["error"]["type"] == "invalid_credentials"

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({"password": "x"}, {"username_or_email"}),
            ({"username": "sara"}, {"password"}),
            ({"username": "sa\x00ra", "password": "x"}, {"username"}),
            ({"username": "sara", "password": "x", "remember_me": "perhaps"}, {"remember_me"}),
            ({"username": {}, "password": "x"}, {"username"}),
        ],
    )
    def test_names_the_fields_it_refuses(self, body, fields):
        assert fields_of(post("users/login", body)) == fields

    def test_remembers_when_asked(self):
        make_user("sara")

        post("users/login", {"username": "sara", "password": PASSWORD, "remember_me": True})

        assert TokenFamily.objects.get().is_remembered

    def test_opens_no_session(self):
        make_user("sara")

        assert not post("users/login", {"username": "sara", "password": PASSWORD}).cookies


class TestRefresh:
    def test_rotates(self):
        signed_in = post("users/register", NEW).json()["data"]

        answer = post("auth/refresh", {"refresh_token": signed_in["refresh_token"]})

        assert answer.status_code == 200
        data = answer.json()["data"]
        assert set(data) == {"access_token", "refresh_token", "expires_in"}
        assert data["refresh_token"] != signed_in["refresh_token"]

    def test_kills_the_family_when_a_token_comes_back(self):
        first = post("users/register", NEW).json()["data"]
        second = post("auth/refresh", {"refresh_token": first["refresh_token"]}).json()["data"]

        replay = post("auth/refresh", {"refresh_token": first["refresh_token"]})

        assert replay.status_code == 401
        assert replay.json()["error"]["type"] == "invalid_refresh_token"
        assert post("auth/refresh", {"refresh_token": second["refresh_token"]}).status_code == 401
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {second['access_token']}")
        assert client.get("/api/v1/users/profile").status_code == 401

    @pytest.mark.parametrize("body", [{}, {"refresh_token": ""}, {"refresh_token": "a\x00"}, {"refresh_token": []}])
    def test_names_the_field_it_refuses(self, body):
        assert fields_of(post("auth/refresh", body)) == {"refresh_token"}

    def test_takes_no_access_token(self):
        signed_in = post("users/register", NEW).json()["data"]

        answer = post("auth/refresh", {"refresh_token": signed_in["access_token"][:256]})

        assert answer.status_code == 401


class TestLogout:
    def test_refuses_the_signed_out(self):
        assert post("users/logout", {}).status_code == 401

    def test_revokes_the_family(self):
        signed_in = post("users/register", NEW).json()["data"]
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {signed_in['access_token']}")

        answer = post("users/logout", {}, client)

        assert answer.status_code == 200
        assert answer.json()["success"] is True
        assert post("auth/refresh", {"refresh_token": signed_in["refresh_token"]}).status_code == 401
        assert client.get("/api/v1/users/profile").status_code == 401

    def test_needs_no_body(self):
        assert client_of(make_user()).post("/api/v1/users/logout").status_code == 200

    def test_ends_a_session_and_a_sign_in_named_by_its_token(self):
        make_user("sara")
        signed_in = post("users/login", {"username": "sara", "password": PASSWORD}).json()["data"]
        browser = APIClient()
        browser.login(username="sara", password=PASSWORD)

        assert post("users/logout", {"refresh_token": signed_in["refresh_token"]}, browser).status_code == 200

        assert browser.get("/api/v1/users/profile").status_code == 401
        assert post("auth/refresh", {"refresh_token": signed_in["refresh_token"]}).status_code == 401

    def test_leaves_somebody_elses_sign_in_alone(self):
        saras = post("users/register", NEW).json()["data"]

        post("users/logout", {"refresh_token": saras["refresh_token"]}, client_of(make_user("omid")))

        assert post("auth/refresh", {"refresh_token": saras["refresh_token"]}).status_code == 200


class TestAccessToken:
    def token(self, **changes: Any) -> dict[str, Any]:
        access = post("users/register", NEW).json()["data"]["access_token"]
        claims = jwt.decode(access, settings.ACCESS_TOKEN_KEY, algorithms=["HS256"])
        claims.update(changes)
        return {name: value for name, value in claims.items() if value is not None}

    def status_of(self, authorization: str) -> int:
        return int(APIClient(HTTP_AUTHORIZATION=authorization).get("/api/v1/users/profile").status_code)

    def test_says_who_for_how_long_and_what_it_is(self):
        claims = self.token()

        assert set(claims) == {"sub", "sid", "iat", "exp", "jti", "type"}
        assert claims["sub"] == str(User.objects.get().pk)
        assert claims["exp"] - claims["iat"] == 900
        assert claims["type"] == "access"

    def test_opens_the_door(self):
        assert self.status_of(f"Bearer {jwt.encode(self.token(), settings.ACCESS_TOKEN_KEY)}") == 200
        assert self.status_of(f"bearer   {jwt.encode(self.token_for_ever(), settings.ACCESS_TOKEN_KEY)}") == 200

    def token_for_ever(self) -> dict[str, Any]:
        family = TokenFamily.objects.latest("created_at")
        who = {"sub": str(family.user_id), "sid": str(family.pk), "jti": "1", "type": "access"}
        return {**who, "iat": 0, "exp": 4_000_000_000}

    @pytest.mark.parametrize(
        "change",
        [
            {"exp": 1},
            {"exp": None},
            {"type": "refresh"},
            {"type": None},
            {"sub": "me"},
            {"sub": "0198c0de-0000-7000-8000-000000000000"},
            {"sid": "0198c0de-0000-7000-8000-000000000000"},
            {"sid": None},
            {"jti": None},
        ],
    )
    def test_is_refused_with_other_claims(self, change):
        assert self.status_of(f"Bearer {jwt.encode(self.token(**change), settings.ACCESS_TOKEN_KEY)}") == 401

    def test_is_refused_with_another_signature(self):
        claims = self.token()

        assert self.status_of(f"Bearer {jwt.encode(claims, 'another key of enough length for this')}") == 401
        assert self.status_of(f"Bearer {jwt.encode(claims, '', algorithm='none')}") == 401
        forged = jwt.encode(claims, settings.ACCESS_TOKEN_KEY + "x" * 32, algorithm="HS512")
        assert self.status_of(f"Bearer {forged}") == 401

    @pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer a.b.c", "Bearer \xff", "Bearer ", "Bearer ..."])
    def test_is_refused_when_malformed(self, header):
        assert self.status_of(header) == 401

    def test_of_the_deactivated_is_refused(self):
        client = client_of(make_user("sara"))
        User.objects.update(is_active=False)

        assert client.get("/api/v1/users/profile").status_code == 401


class TestSession:
    def test_reads_without_and_writes_only_with_the_csrf_token(self):
        make_user("sara")
        browser = APIClient(enforce_csrf_checks=True)
        browser.login(username="sara", password=PASSWORD)
        assert browser.get("/api/v1/users/profile").status_code == 200

        refused = browser.patch("/api/v1/users/profile", {"full_name": "Sara"})
        assert refused.status_code == 403
        assert json.loads(refused.content)["error"]["type"] == "csrf_failed"

        token = "a" * 32
        browser.cookies[settings.CSRF_COOKIE_NAME] = token
        taken = browser.patch("/api/v1/users/profile", {"full_name": "Sara"}, HTTP_X_CSRFTOKEN=token)
        assert taken.status_code == 200
