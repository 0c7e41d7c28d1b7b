import json
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.errors import PasskeyRefusedError, TooManyFailedSignInsError
from accounts.models import AuditEntry, Passkey, User
from accounts.services import notices
from accounts.services.devices import Device
from accounts.services.identification import identify
from accounts.services.lockout import MOST_FAILURES
from accounts.services.passkeys import (
    CHALLENGE_SECONDS,
    MOST_PASSKEYS,
    delete_passkey,
    finish_registration,
    finish_sign_in,
    passkeys_of,
    rename_passkey,
    start_registration,
    start_sign_in,
)
from common.errors import ConflictError, NotFoundError, ValidationFailedError
from tests.accounts.people import PASSWORD, make_user
from tests.accounts.security_key import SecurityKey
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HERE = Device(user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", ip_digest="d" * 64)


@pytest.fixture(autouse=True)
def address(settings) -> None:
    settings.PUBLIC_URL = "http://localhost:8000"


@pytest.fixture
def sara() -> User:
    return make_user("sara", is_verified=True)


@pytest.fixture
def session() -> SessionStore:
    store = SessionStore()
    store.create()
    return store


@pytest.fixture
def key(sara, session) -> SecurityKey:
    """Sara's, registered."""
    made = SecurityKey()
    register(sara, session, made)
    return made


def register(user: User, session: SessionStore, key: SecurityKey, name: str = "") -> Passkey:
    options = start_registration(user, session, password=PASSWORD)
    session.save()
    return finish_registration(user, session, key.create(options), name=name, device=HERE)


def options_of(session: SessionStore) -> dict[str, Any]:
    options = start_sign_in(session)
    session.save()
    return options


def post(client: Client, name: str, body: Any) -> Any:
    return client.post(reverse(name), json.dumps(body), content_type="application/json")


class TestRegistration:
    def test_keeps_the_public_half(self, sara, session, monkeypatch):
        subjects: list[str] = []
        monkeypatch.setattr(notices, "send_mail_later", lambda **sent: subjects.append(sent["subject"]))

        passkey = register(sara, session, SecurityKey(), name="  My phone ")

        assert (passkey.user, passkey.name, passkey.transports) == (sara, "My phone", ["internal"])
        assert subjects == ["A new passkey"]
        assert AuditEntry.objects.get().action == "passkey.added"

    def test_is_called_after_the_device_without_a_name(self, sara, session):
        assert register(sara, session, SecurityKey()).name == "Firefox on Windows"

    def test_asks_the_browser_for_one_that_knows_its_user(self, sara, session, key):
        options = start_registration(sara, session, password=PASSWORD)

        assert options["authenticatorSelection"]["residentKey"] == "required"
        assert options["authenticatorSelection"]["userVerification"] == "required"
        assert options["rp"] == {"name": "Routix", "id": "localhost"}
        assert [each["id"] for each in options["excludeCredentials"]] == [Passkey.objects.get().credential_id]
        assert "@" not in json.dumps(options)

    def test_asks_for_the_password(self, sara, session):
        with pytest.raises(ValidationFailedError):
            start_registration(sara, session, password="a wrong one")

        assert "passkey_registration" not in session

    @pytest.mark.parametrize(
        "fault", ["origin", "host", "unverified", "other_challenge", "no_challenge", "late", "known", "malformed"]
    )
    def test_refuses_what_proves_nothing(self, sara, session, fault):
        key = SecurityKey()
        options = start_registration(sara, session, password=PASSWORD)
        session.save()
        if fault == "origin":
            key.origin = "http://localhost.evil.example:8000"
        elif fault == "host":
            key.host = "evil.example"
        elif fault == "unverified":
            key.verifies = False
        elif fault == "other_challenge":
            options["challenge"] = "AAAA"
        elif fault == "no_challenge":
            session.flush()
        elif fault == "late":
            session["passkey_registration"] = {**session["passkey_registration"], "until": time.time() - 1}
            session.save()
        elif fault == "known":
            other = SessionStore()
            other.create()
            register(make_user("omid", is_verified=True), other, key)
        answer = key.create(options)
        if fault == "malformed":
            answer["response"]["attestationObject"] = answer["response"]["attestationObject"][:80]

        with pytest.raises(PasskeyRefusedError):
            finish_registration(sara, session, answer, name="", device=HERE)
        assert not passkeys_of(sara).exists()

    def test_takes_an_answer_once(self, sara, session):
        key = SecurityKey()
        answer = key.create(start_registration(sara, session, password=PASSWORD))
        session.save()
        finish_registration(sara, session, answer, name="", device=HERE)

        with pytest.raises(PasskeyRefusedError):
            finish_registration(sara, session, answer, name="", device=HERE)

    def test_stops_at_ten(self, sara, session):
        for _ in range(MOST_PASSKEYS):
            register(sara, session, SecurityKey())

        with pytest.raises(ConflictError):
            start_registration(sara, session, password=PASSWORD)


class TestSignIn:
    def test_says_who_it_is(self, sara, session, key):
        assert finish_sign_in(session, key.get(options_of(session))) == sara
        assert Passkey.objects.get().last_used_at is not None
        assert Passkey.objects.get().sign_count == 2

    def test_names_nobody_beforehand(self, session):
        options = start_sign_in(session)

        assert options["allowCredentials"] == []
        assert options["userVerification"] == "required"
        assert options["timeout"] == CHALLENGE_SECONDS * 1000

    def test_takes_one_that_does_not_count(self, sara, session):
        key = SecurityKey()
        key.counts = False
        register(sara, session, key)

        for _ in range(2):
            assert finish_sign_in(session, key.get(options_of(session))) == sara

    def test_lifts_the_lock_of_the_account(self, sara, session, key):
        for _ in range(MOST_FAILURES):
            with pytest.raises(Exception, match="wrong"):
                identify("sara", "a wrong one")
        with pytest.raises(TooManyFailedSignInsError):
            identify("sara", PASSWORD)

        finish_sign_in(session, key.get(options_of(session)))

        assert identify("sara", PASSWORD)[0] == sara

    @pytest.mark.parametrize(
        "fault",
        [
            "unknown",
            "origin",
            "host",
            "unverified",
            "signature",
            "handle",
            "challenge",
            "copied",
            "late",
            "gone",
            "off",
        ],
    )
    def test_refuses_what_proves_nothing(self, sara, session, key, fault):
        options = options_of(session)
        if fault == "unknown":
            Passkey.objects.all().delete()
        elif fault == "origin":
            key.origin = "https://localhost:8000"
        elif fault == "host":
            key.host = "evil.example"
        elif fault == "unverified":
            key.verifies = False
        elif fault == "handle":
            key.user_handle = make_user("omid").pk.bytes
        elif fault == "challenge":
            options["challenge"] = "AAAA"
        elif fault == "copied":
            Passkey.objects.update(sign_count=7)
        elif fault == "late":
            session["passkey_sign_in"] = {**session["passkey_sign_in"], "until": time.time() - 1}
            session.save()
        elif fault == "gone":
            User.objects.update(password="!unusable")
        elif fault == "off":
            User.objects.update(is_active=False)
        answer = key.get(options)
        if fault == "signature":
            answer["response"]["signature"] = SecurityKey().get(options)["response"]["signature"]

        with pytest.raises(PasskeyRefusedError):
            finish_sign_in(session, answer)

    def test_takes_a_challenge_once(self, sara, session, key):
        options = options_of(session)
        finish_sign_in(session, key.get(options))

        with pytest.raises(PasskeyRefusedError):
            finish_sign_in(session, key.get(options))

    @pytest.mark.parametrize(
        "damage",
        [
            {},
            {"id": 5},
            {"id": "AAAA", "rawId": "!", "type": "public-key", "response": {}},
            {"response": []},
            {"type": "password"},
            {"response": {"clientDataJSON": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA"}},
            {"response": {"clientDataJSON": "W10", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": 3}},
            {"response": {"clientDataJSON": "\ud800", "authenticatorData": "é", "signature": "-"}},
            {"rawId": "\x00"},
        ],
    )
    def test_refuses_whatever_is_malformed(self, sara, session, key, damage):
        answer = key.get(options_of(session))

        with pytest.raises(PasskeyRefusedError):
            finish_sign_in(session, {**answer, **damage} if damage else {})


@pytest.mark.django_db(transaction=True)
class TestSignInAtOnce:
    def test_works_once_for_one_challenge(self, sara, session):
        key = SecurityKey()
        key.counts = False
        register(sara, session, key)
        answer = key.get(options_of(session))

        answers = together(8, lambda _: finish_sign_in(SessionStore(session.session_key), answer))

        assert answers.count(sara) == 1
        assert sum(isinstance(each, PasskeyRefusedError) for each in answers) == 7

    def test_works_once_for_a_key_and_its_copy(self, sara, session):
        key = SecurityKey()
        register(sara, session, key)
        answers = []
        for _ in range(6):
            place = SessionStore()
            place.create()
            key.counter = 7
            answers.append((place.session_key, key.get(options_of(place))))

        told = together(6, lambda index: finish_sign_in(SessionStore(answers[index][0]), answers[index][1]))

        assert told.count(sara) == 1
        assert sum(isinstance(each, PasskeyRefusedError) for each in told) == 5


class TestManaging:
    def test_renames_and_deletes_ones_own(self, sara, session, key):
        passkey = Passkey.objects.get()
        rename_passkey(sara, passkey.pk, " Desk\x07 ")
        assert Passkey.objects.get().name == "Desk"
        with pytest.raises(ValidationFailedError):
            rename_passkey(sara, passkey.pk, " ")

        delete_passkey(sara, passkey.pk, HERE)

        assert not Passkey.objects.exists()
        with pytest.raises(PasskeyRefusedError):
            finish_sign_in(session, key.get(options_of(session)))

    def test_touches_nobody_elses(self, key):
        omid = make_user("omid")
        passkey = Passkey.objects.get()

        with pytest.raises(NotFoundError):
            rename_passkey(omid, passkey.pk, "Mine")
        with pytest.raises(NotFoundError):
            delete_passkey(omid, passkey.pk, HERE)


class TestPages:
    def test_add_sign_in_rename_and_delete(self, client, sara):
        client.force_login(sara)
        key = SecurityKey()
        assert post(client, "passkey-options", {"password": "a wrong one"}).json() == {
            "message": "This is not your password."
        }
        options = post(client, "passkey-options", {"password": PASSWORD}).json()
        added = post(client, "passkey-add", {"credential": key.create(options), "name": "Phone"})
        assert added.json() == {"redirect": reverse("security")}
        assert "Phone" in client.get(reverse("security")).content.decode()

        visitor = Client()
        options = post(visitor, "login-passkey-options", {}).json()
        sent = {"credential": key.get(options), "remember": True, "next": "/account/security"}
        answer = post(visitor, "login-passkey", sent)
        assert answer.json() == {"redirect": "/account/security"}
        assert visitor.session["_auth_user_id"] == str(sara.pk)
        assert visitor.session["second_proof"] is True
        assert not visitor.session.get_expire_at_browser_close()

        passkey = Passkey.objects.get()
        visitor.post(reverse("passkey-rename", args=[passkey.pk]), {"name": "Old phone"})
        assert Passkey.objects.get().name == "Old phone"
        visitor.post(reverse("passkey-delete", args=[passkey.pk]))
        assert not Passkey.objects.exists()
        assert visitor.post(reverse("passkey-delete", args=[passkey.pk]))["Location"] == reverse("security")

    def test_keep_a_strangers_challenge_no_longer_than_it_works(self, client):
        post(client, "login-passkey-options", {})

        assert client.session.get_expiry_age() == CHALLENGE_SECONDS

    def test_leave_the_session_of_the_signed_in_as_long_as_it_is(self, client, sara):
        client.force_login(sara)
        before = client.session.get_expiry_age()
        post(client, "login-passkey-options", {})

        assert before - client.session.get_expiry_age() < 10

    def test_give_out_no_challenges_without_limit(self, client, settings):
        settings.RATE_LIMITS = {"default": (3, 60)}
        cache.clear()

        answers = [post(client, "login-passkey-options", {}).status_code for _ in range(4)]

        assert answers == [200, 200, 200, 429]

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", 5, None])
    def test_go_on_to_pages_of_ours_only(self, client, sara, session, key, wanted):
        options = post(client, "login-passkey-options", {}).json()

        answer = post(client, "login-passkey", {"credential": key.get(options), "next": wanted})

        assert urlsplit(answer.json()["redirect"]).netloc == ""
        assert answer.json()["redirect"] == "/"

    @pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"credential": 5}', "[" * 5000, "x" * 70_000, "\\ud800"])
    @pytest.mark.parametrize("name", ["passkey-options", "passkey-add", "login-passkey"])
    def test_refuse_whatever_is_malformed(self, client, sara, name, body):
        client.force_login(sara)

        answer = client.post(reverse(name), body, content_type="application/json")

        assert answer.status_code == 422
        assert answer.json()["message"]

    @pytest.mark.parametrize("name", ["passkey-options", "passkey-add"])
    def test_are_closed_to_strangers(self, client, name):
        assert post(client, name, {})["Location"].startswith(reverse("login"))

    @pytest.mark.parametrize("name", ["passkey-options", "passkey-add", "login-passkey", "login-passkey-options"])
    def test_ask_for_the_csrf_token(self, name):
        assert post(Client(enforce_csrf_checks=True), name, {}).status_code == 403

    @pytest.mark.parametrize("name", ["passkey-options", "passkey-add", "login-passkey", "login-passkey-options"])
    def test_take_only_posts(self, client, name):
        assert client.get(reverse(name)).status_code == 405
