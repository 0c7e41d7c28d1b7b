"""Erasing an account: nothing personal is left in any table or file, and the books still balance."""

from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Authenticator, BrandAsset, User
from accounts.services.erasing import erase_account
from accounts.services.registration import create_user
from accounts.tasks import erase_what_is_left, finish_erasures
from accounts.upkeep import erasing
from accounts.upkeep.erasing import finish_erasure, unfinished_erasures
from billing import ledger
from billing.errors import AccountFrozenError, PaymentsUnavailableError
from billing.models import CreditAccount, Hold, LedgerTransaction, LocalSubscription, Order, StripeEvent, Subscription
from chat.models import Message
from common.errors import ConflictError, ValidationFailedError
from common.ids import new_id
from generation import lifecycle, pipeline
from generation.errors import RunLostError
from generation.models import Generation, Stage
from generation.services import GenerationRequest, request_generation
from generation.services.catalogue import ensure_algorithms
from templates_lib.models import Category
from tests.accounts.canaries import CANARY, found_in_files, found_in_tables, marked_user, tables_with_users
from tests.accounts.people import PASSWORD, client_of, fields_of, make_user
from tests.common.together import together
from tests.generation.core_rows import claim_one, rich_user
from tests.templates_lib.bank import findable, make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ACCOUNT = "/api/v1/users/account"


@pytest.fixture
def marked() -> User:
    user = marked_user()
    Authenticator.objects.filter(user=user).update(confirmed_at=None)
    return user


def erase_wholly(user: User) -> None:
    erase_account(user, password=PASSWORD)
    assert finish_erasure(user.pk)


def sums() -> dict[str, Any]:
    """What the books add up to."""
    accounts = CreditAccount.objects.order_by("pk").values_list("pk", "posted", "held", "owed")
    return {
        "accounts": list(accounts),
        "transactions": list(LedgerTransaction.objects.order_by("pk").values_list("pk", "amount", "balance_after")),
        "orders": list(Order.objects.order_by("pk").values_list("pk", "amount", "state", "refunded_amount")),
    }


class TestWhatIsLeft:
    def test_is_found_everywhere_before(self, marked, settings):
        tables = {entry.split(":")[0] for entry in found_in_tables(CANARY)}

        expected = {"accounts_user", "accounts_apikey", "generation_generation", "chat_message", "billing_hold"}
        assert tables >= expected | {"billing_idempotencykey", "billing_stripeevent", "billing_localcustomer"}
        assert found_in_files(CANARY, Path(settings.STORAGES["default"]["OPTIONS"]["location"]))

    def test_is_nothing_that_tells_who_it_was(self, marked, settings):
        erase_wholly(marked)

        assert found_in_tables(CANARY) == []
        assert found_in_files(CANARY, Path(settings.STORAGES["default"]["OPTIONS"]["location"])) == []
        assert not Session.objects.exists()

    def test_is_a_row_that_names_nobody(self, marked):
        erase_wholly(marked)

        row = User.objects.get(pk=marked.pk)
        name = row.username.removeprefix("erased-")
        assert (len(name), row.email) == (32, f"{name}@erased.invalid")
        assert name != row.pk.hex
        assert (row.full_name, row.preferences, row.avatar_id, row.last_login) == ("", {}, None, None)
        assert not row.has_usable_password()
        assert not row.is_active
        assert row.erased_at is not None
        assert row.erasure_done_at is not None
        assert [entry.action for entry in AuditEntry.objects.filter(user=row)] == ["account.erased"]

    def test_is_everything_of_everybody_else(self, marked, settings):
        omid = marked_user("omid", "tirili")
        before = found_in_tables("tirili")

        erase_wholly(marked)

        assert found_in_tables("tirili") == before
        assert Generation.objects.filter(owner=omid).count() == 3
        assert len(found_in_files("tirili", Path(settings.STORAGES["default"]["OPTIONS"]["location"]))) == 2

    def test_was_looked_for_in_every_table_that_knows_users(self, marked):
        """A new table that refers to users has to be thought of here, in `canaries.py` and in an eraser."""
        known_to_be_empty = {
            "chat.Broadcast",
            "templates_lib.Original",
            "billing.Referral",
            "billing.LedgerTransaction",
        }
        empty = {label for label in tables_with_users() if not apps.get_model(label).objects.exists()}

        assert empty <= known_to_be_empty | {"accounts.User_groups", "accounts.User_user_permissions"}

    def test_keeps_the_places_of_messages_in_others_conversations(self, marked):
        erase_wholly(marked)

        messages = Message.objects.filter(conversation__owner__username="host").order_by("number")
        assert [(message.number, message.content, message.sender_id) for message in messages] == [
            (1, "(erased)", None),
            (2, "(erased)", None),
        ]


class TestTheBooks:
    def test_balance_and_add_up_to_the_same(self, marked):
        waiting = Hold.objects.get(note__contains=CANARY)
        ledger.release(waiting.pk)
        Generation.objects.filter(pk=waiting.pk).update(status="cancelled", completed_at=timezone.now())
        before = sums()

        erase_wholly(marked)

        assert sums() == before
        assert all(figure == 0 for figure in ledger.verify().values())

    def test_release_what_was_held(self, marked):
        account = CreditAccount.objects.get(pk=marked.pk)
        assert account.held == 1

        erase_wholly(marked)

        account.refresh_from_db()
        assert account.held == 0
        assert all(figure == 0 for figure in ledger.verify().values())

    def test_take_nothing_more_from_an_erased_account(self, marked):
        erase_wholly(marked)

        with pytest.raises(AccountFrozenError):
            ledger.reserve(marked, amount=1, reference=new_id())
        assert CreditAccount.objects.get(pk=marked.pk).free_month_due_at is None


class TestSubscriptions:
    def test_end_at_the_gateway(self, marked):
        erase_wholly(marked)

        assert LocalSubscription.objects.get().status == "canceled"
        assert Subscription.objects.get().status == "ended"
        assert CreditAccount.objects.get(pk=marked.pk).tier == "free"

    def test_keep_an_account_from_being_erased_while_the_gateway_is_away(self, marked, settings):
        Subscription.objects.update(gateway="stripe")

        with pytest.raises(PaymentsUnavailableError):
            erase_account(marked, password=PASSWORD)

        assert User.objects.get(pk=marked.pk).username == CANARY

    def test_events_keep_what_they_are_applied_by(self, marked):
        erase_wholly(marked)

        event = StripeEvent.objects.get(event_id=f"evt_{marked.pk.hex}")
        assert event.payload["data"]["object"]["id"] == "in_1"
        assert "customer_email" not in event.payload["data"]["object"]


class TestAsking:
    def test_needs_a_sign_in(self):
        assert client_of(None).delete(ACCOUNT, {"password": PASSWORD}).status_code == 401

    @pytest.mark.parametrize(
        "body", [{}, {"password": "wrong"}, {"password": ""}, {"password": None}, {"password": 5}, {"password": "\x00"}]
    )
    def test_needs_the_password(self, body):
        user = make_user()

        answer = client_of(user).delete(ACCOUNT, body)

        assert fields_of(answer) == {"password"}
        assert User.objects.get(pk=user.pk).erased_at is None

    def test_needs_the_second_factor_where_there_is_one(self):
        user = make_user()
        seed = pyotp.random_base32()
        Authenticator.objects.create(user=user, seed=seed, confirmed_at=timezone.now())
        client = client_of(user)

        assert fields_of(client.delete(ACCOUNT, {"password": PASSWORD})) == {"otp"}
        assert fields_of(client.delete(ACCOUNT, {"password": PASSWORD, "otp": "000000"})) == {"otp"}
        answer = client.delete(ACCOUNT, {"password": PASSWORD, "otp": pyotp.TOTP(seed).now()})

        assert answer.status_code == 200
        assert User.objects.get(pk=user.pk).erased_at is not None

    def test_ends_every_way_in_at_once(self):
        user = make_user(is_verified=True)
        client, browser = client_of(user), Client()
        browser.force_login(user)

        assert client.delete(ACCOUNT, {"password": PASSWORD}).status_code == 200

        assert client.get("/api/v1/users/profile").status_code == 401
        assert browser.get("/credits").status_code in (302, 404)
        sign_in = {"username_or_email": "sara", "password": PASSWORD}
        assert client_of(None).post("/api/v1/users/login", sign_in).status_code == 401
        assert (
            client_of(None).post("/api/v1/users/login", sign_in | {"username_or_email": user.email}).status_code == 401
        )

    def test_frees_the_name_and_the_address(self):
        erase_account(make_user(is_verified=True), password=PASSWORD)

        again = create_user(username="sara", email="sara@example.com", password=PASSWORD)

        assert again.pk

    def test_is_refused_to_staff(self):
        user = make_user(is_staff=True)

        assert client_of(user).delete(ACCOUNT, {"password": PASSWORD}).status_code == 409
        with pytest.raises(ConflictError):
            erase_account(make_user("root", is_superuser=True), password=PASSWORD)

    def test_counts_wrong_passwords(self):
        user = make_user()
        for _ in range(5):
            with pytest.raises(ValidationFailedError):
                erase_account(user, password="wrong")

        assert client_of(user).delete(ACCOUNT, {"password": PASSWORD}).status_code == 429

    def test_tells_the_former_address(self, django_capture_on_commit_callbacks, settings):
        settings.CELERY_TASK_ALWAYS_EAGER = True
        from routix.celery import app

        app.conf.task_always_eager = True
        try:
            with django_capture_on_commit_callbacks(execute=True):
                erase_account(make_user(is_verified=True), password=PASSWORD)
        finally:
            app.conf.task_always_eager = False

        assert [letter.to for letter in mail.outbox] == [["sara@example.com"]]
        assert "erased" in mail.outbox[0].subject


@pytest.mark.django_db(transaction=True)
class TestErasingInARace:
    def test_twice_at_once_is_once(self):
        user = make_user(is_verified=True)

        answers = together(4, lambda _: erase_account(user, password=PASSWORD))

        assert User.objects.get(pk=user.pk).erased_at is not None
        assert answers.count(None) >= 1
        others = [answer for answer in answers if answer is not None]
        assert all(isinstance(answer, ValidationFailedError) for answer in others), others

    def test_takes_a_running_generation_from_its_worker(self, settings):
        running = claim_one()
        owner = running.owner
        owner.set_password(PASSWORD)
        owner.save()
        erase_account(owner, password=PASSWORD)

        assert finish_erasure(owner.pk)

        with pytest.raises(RunLostError):
            lifecycle.report(running, stage=Stage.RENDERING, progress=50)
        with pytest.raises(RunLostError):
            lifecycle.fail(running, _an_error())
        assert not Generation.objects.exists()
        assert all(figure == 0 for figure in ledger.verify().values())

    def test_leaves_no_file_of_a_run_that_was_under_way(self, settings):
        ensure_algorithms()
        category = Category.objects.create(slug="gaming", name="Gaming")
        findable(make_template("gaming-look", category=category, tags=["gaming", "boss fight"]))
        owner = rich_user()
        owner.set_password(PASSWORD)
        owner.save()
        asked = request_generation(owner, GenerationRequest(prompt="I beat the final boss", seed=7))
        running = lifecycle.claim(worker="a test", only=asked.pk)
        assert running is not None

        def erase_while_storing(generation: Generation) -> None:
            if generation.stage == Stage.STORING and User.objects.filter(pk=owner.pk, erased_at=None).exists():
                erase_account(owner, password=PASSWORD)
                assert finish_erasure(owner.pk)

        pipeline.run(running, watch=erase_while_storing)

        assert User.objects.get(pk=owner.pk).erased_at is not None
        assert not Generation.objects.exists()
        folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
        assert [path for path in folder.rglob("*") if path.is_file()] == []
        assert all(figure == 0 for figure in ledger.verify().values())


def _an_error() -> Any:
    from generation.errors import WorkerLostError

    return WorkerLostError()


class TestFinishing:
    def test_does_nothing_to_somebody_who_is_not_erased(self, marked):
        assert not finish_erasure(marked.pk)
        assert not finish_erasure(new_id())
        assert Generation.objects.filter(owner=marked).exists()

    def test_goes_on_where_it_was_cut_off(self, marked, monkeypatch):
        erase_account(marked, password=PASSWORD)

        def breaks(user: User) -> None:
            raise OSError("the storage is away")

        with monkeypatch.context() as patch:
            patch.setattr(erasing, "_erase_files", breaks)
            assert not finish_erasure(marked.pk)
        assert unfinished_erasures() == [marked.pk]
        assert User.objects.get(pk=marked.pk).erasure_done_at is None

        assert finish_erasures() == 1

        assert User.objects.get(pk=marked.pk).erasure_done_at is not None

    def test_takes_what_came_after_it(self, marked):
        erase_wholly(marked)
        late = default_storage.save(f"thumbnails/{marked.pk}/x/late.jpg", ContentFile(b"late"))
        BrandAsset.objects.create(
            owner=marked, kind="face", format="png", width=1, height=1, bytes=1, sha256="0" * 64, file="assets/x.png"
        )

        assert finish_erasures() == 1

        assert not default_storage.exists(late)
        assert not BrandAsset.objects.exists()
        assert AuditEntry.objects.filter(action="account.erased").count() == 1

    def test_is_what_the_task_does(self, marked):
        erase_account(marked, password=PASSWORD)

        assert erase_what_is_left(user_id=str(marked.pk))
        assert found_in_tables(CANARY) == []
