"""What somebody hostile tried against accounts, and what keeps them from it."""

import threading
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.errors import EmailNotVerifiedError, InvalidCredentialsError, PasskeyRefusedError
from accounts.models import (
    ApiKey,
    AssetKind,
    AuditEntry,
    Authenticator,
    BrowserSession,
    DeliveryStatus,
    Passkey,
    PasswordReset,
    RecoveryCode,
    Scope,
    TokenFamily,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WsTicket,
)
from accounts.services import notices, password_reset, sign_in
from accounts.services.api_keys import create_api_key
from accounts.services.assets import store_asset
from accounts.services.devices import Device
from accounts.services.erasing import erase_account
from accounts.services.identification import confirm_password
from accounts.services.passkeys import delete_passkey, finish_registration, finish_sign_in, start_registration
from accounts.services.passkeys import start_sign_in as passkey_options
from accounts.services.password_reset import MOST_A_DAY, MOST_A_DAY_OF_ALL, confirm_reset, request_reset
from accounts.services.passwords import change_password
from accounts.services.profile import change_profile
from accounts.services.registration import create_staff, create_user
from accounts.services.second_factor import (
    confirm_authenticator,
    disable_authenticator,
    find_enrolment,
    needs_code,
    start_authenticator,
    use_code,
)
from accounts.services.sessions import Place, is_proven_twice, is_session_proven_twice
from accounts.services.sign_in import sign_in_with_password
from accounts.services.verification import start_verification
from accounts.services.webhook_endpoints import add_endpoint
from accounts.tasks import finish_erasures
from accounts.upkeep.erasing import finish_erasure
from common.errors import NotAllowedError, NotFoundError, ValidationFailedError
from tests.accounts.people import PASSWORD, client_of, fields_of, make_user
from tests.accounts.security_key import SecurityKey
from tests.accounts.test_passwords import move_back
from tests.common.pictures import picture

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NEW = "another long phrase"
HERE = Device(user_agent="curl/8.5", ip_digest="d" * 64)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.PUBLIC_URL = "http://localhost:8000"
    monkeypatch.setattr(password_reset, "_ALWAYS_TAKES_SECONDS", 0.001)


@pytest.fixture
def mailed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What notices were to say, instead of a broker."""
    told: list[str] = []
    monkeypatch.setattr(notices, "send_mail_later", lambda **sent: told.append(sent["context"]["what"]))
    return told


@pytest.fixture
def session() -> SessionStore:
    store = SessionStore()
    store.create()
    return store


def register(user: User, session: SessionStore, key: SecurityKey) -> Passkey:
    options = start_registration(user, session, password=PASSWORD)
    session.save()
    return finish_registration(user, session, key.create(options), name="", device=HERE)


def enrol(user: User, *, is_proven_twice: bool = False) -> list[str]:
    secret = start_authenticator(user, password=PASSWORD, is_proven_twice=is_proven_twice).secret
    return confirm_authenticator(user, pyotp.TOTP(secret).now(), HERE, is_proven_twice=is_proven_twice)


def add_everything(user: User) -> None:
    """All that lets somebody act for an account beside its password."""
    Authenticator.objects.create(user=user, seed=pyotp.random_base32(), confirmed_at=timezone.now())
    RecoveryCode.objects.create(user=user, digest="c" * 64)
    Passkey.objects.create(user=user, name="Theirs", credential_id=user.pk.hex, public_key=b"key")
    ApiKey.objects.create(user=user, name="Theirs", prefix="rtx_1", digest="a" * 64, scopes=[Scope.CHAT_READ])
    endpoint = WebhookEndpoint.objects.create(
        user=user, url="https://evil.example/", events=[WebhookEvent.GENERATION_COMPLETED], secret="s"
    )
    WebhookDelivery.objects.create(
        endpoint=endpoint, event=WebhookEvent.GENERATION_COMPLETED, payload="{}", next_attempt_at=timezone.now()
    )


def reset_password(user: User) -> User:
    request_reset(user.email, HERE)
    return confirm_reset(PasswordReset.objects.latest("created_at").secret, NEW, HERE)


class TestAnAddressThatNobodyConfirmed:
    def test_leaves_nothing_of_a_stranger_once_its_owner_sets_a_password(self, mailed):
        add_everything(make_user("victim"))

        owner = reset_password(User.objects.get())

        assert owner.is_verified
        assert not Passkey.objects.exists()
        assert not Authenticator.objects.exists()
        assert not RecoveryCode.objects.exists()
        assert ApiKey.objects.get().revoked_at is not None
        assert not WebhookEndpoint.objects.get().is_active
        assert WebhookDelivery.objects.get().status == DeliveryStatus.FAILED
        assert "passkeys" in mailed[-1]
        assert "webhooks" in mailed[-1]

    def test_does_not_let_a_strangers_passkey_in_any_more(self, session):
        victim, key = make_user("victim", is_verified=True), SecurityKey()
        register(victim, session, key)
        User.objects.update(is_verified=False)

        reset_password(victim)

        options = passkey_options(session)
        session.save()
        with pytest.raises(PasskeyRefusedError):
            finish_sign_in(session, key.get(options))

    def test_keeps_what_guards_an_account_whose_address_was_confirmed(self, mailed):
        add_everything(make_user(is_verified=True))

        reset_password(User.objects.get())

        assert Passkey.objects.exists()
        assert Authenticator.objects.exists()
        assert RecoveryCode.objects.exists()
        assert WebhookEndpoint.objects.get().is_active
        assert "passkeys" not in mailed[-1]

    def test_gets_no_passkey_and_no_app(self, session):
        stranger = make_user()

        with pytest.raises(EmailNotVerifiedError):
            start_registration(stranger, session, password=PASSWORD)
        with pytest.raises(EmailNotVerifiedError):
            start_authenticator(stranger, password=PASSWORD)
        answer = client_of(stranger).post("/api/v1/users/2fa/totp", {"password": PASSWORD})
        assert (answer.status_code, answer.json()["error"]["type"]) == (403, "email_not_verified")

    def test_is_told_so_on_the_pages(self, client):
        client.force_login(make_user())

        page = client.post(reverse("authenticator"), {"password": PASSWORD})
        options = client.post(reverse("passkey-options"), {"password": PASSWORD}, content_type="application/json")

        assert (page.status_code, page.context["form"].non_field_errors()) == (
            403,
            ["Confirm your e-mail address first."],
        )
        assert (options.status_code, options.json()["message"]) == (403, "Confirm your e-mail address first.")


class TestAResetOfThePassword:
    def test_ends_every_api_key_and_says_so(self, mailed):
        sara = make_user(is_verified=True)
        secret = create_api_key(sara, name="Mine", scopes=[Scope.ACCOUNT_READ])[1]
        program = APIClient(headers={"X-API-Key": secret})
        program.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")

        reset_password(sara)

        assert ApiKey.objects.get().revoked_at is not None
        assert program.get("/api/v1/users/profile").status_code == 401
        assert "API keys" in mailed[-1]
        assert AuditEntry.objects.filter(action="api_key.all_revoked", user=sara).count() == 1

    def test_says_nothing_of_keys_where_there_were_none(self, mailed):
        reset_password(make_user(is_verified=True))

        assert "API keys" not in mailed[-1]

    def test_is_not_what_a_change_by_the_password_does(self, mailed):
        sara = make_user(is_verified=True)
        create_api_key(sara, name="Mine", scopes=[Scope.ACCOUNT_READ])

        change_password(sara, current_password=PASSWORD, new_password=NEW, place=Place(), device=HERE)

        assert ApiKey.objects.get().revoked_at is None
        assert "API keys" not in mailed[-1]


class TestTheQuotaOfResets:
    def ask(self, requester: str) -> bool:
        before = PasswordReset.objects.count()
        request_reset("sara@example.com", Device(ip_digest=requester))
        move_back(minutes=1, seconds=1)
        return PasswordReset.objects.count() > before

    def test_is_not_used_up_by_a_stranger(self):
        make_user(is_verified=True)
        assert [self.ask("stranger") for _ in range(MOST_A_DAY + 1)] == [True] * MOST_A_DAY + [False]

        assert self.ask("owner")

    def test_has_an_end_for_all_together(self):
        make_user(is_verified=True)

        made = [self.ask(f"stranger {number // MOST_A_DAY}") for number in range(MOST_A_DAY_OF_ALL + 1)]

        assert made == [True] * MOST_A_DAY_OF_ALL + [False]
        assert not self.ask("owner")

    def test_is_one_a_minute_whoever_asks(self):
        make_user(is_verified=True)
        request_reset("sara@example.com", Device(ip_digest="stranger"))
        request_reset("sara@example.com", Device(ip_digest="owner"))

        assert PasswordReset.objects.count() == 1


class TestAStolenPassword:
    def test_enrols_no_app_beside_a_passkey(self, session):
        boss = make_user("boss", is_staff=True, is_verified=True)
        register(boss, session, SecurityKey())

        with pytest.raises(NotAllowedError):
            start_authenticator(boss, password=PASSWORD)
        answer = client_of(boss).post("/api/v1/users/2fa/totp", {"password": PASSWORD})
        assert (answer.status_code, answer.json()["error"]["type"]) == (403, "forbidden")
        assert not Authenticator.objects.exists()

    def test_does_not_open_the_admin_by_the_page(self, session, settings):
        settings.STAFF_NEED_SECOND_FACTOR = True
        boss = make_user("boss", is_staff=True, is_superuser=True, is_verified=True)
        register(boss, session, SecurityKey())
        thief = Client()
        thief.post(reverse("login"), {"username": "boss", "password": PASSWORD})

        page = thief.post(reverse("authenticator"), {"password": PASSWORD})

        assert page.status_code == 403
        assert "enrolment" not in (page.context or {})
        assert thief.get("/admin/").status_code == 302

    def test_confirms_no_app_that_was_begun_before_the_passkey(self, session):
        boss = make_user("boss", is_staff=True, is_verified=True)
        secret = start_authenticator(boss, password=PASSWORD).secret
        register(boss, session, SecurityKey())

        with pytest.raises(NotAllowedError):
            confirm_authenticator(boss, pyotp.TOTP(secret).now(), HERE)
        assert not needs_code(boss)

    def test_adds_no_passkey_beside_another_or_an_app(self, session):
        sara, omid = make_user("sara", is_verified=True), make_user("omid", is_verified=True)
        register(sara, session, SecurityKey())
        enrol(omid)

        for user in (sara, omid):
            thief = SessionStore()
            thief.create()
            with pytest.raises(NotAllowedError):
                start_registration(user, thief, password=PASSWORD)

    def test_adds_no_passkey_that_was_begun_before_the_first(self, session):
        sara, thief = make_user("sara", is_verified=True), SessionStore()
        thief.create()
        options = start_registration(sara, thief, password=PASSWORD)
        thief.save()
        register(sara, session, SecurityKey())

        with pytest.raises(NotAllowedError):
            finish_registration(sara, thief, SecurityKey().create(options), name="", device=HERE)
        assert Passkey.objects.count() == 1

    def test_takes_no_passkey_off_staff(self, session):
        boss = make_user("boss", is_staff=True, is_verified=True)
        passkey = register(boss, session, SecurityKey())

        with pytest.raises(NotAllowedError):
            delete_passkey(boss, passkey.pk, HERE)
        delete_passkey(boss, passkey.pk, HERE, is_proven_twice=True)

        assert not Passkey.objects.exists()

    def test_is_not_what_somebody_has_who_proved_themselves_twice(self, session):
        sara = make_user("sara", is_verified=True)
        register(sara, session, SecurityKey())

        register(sara, session, SecurityKey())
        enrol(sara, is_proven_twice=is_session_proven_twice(session, sara))

        assert Passkey.objects.count() == 2
        assert needs_code(sara)


class TestASessionThatWasProvenTwice:
    def test_is_none_any_more_when_the_app_is_turned_off_elsewhere(self, client):
        sara = make_user("sara", is_verified=True)
        client.force_login(sara)
        shown = client.post(reverse("authenticator"), {"password": PASSWORD})
        done = client.post(reverse("authenticator"), {"code": pyotp.TOTP(shown.context["enrolment"].secret).now()})
        request = RequestFactory().get("/")
        request.session, request.user = client.session, sara
        assert is_proven_twice(request)

        off = {"password": PASSWORD, "code": done.context["codes"][0]}
        assert client.delete("/api/v1/users/2fa/totp", off, content_type="application/json").status_code == 200

        assert not is_proven_twice(request)

    def test_is_nobodys_without_a_user(self, session):
        request = RequestFactory().get("/")
        session["second_proof"] = True
        request.session, request.user = session, None

        assert not is_proven_twice(request)


class TestAnErasedAccount:
    @pytest.mark.parametrize("name", ["erased-{hex}", "ERASED-{hex}", "erased-x"])
    def test_lends_its_name_to_nobody(self, name):
        username = name.format(hex="0" * 32)

        with pytest.raises(ValidationFailedError) as refused:
            create_user(username=username, email="x@example.com", password=PASSWORD)
        assert [each["field"] for each in refused.value.details["validation_errors"]] == ["username"]
        assert fields_of(client_of(make_user()).patch("/api/v1/users/profile", {"username": username})) == {"username"}
        with pytest.raises(ValidationFailedError):
            create_staff(username, "boss@example.com")

    @pytest.mark.parametrize("email", ["{hex}@erased.invalid", "x@ERASED.Invalid", "x@other.invalid"])
    def test_lends_its_address_to_nobody(self, email):
        email = email.format(hex="0" * 32)

        with pytest.raises(ValidationFailedError) as refused:
            create_user(username="somebody", email=email, password=PASSWORD)
        assert [each["field"] for each in refused.value.details["validation_errors"]] == ["email"]
        with pytest.raises(ValidationFailedError):
            change_profile(make_user(), {"email": email}, current_password=PASSWORD)

    def test_is_erased_whatever_name_a_rival_took(self):
        victim = make_user("victim")
        make_user(f"erased-{victim.pk.hex}", email=f"{victim.pk.hex}@erased.invalid")

        assert client_of(victim).delete("/api/v1/users/account", {"password": PASSWORD}).status_code == 200

        row = User.objects.get(pk=victim.pk)
        assert row.erased_at is not None
        assert row.username.startswith("erased-")
        assert victim.pk.hex not in row.username + row.email

    def test_keeps_no_row_that_was_written_just_after(self):
        gone = make_user(is_verified=True)
        erase_account(gone, password=PASSWORD)
        assert finish_erasure(gone.pk)
        add_everything(gone)
        soon = timezone.now()
        BrowserSession.objects.create(user=gone, session_key="k" * 32, last_seen_at=soon)
        TokenFamily.objects.create(user=gone, expires_at=soon)
        WsTicket.objects.create(user=gone, digest="t" * 64, expires_at=soon)
        PasswordReset.objects.create(user=gone, email="sara@example.com", digest="p" * 64, expires_at=soon)
        AuditEntry.objects.create(user=gone, action="signed_in", details={"device": "theirs"})

        assert finish_erasures() == 1

        left = [
            model.__name__
            for model in (ApiKey, Authenticator, BrowserSession, Passkey, PasswordReset, RecoveryCode, TokenFamily)
            if model._default_manager.exists()
        ]
        assert left == []
        assert not WebhookEndpoint.objects.exists()
        assert not WsTicket.objects.exists()
        assert [entry.action for entry in AuditEntry.objects.all()] == ["account.erased"]

    @pytest.mark.parametrize(
        "act",
        [
            lambda user: create_api_key(user, name="Late", scopes=[Scope.CHAT_READ]),
            lambda user: add_endpoint(user, url="https://93.184.216.34/", events=[WebhookEvent.GENERATION_COMPLETED]),
            lambda user: store_asset(user, kind=AssetKind.FACE, data=picture()),
            lambda user: start_verification(user),
        ],
        ids=["key", "webhook", "picture", "link"],
    )
    def test_takes_nothing_that_was_asked_for_before(self, act: Callable[[User], object]):
        gone = make_user(is_verified=True)
        as_it_was = User.objects.get(pk=gone.pk)
        erase_account(gone, password=PASSWORD)

        with pytest.raises(NotFoundError):
            act(as_it_was)


@pytest.mark.django_db(transaction=True)
class TestASignInByTheFormerPassword:
    @pytest.mark.parametrize("change", ["password", "deactivated"])
    def test_does_not_outlive_a_change_at_the_same_moment(self, monkeypatch, change):
        sara = make_user(is_verified=True)
        looked, changed = threading.Event(), threading.Event()
        check = sign_in.check_password

        def check_then_wait(identifier: str, password: str) -> Any:
            identified = check(identifier, password)
            looked.set()
            assert changed.wait(20)
            return identified

        monkeypatch.setattr(sign_in, "check_password", check_then_wait)
        raised: list[BaseException] = []

        def thief() -> None:
            try:
                sign_in_with_password("sara", PASSWORD, is_remembered=True)
            except InvalidCredentialsError as error:
                raised.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=thief)
        thread.start()
        assert looked.wait(20)
        if change == "password":
            change_password(sara, current_password=PASSWORD, new_password=NEW, place=Place(), device=HERE)
        else:
            User.objects.update(is_active=False)
        changed.set()
        thread.join(20)

        assert len(raised) == 1
        assert not TokenFamily.objects.filter(revoked_at=None).exists()

    def test_waits_for_a_change_that_is_not_committed(self):
        sara = make_user(is_verified=True)
        stale = User.objects.get(pk=sara.pk)
        raised: list[BaseException] = []

        def thief() -> None:
            try:
                sign_in.sign_in(stale)
            except InvalidCredentialsError as error:
                raised.append(error)
            finally:
                connection.close()

        with transaction.atomic():
            sara.set_password(NEW)
            sara.save()
            thread = threading.Thread(target=thief)
            thread.start()
            thread.join(0.5)
            assert thread.is_alive()
        thread.join(20)

        assert len(raised) == 1


class TestConfirmingAPassword:
    def test_asks_for_that_of_the_same_person_whoever_has_the_name_now(self):
        sara = make_user("sara")
        as_it_was = User.objects.get(pk=sara.pk)
        change_profile(sara, {"username": "sara2"})
        rival = make_user("sara", email="rival@example.com")
        rival.set_password("the rival's own phrase")
        rival.save()

        with pytest.raises(ValidationFailedError):
            confirm_password(as_it_was, "the rival's own phrase")
        assert confirm_password(as_it_was, PASSWORD) == sara

    def test_does_not_lock_whoever_has_the_name_now(self):
        sara = make_user("sara")
        as_it_was = User.objects.get(pk=sara.pk)
        change_profile(sara, {"username": "sara2"})
        make_user("sara", email="rival@example.com")
        for _ in range(5):
            with pytest.raises(ValidationFailedError):
                confirm_password(as_it_was, "a wrong one")

        assert sign_in_with_password("sara", PASSWORD, is_remembered=False).user.email == "rival@example.com"


class TestASeedThatCanNotBeRead:
    @pytest.fixture
    def codes(self, settings: Any) -> list[str]:
        """Recovery codes of somebody whose seed is under a key that is lost."""
        settings.ENCRYPTION_KEYS = ["the key that will be lost, of 32 and more"]
        told = enrol(make_user("sara", is_verified=True))
        settings.ENCRYPTION_KEYS = ["another key, which never wrote that seed"]
        return told

    def test_keeps_nobody_out_who_has_a_recovery_code(self, codes):
        answer = APIClient().post("/api/v1/users/login", {"username": "sara", "password": PASSWORD, "otp": codes[0]})

        assert answer.status_code == 200

    def test_is_a_wrong_code_to_everybody_else(self, codes):
        with pytest.raises(InvalidCredentialsError):
            use_code(User.objects.get(), "123456", identifier="sara", device=HERE)

    def test_can_be_taken_off(self, codes):
        sara = User.objects.get()

        disable_authenticator(sara, password=PASSWORD, code=codes[1], device=HERE)

        assert not needs_code(sara)

    def test_is_no_draft(self, settings):
        settings.ENCRYPTION_KEYS = ["the key that will be lost, of 32 and more"]
        sara = make_user("sara", is_verified=True)
        start_authenticator(sara, password=PASSWORD)
        settings.ENCRYPTION_KEYS = ["another key, which never wrote that seed"]

        assert find_enrolment(sara) is None
        assert enrol(sara)
