"""Secrets at rest, and moving them to another key."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Authenticator, WebhookEndpoint
from common import encryption
from common.encryption import Rotation, UndecipherableError, decrypt, encrypt, encrypted_fields, is_current, rotate
from tests.accounts.people import make_user
from tests.common.together import together

pytestmark = pytest.mark.integration

OLD, NEW = "an-old-key-of-the-tests", "a-new-key-of-the-tests"


@pytest.fixture(autouse=True)
def old_key(settings):
    settings.ENCRYPTION_KEYS = [OLD]


def stored_seeds() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed FROM accounts_authenticator ORDER BY id")
        return [seed for (seed,) in cursor.fetchall()]


def make_seeds(count: int) -> list[Authenticator]:
    return [Authenticator.objects.create(user=make_user(f"user{n}"), seed=f"seed {n}") for n in range(count)]


class TestASecret:
    @pytest.mark.parametrize("secret", ["ab cd", "é سلام \U0001f600", "x" * 10_000])
    def test_comes_back_as_it_was(self, secret):
        stored = encrypt(secret)

        assert secret not in stored
        assert decrypt(stored) == secret
        assert encrypt(secret) != stored

    def test_is_read_by_every_key_and_written_by_the_first(self, settings):
        stored = encrypt("seed")
        settings.ENCRYPTION_KEYS = [NEW, OLD]

        assert decrypt(stored) == "seed"
        assert not is_current(stored)
        assert is_current(encrypt("seed"))

    def test_is_lost_with_its_key(self, settings):
        stored = encrypt("seed")
        settings.ENCRYPTION_KEYS = [NEW]

        with pytest.raises(UndecipherableError) as raised:
            decrypt(stored)

        assert stored not in str(raised.value)


@pytest.mark.django_db
class TestAField:
    def test_stores_nothing_that_can_be_read(self):
        [row] = make_seeds(1)

        assert "seed" not in stored_seeds()[0]
        assert Authenticator.objects.get(pk=row.pk).seed == "seed 0"

    def test_is_found_wherever_it_is(self):
        fields = {f"{model._meta.label}.{field.name}" for model, field in encrypted_fields()}

        assert fields >= {"accounts.Authenticator.seed", "accounts.WebhookEndpoint.secret"}


@pytest.mark.django_db
class TestRotating:
    def test_moves_every_secret_to_the_first_key(self, settings, monkeypatch):
        monkeypatch.setattr(encryption, "_ROWS_AT_ONCE", 3)
        make_seeds(7)
        settings.ENCRYPTION_KEYS = [NEW, OLD]
        said = StringIO()

        call_command("rotate_secrets", stdout=said)

        settings.ENCRYPTION_KEYS = [NEW]
        assert {row.seed for row in Authenticator.objects.all()} == {f"seed {n}" for n in range(7)}
        assert "Authenticator.seed: 7 rotated, 0 current already" in said.getvalue()

    def test_again_changes_nothing(self, settings):
        make_seeds(2)
        settings.ENCRYPTION_KEYS = [NEW, OLD]
        call_command("rotate_secrets", stdout=StringIO())
        before = stored_seeds()
        said = StringIO()

        call_command("rotate_secrets", stdout=said)

        assert stored_seeds() == before
        assert "0 rotated, 2 current already" in said.getvalue()

    def test_leaves_out_what_is_empty(self, settings):
        user = make_user()
        WebhookEndpoint.objects.create(user=user, url="https://a.example/", events=["generation_failed"], secret="")

        call_command("rotate_secrets", stdout=StringIO())

        assert WebhookEndpoint.objects.get().secret == ""

    def test_tells_which_secrets_no_key_opens_and_moves_the_others(self, settings):
        first, second = make_seeds(2)
        settings.ENCRYPTION_KEYS = ["a-key-that-got-lost"]
        second.save()
        settings.ENCRYPTION_KEYS = [NEW, OLD]

        with pytest.raises(CommandError, match=str(second.pk)):
            call_command("rotate_secrets", stdout=StringIO())

        settings.ENCRYPTION_KEYS = [NEW]
        assert Authenticator.objects.get(pk=first.pk).seed == "seed 0"

    def test_keeps_a_secret_that_changes_meanwhile(self, settings, monkeypatch):
        [row] = make_seeds(1)
        settings.ENCRYPTION_KEYS = [NEW, OLD]
        original = encryption.decrypt

        def changed_after_reading(stored: str) -> str:
            secret = original(stored)
            Authenticator.objects.filter(pk=row.pk).update(seed="newer")
            return secret

        monkeypatch.setattr(encryption, "decrypt", changed_after_reading)
        done = rotate(Authenticator, Authenticator._meta.get_field("seed"))
        monkeypatch.undo()

        assert done.rotated == 0
        settings.ENCRYPTION_KEYS = [NEW, OLD]
        assert Authenticator.objects.get().seed == "newer"


@pytest.mark.django_db(transaction=True)
class TestRotatingInARace:
    def test_two_at_once_lose_nothing(self, settings):
        make_seeds(30)
        settings.ENCRYPTION_KEYS = [NEW, OLD]
        field = Authenticator._meta.get_field("seed")

        done = together(3, lambda _: rotate(Authenticator, field))

        assert sum(one.rotated for one in done if isinstance(one, Rotation)) == 30
        settings.ENCRYPTION_KEYS = [NEW]
        assert {row.seed for row in Authenticator.objects.all()} == {f"seed {n}" for n in range(30)}
