"""API keys: made by people, used by programs, within their scopes, until they end."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.views import APIView

from accounts.authentication import api_key_of
from accounts.errors import EmailNotVerifiedError, TooManyApiKeysError
from accounts.models import ApiKey, AuditEntry, Scope, User
from accounts.services.api_keys import MOST_KEYS, create_api_key, revoke_api_key
from accounts.services.secret_tokens import digest_of
from common.errors import ValidationFailedError
from templates_lib.models import Category
from tests.accounts.people import client_of, fields_of, make_user
from tests.common.together import together
from tests.templates_lib.bank import findable, make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

KEYS = "/api/v1/users/api-keys"
PROFILE = "/api/v1/users/profile"
ALL = list(Scope)


@pytest.fixture(autouse=True)
def spending(settings: Any) -> dict[Any, int]:
    """What keys spent is known to an app above this one."""
    settings.KEY_SPENDING = "tests.accounts.people.spending_of"
    from accounts import selectors

    selectors._key_spending.cache_clear()
    return {}


def make_key(user: User, scopes: Any = ALL, **options: Any) -> tuple[ApiKey, str]:
    return create_api_key(user, name="Uploader", scopes=scopes, **options)


def program(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_X_API_KEY=secret)
    return client


class TestMakingAKey:
    def test_tells_the_secret_once_and_keeps_its_digest(self):
        user = make_user(is_verified=True)
        wanted = {"name": "Uploader", "scopes": ["account:read", "account:read"], "monthly_cap": 50}

        answer = client_of(user).post(KEYS, wanted)

        assert answer.status_code == 201
        data = answer.json()["data"]
        assert re.fullmatch(r"rtx_[0-9a-f]{8}_[\w-]{43}", data["key"])
        assert (data["name"], data["scopes"], data["monthly_cap"]) == ("Uploader", ["account:read"], 50)
        assert data["key"].startswith(data["begins_with"])
        key = ApiKey.objects.get()
        assert key.digest == digest_of(data["key"])
        listed = client_of(user).get(KEYS)
        assert listed.json()["data"]["items"][0]["id"] == data["id"]
        assert data["key"] not in listed.content.decode()

    def test_is_written_down_without_the_secret(self):
        user = make_user(is_verified=True)

        _, secret = make_key(user, [Scope.CHAT_READ])

        entry = AuditEntry.objects.get(user=user)
        assert entry.action == "api_key.created"
        assert entry.details["scopes"] == ["chat:read"]
        assert secret not in str(entry.details)

    def test_needs_a_confirmed_address(self):
        user = make_user()

        answer = client_of(user).post(KEYS, {"name": "x", "scopes": ["chat:read"]})

        assert answer.status_code == 403
        assert answer.json()["error"]["type"] == "email_not_verified"
        with pytest.raises(EmailNotVerifiedError):
            make_key(user)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"name": 5}, "name"),
            ({"scopes": []}, "scopes"),
            ({"scopes": "chat:read"}, "scopes"),
            ({"scopes": ["templates:write"]}, "scopes"),
            ({"scopes": [{"a": 1}]}, "scopes"),
            ({"scopes": ["chat:read"] * 100}, "scopes"),
            ({"monthly_cap": 0}, "monthly_cap"),
            ({"monthly_cap": 10**30}, "monthly_cap"),
            ({"monthly_cap": "5"}, "monthly_cap"),
            ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
            ({"expires_at": "2999-01-01T00:00:00Z"}, "expires_at"),
            ({"expires_at": "soon"}, "expires_at"),
        ],
    )
    def test_names_the_field_it_refuses(self, change, field):
        user = make_user(is_verified=True)

        answer = client_of(user).post(KEYS, {"name": "x", "scopes": ["chat:read"], **change})

        assert {name.split(".")[0] for name in fields_of(answer)} == {field}
        assert not ApiKey.objects.exists()

    def test_refuses_a_twenty_first_living_one(self):
        user = make_user(is_verified=True)
        keys = [make_key(user)[0] for _ in range(MOST_KEYS)]
        with pytest.raises(TooManyApiKeysError):
            make_key(user)

        revoke_api_key(user, keys[0].pk, actor=user)

        assert make_key(user)[0].pk
        assert client_of(user).post(KEYS, {"name": "x", "scopes": ["chat:read"]}).status_code == 409

    def test_checks_values_for_callers_that_are_no_form(self):
        with pytest.raises(ValidationFailedError):
            create_api_key(make_user(is_verified=True), name="", scopes=[], monthly_cap=-1)

    def test_refuses_the_signed_out(self):
        assert client_of(None).post(KEYS, {}).status_code == 401
        assert client_of(None).get(KEYS).status_code == 401
        assert client_of(None).delete(KEYS).status_code == 401


@pytest.mark.django_db(transaction=True)
class TestMakingKeysInARace:
    def test_never_passes_the_bound(self):
        user = make_user(is_verified=True)
        for _ in range(MOST_KEYS - 2):
            make_key(user)

        together(6, lambda _: make_key(user))

        assert ApiKey.objects.count() == MOST_KEYS


class TestUsingAKey:
    @pytest.mark.parametrize(
        "headers",
        [
            lambda secret: {"HTTP_X_API_KEY": secret},
            lambda secret: {"HTTP_AUTHORIZATION": f"Bearer {secret}"},
            lambda secret: {"HTTP_AUTHORIZATION": f"bearer {secret}"},
        ],
    )
    def test_stands_for_its_user(self, headers):
        user = make_user(is_verified=True)
        _, secret = make_key(user, [Scope.ACCOUNT_READ])
        client = APIClient()
        client.credentials(**headers(secret))

        assert client.get(PROFILE).json()["data"]["id"] == str(user.pk)

    def test_is_known_to_the_view(self):
        key, secret = make_key(make_user(is_verified=True))
        seen = []

        class Probe(APIView):
            scope = "chat"

            def get(self, request):
                from rest_framework.response import Response

                seen.append(api_key_of(request))
                return Response({})

        Probe.as_view()(APIRequestFactory().get("/", HTTP_X_API_KEY=secret))

        assert seen == [key]

    @pytest.mark.parametrize(
        "sent",
        ["", "rtx_", "rtx_00000000_nothing", "nonsense", "rtx_" + "x" * 5000, "rtx_\u00e9\u00e9", "Bearer rtx_1"],
    )
    def test_refuses_what_is_no_key(self, sent):
        answer = program(sent).get(PROFILE)

        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "not_authenticated"
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_refuses_one_that_ended(self):
        user = make_user(is_verified=True)
        revoked, of_revoked = make_key(user)
        revoke_api_key(user, revoked.pk, actor=user)
        expired, of_expired = make_key(user, expires_at=timezone.now() + timedelta(hours=1))
        ApiKey.objects.filter(pk=expired.pk).update(expires_at=timezone.now())

        assert program(of_revoked).get(PROFILE).status_code == 401
        assert program(of_expired).get(PROFILE).status_code == 401

    def test_refuses_one_of_somebody_shut_out(self):
        user = make_user(is_verified=True)
        _, secret = make_key(user)
        User.objects.update(is_active=False)

        assert program(secret).get(PROFILE).status_code == 401

    def test_costs_one_query_and_a_note_once_a_minute(self, django_assert_num_queries):
        user = make_user(is_verified=True)
        key, secret = make_key(user, [Scope.ACCOUNT_READ])
        client = program(secret)
        with django_assert_num_queries(3):  # the key with its user, the note, the balance
            client.get(PROFILE)
        with django_assert_num_queries(2):
            client.get(PROFILE)

        ApiKey.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
        client.get(PROFILE)

        key.refresh_from_db()
        assert key.last_used_at is not None
        assert timezone.now() - key.last_used_at < timedelta(seconds=30)

    def test_may_do_no_more_than_its_key_where_a_cookie_comes_along(self):
        user = make_user(is_verified=True)
        _, secret = make_key(user, [Scope.CHAT_READ])
        client = APIClient()
        client.force_login(user)
        client.credentials(HTTP_X_API_KEY=secret)

        assert client.get(PROFILE).status_code == 403


class TestScopes:
    def test_let_through_what_they_name(self):
        _, secret = make_key(make_user(is_verified=True), [Scope.ACCOUNT_READ])

        assert program(secret).get(PROFILE).status_code == 200

    @pytest.mark.parametrize(
        ("scopes", "method", "needed"),
        [
            ([Scope.CHAT_READ, Scope.ACCOUNT_WRITE], "get", "account:read"),
            ([Scope.ACCOUNT_READ], "patch", "account:write"),
            ([Scope.ACCOUNT_READ], "put", "account:write"),
        ],
    )
    def test_refuse_what_they_do_not_name(self, scopes, method, needed):
        _, secret = make_key(make_user(is_verified=True), scopes)

        answer = getattr(program(secret), method)(PROFILE)

        assert answer.status_code == 403
        error = answer.json()["error"]
        assert (error["type"], error["details"]) == ("scope_missing", {"required_scope": needed})

    @pytest.mark.parametrize(
        ("method", "address"),
        [
            ("get", KEYS),
            ("post", KEYS),
            ("delete", KEYS),
            ("get", "/api/v1/users/export"),
            ("delete", "/api/v1/users/account"),
            ("get", "/api/v1/users/activity"),
            ("post", "/api/v1/users/credits/purchase"),
            ("post", "/api/v1/users/verify-email/resend"),
        ],
    )
    def test_never_open_what_guards_the_account_or_its_money(self, method, address):
        _, secret = make_key(make_user(is_verified=True))

        answer = getattr(program(secret), method)(address)

        assert answer.status_code == 403
        assert answer.json()["error"]["details"] == {"required_scope": None}

    def test_show_staff_no_secrets_of_templates(self):
        boss = make_user("boss", is_staff=True, is_superuser=True, is_verified=True)
        _, secret = make_key(boss, [Scope.TEMPLATES_READ])
        template = make_template("a-look", category=Category.objects.create(slug="gaming", name="Gaming"))
        findable(template)
        address = f"/api/v1/templates/{template.pk}"

        as_staff = client_of(boss).get(address).json()["data"]
        by_key = program(secret).get(address).json()["data"]

        assert set(by_key) < set(as_staff)
        assert program(secret).put(address, {"name": "x"}).status_code == 403

    def test_of_views_are_ones_that_keys_can_have(self):
        areas = {scope.split(":")[0] for scope in Scope.values}
        named = {scope for view in api_views() if isinstance(scope := getattr(view, "scope", ""), str)}

        assert named == areas | {""}


def api_views() -> list[type]:
    """Every view of the API."""
    found: list[type] = []

    def walk(patterns: Any) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "cls"):
                found.append(pattern.callback.cls)

    walk(get_resolver().url_patterns)
    return found


class TestListingKeys:
    def test_shows_ones_own_with_what_they_spent(self, django_assert_num_queries):
        user = make_user(is_verified=True)
        make_key(make_user("omid", is_verified=True))
        client = client_of(user)
        for _ in range(3):
            make_key(user)

        with django_assert_num_queries(2):
            items = client.get(KEYS).json()["data"]["items"]

        assert len(items) == 3
        assert {item["spent_this_month"] for item in items} == {7}


class TestRevokingKeys:
    def test_ends_a_key_at_once_and_again_is_no_error(self):
        user = make_user(is_verified=True)
        key, secret = make_key(user)
        client = client_of(user)

        assert client.delete(f"{KEYS}/{key.pk}").status_code == 200
        assert client.delete(f"{KEYS}/{key.pk}").status_code == 200

        assert program(secret).get(PROFILE).status_code == 401
        assert client.get(KEYS).json()["data"]["items"] == []
        assert AuditEntry.objects.filter(action="api_key.revoked").count() == 1

    def test_of_somebody_else_is_not_found(self):
        key, secret = make_key(make_user("omid", is_verified=True))

        assert client_of(make_user()).delete(f"{KEYS}/{key.pk}").status_code == 404
        assert program(secret).get(PROFILE).status_code == 200

    def test_ends_all_of_them(self):
        user, omid = make_user(is_verified=True), make_user("omid", is_verified=True)
        secrets = [make_key(user)[1] for _ in range(3)]
        _, of_omid = make_key(omid)

        answer = client_of(user).delete(KEYS)

        assert answer.json()["data"] == {"revoked": 3}
        assert {program(secret).get(PROFILE).status_code for secret in secrets} == {401}
        assert program(of_omid).get(PROFILE).status_code == 200
