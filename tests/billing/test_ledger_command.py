"""`manage.py ledger`: what it prints, what it repairs, and how it ends."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from billing import ledger
from billing.models import CreditAccount
from tests.accounts.people import make_user
from tests.billing.clerks import spoil

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in which no line is broken."""
    monkeypatch.setenv("COLUMNS", "240")


@pytest.fixture
def sara() -> User:
    user = make_user()
    ledger.open_account(user)
    return user


@pytest.fixture
def spoilt(sara: User) -> User:
    spoil("UPDATE billing_creditaccount SET posted = posted + 5 WHERE user_id = %s", sara.pk)
    return sara


def answered(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    """Somebody types that when asked; None is nobody."""

    def typed(question: str) -> str:
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", typed)


class TestVerify:
    def test_prints_every_figure_of_clean_books(self, sara: User, capsys: Any) -> None:
        call_command("ledger", "verify")

        shown = capsys.readouterr().out
        for name in ledger.verify():
            assert name.replace("_", " ") in shown
        assert "The books are clean." in shown

    def test_fails_where_a_figure_is_not_0_and_says_what_to_do(self, spoilt: User, capsys: Any) -> None:
        with pytest.raises(CommandError, match="2 of 16 figures are not 0") as failed:
            call_command("ledger", "verify")

        assert failed.value.returncode == 1
        assert "manage.py ledger rebuild" in capsys.readouterr().out

    def test_changes_nothing(self, spoilt: User) -> None:
        with pytest.raises(CommandError):
            call_command("ledger", "verify")

        assert CreditAccount.objects.get().posted == 15


class TestRebuild:
    def test_repairs_the_sums_and_verifies(self, spoilt: User, capsys: Any) -> None:
        call_command("ledger", "rebuild", "--yes")

        shown = capsys.readouterr().out
        assert "1 rows were wrong" in shown
        assert "The books are clean." in shown
        assert CreditAccount.objects.get().posted == 10

    def test_twice_finds_nothing_to_repair(self, spoilt: User, capsys: Any) -> None:
        call_command("ledger", "rebuild", "--yes")
        capsys.readouterr()
        call_command("ledger", "rebuild", "--yes")

        assert "0 rows were wrong" in capsys.readouterr().out

    @pytest.mark.parametrize("answer", ["", "n", "no", "perhaps", None])
    def test_changes_nothing_unless_told_so(
        self, spoilt: User, monkeypatch: pytest.MonkeyPatch, answer: str | None
    ) -> None:
        answered(monkeypatch, answer)
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("ledger", "rebuild")

        assert CreditAccount.objects.get().posted == 15

    @pytest.mark.parametrize("answer", ["y", "YES", " yes "])
    def test_goes_on_when_told_so(self, spoilt: User, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
        answered(monkeypatch, answer)
        call_command("ledger", "rebuild")

        assert CreditAccount.objects.get().posted == 10

    def test_fails_where_the_log_itself_is_wrong(self, sara: User, capsys: Any) -> None:
        spoil("UPDATE billing_ledgerleg SET amount = amount + 1 WHERE book = 'issued'")
        with pytest.raises(CommandError, match="not clean"):
            call_command("ledger", "rebuild", "--yes")

        assert "written past the guards" in capsys.readouterr().out


class TestTheCommand:
    @pytest.mark.parametrize("asked", [[], ["burn"]])
    def test_wants_to_be_told_what_to_do(self, asked: list[str]) -> None:
        with pytest.raises(CommandError):
            call_command("ledger", *asked)
