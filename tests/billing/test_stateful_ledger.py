"""Whatever is done in whatever order, the ledger does what a simple model does. `PROOF=1` takes thousands of steps."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from billing import ledger
from billing.errors import HoldClosedError, InsufficientCreditsError, IrreversibleError
from billing.models import CreditAccount, CreditLot, Hold, LedgerTransaction
from billing.selectors import Balance, balance_of
from tests.billing.books import faults, make_empty_user
from tests.billing.model_ledger import ModelAccount, ModelHold, RefusedError

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

_IS_PROOF = bool(os.environ.get("PROOF"))
_IS_MUTANT = bool(os.environ.get("MUTANT"))  # as long, but a failure need not be made small
_STEPS_EACH = 50
_EXAMPLES = 120 if _IS_PROOF or _IS_MUTANT else 16
_USERS = ("sara", "omid")


class Outcomes:
    """What the ledger and the model made of one thing: both did it, or both refused it."""

    def __init__(self, *refusals: type[Exception]) -> None:
        self.refusals = refusals
        self.was_refused: list[bool] = []

    def __enter__(self) -> "Outcomes":
        return self

    def __exit__(self, failure: object, *_: object) -> None:
        assert failure is not None or len(set(self.was_refused)) == 1, self.was_refused

    def real(self, action: Callable[[], object]) -> None:
        self._note(action, self.refusals)

    def model(self, action: Callable[[], object]) -> None:
        self._note(action, (RefusedError,))

    def _note(self, action: Callable[[], object], refusals: tuple[type[Exception], ...]) -> None:
        try:
            action()
        except refusals:
            self.was_refused.append(True)
        else:
            self.was_refused.append(False)


users = st.sampled_from(_USERS)
amounts = st.integers(1, 40)
days = st.integers(1, 5)
places = st.integers(0, 10_000)


class LedgerMachine(RuleBasedStateMachine):
    """Does each thing to the ledger and to the model. An example is one transaction, which is rolled back."""

    steps = 0
    kinds: ClassVar[Counter[str]] = Counter()

    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        # Before the transaction began: PostgreSQL's now() is that moment, whatever happens meanwhile.
        self.began_at = timezone.now() - timedelta(seconds=1)
        self.users: dict[str, User] = {name: make_empty_user(name) for name in _USERS}
        self.models = {name: ModelAccount() for name in _USERS}
        self.holds: dict[UUID, tuple[str, ModelHold]] = {}
        self.keys: dict[str, str] = {}

    def teardown(self) -> None:
        try:
            assert ledger.rebuild() == 0
            self.kinds.update(LedgerTransaction.objects.values_list("kind", flat=True))
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # --- what comes in

    @rule(
        name=users,
        amount=amounts,
        lasts=st.none() | days,
        kept=st.integers(0, 3),
        bucket=st.sampled_from(["bonus", "pack"]),
    )
    def grant(self, name: str, amount: int, lasts: int | None, kept: int, bucket: str) -> None:
        key = self.new_key("grant", name)
        until = None if lasts is None else lasts + kept
        for again in (False, True):
            given = ledger.grant(
                self.users[name],
                amount=amount,
                key=key,
                reason="A gift",
                bucket=bucket,
                expires_at=self.day(lasts),
                kept_until=self.day(until),
            )
            assert given is (not again) is self.models[name].grant(key, amount, bucket, lasts, until)

    @rule(name=users, amount=amounts, ceiling=st.integers(0, 120), lasts=days, kept=st.integers(0, 3))
    def renew_plan(self, name: str, amount: int, ceiling: int, lasts: int, kept: int) -> None:
        key = self.new_key("invoice", name)
        expires_at, kept_until = self.day(lasts), self.day(lasts + kept)
        assert expires_at is not None
        assert kept_until is not None
        for again in (False, True):
            renewed = ledger.renew_plan(
                self.users[name],
                amount=amount,
                ceiling=ceiling,
                key=key,
                reason="Plan credits",
                expires_at=expires_at,
                kept_until=kept_until,
            )
            assert renewed is (not again)
        self.models[name].renew(key, amount, ceiling, lasts, lasts + kept)

    # --- what work does

    @rule(name=users, amount=st.integers(0, 30))
    def reserve(self, name: str, amount: int) -> None:
        reference = uuid4()
        with Outcomes(InsufficientCreditsError) as both:
            both.real(lambda: ledger.reserve(self.users[name], amount=amount, reference=reference))
            both.model(lambda: self.holds.update({reference: (name, self.models[name].reserve(amount))}))

    @precondition(lambda self: self.holds)
    @rule(place=places, amount=st.none() | st.integers(0, 60))
    def capture(self, place: int, amount: int | None) -> None:
        reference, (name, hold) = self.pick_hold(place)
        charge = hold.amount if amount is None else amount
        with Outcomes(HoldClosedError, ValueError) as both:
            both.real(lambda: ledger.capture(reference, amount=amount))
            both.model(lambda: self.models[name].capture(str(reference), hold, charge))
        if hold.captured:
            self.keys[f"capture:{reference}"] = name

    @precondition(lambda self: self.holds)
    @rule(place=places)
    def release(self, place: int) -> None:
        reference, (name, hold) = self.pick_hold(place)
        with Outcomes(HoldClosedError) as both:
            both.real(lambda: ledger.release(reference))
            both.model(lambda: self.models[name].release(hold))

    @precondition(lambda self: self.open_holds)
    @rule(place=places)
    def forget_work(self, place: int) -> None:
        reference, (name, hold) = self.pick(self.open_holds, place)
        Hold.objects.filter(pk=reference).update(expires_at=self.day(0))

        assert ledger.release_expired() == 1
        self.models[name].release(hold)

    # --- what time does

    @rule(passing=st.integers(1, 4))
    def let_days_pass(self, passing: int) -> None:
        by = timedelta(days=passing)
        CreditLot.objects.exclude(expires_at=None).update(
            expires_at=F("expires_at") - by, kept_until=F("kept_until") - by
        )
        for model in self.models.values():
            model.let_pass(passing)

    @rule()
    def expire_lots(self) -> None:
        assert ledger.expire_lots() == sum(model.expire() for model in self.models.values())

    # --- what is set right

    @rule(
        name=users,
        amount=amounts,
        beyond=st.booleans(),
        place=places,
        kind=st.sampled_from([LedgerTransaction.Kind.REFUND, LedgerTransaction.Kind.DISPUTE]),
    )
    def take_back(self, name: str, amount: int, beyond: bool, place: int, kind: LedgerTransaction.Kind) -> None:
        if beyond:  # all there is and more, so that a debt is left beside whatever is held
            amount += self.models[name].posted
        granted_by = self.pick(self.keys, place)[0] if self.keys else ""
        key = self.new_key(kind, name)
        for again in (False, True):
            taken = ledger.take_back(
                self.users[name], amount=amount, key=key, reason="Money back", kind=kind, granted_by=granted_by
            )
            assert taken is (not again) is self.models[name].take_back(key, amount, granted_by, kind)

    @rule(name=users, amount=amounts, sign=st.sampled_from([1, -1]))
    def adjust(self, name: str, amount: int, sign: int) -> None:
        key = self.new_key("adjustment", name)
        with Outcomes(InsufficientCreditsError) as both:
            both.real(
                lambda: ledger.adjust(
                    self.users[name], amount=sign * amount, key=key, reason="By hand", author=self.users["sara"]
                )
            )
            both.model(lambda: self.models[name].adjust(key, sign * amount))
        if key not in self.models[name].log:
            del self.keys[key]

    @precondition(lambda self: self.keys)
    @rule(place=places)
    def reverse(self, place: int) -> None:
        key, name = self.pick(self.keys, place)
        booked = LedgerTransaction.objects.get(key=key)
        with Outcomes(IrreversibleError) as both:
            both.real(lambda: ledger.reverse(booked, reason="A mistake", author=self.users["sara"]))
            both.model(lambda: self.models[name].reverse(key))

    # --- what always holds

    @invariant()
    def books_are_clean(self) -> None:
        long_over = sum(
            lot.free > 0 and lot.kept is not None and lot.kept < -0.99
            for model in self.models.values()
            for lot in model.lots
        )
        found = faults()
        assert found.pop("lots_long_over", 0) == long_over
        assert found == {}

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        for name, user in self.users.items():
            model = self.models[name]
            assert balance_of(user) == Balance(model.available, model.held, model.owed, model.lapsed)
            assert min(model.available, model.held, model.owed, model.lapsed) >= 0
            lots = CreditLot.objects.filter(account_id=user.pk, posted__gt=0)
            found = lots.values_list("opened_by__key", "bucket", "posted", "held", "expires_at")
            assert Counter((*values, self.number_of(expires_at)) for *values, expires_at in found) == Counter(
                (lot.opened_by, lot.bucket, lot.left, lot.held, None if lot.expires is None else round(lot.expires))
                for lot in model.lots
                if lot.left
            )

    @invariant()
    def the_log_ends_with_what_there_is(self) -> None:
        for account in CreditAccount.objects.all():
            booked = LedgerTransaction.objects.filter(account=account).order_by("created_at", "pk")
            balances = list(booked.values_list("amount", "balance_after"))
            running = 0
            for amount, balance_after in balances:
                running += amount
                assert running == balance_after
            assert running == account.posted - account.owed

    @invariant()
    def steps_are_counted(self) -> None:
        LedgerMachine.steps += 1

    # --- within

    def day(self, number: float | None) -> datetime | None:
        return None if number is None else self.began_at + timedelta(days=number)

    def number_of(self, moment: datetime | None) -> int | None:
        return None if moment is None else round((moment - self.began_at) / timedelta(days=1))

    def new_key(self, kind: str, name: str) -> str:
        key = f"{kind}:{len(self.keys)}:{uuid4()}"
        self.keys[key] = name
        return key

    @property
    def open_holds(self) -> dict[UUID, tuple[str, ModelHold]]:
        return {reference: held for reference, held in self.holds.items() if held[1].state == "held"}

    def pick_hold(self, place: int) -> tuple[UUID, tuple[str, ModelHold]]:
        """Seldom one that was closed before, as long as any is open."""
        holds = self.open_holds if self.open_holds and place % 4 else self.holds
        return self.pick(holds, place // 4)

    def pick(self, choices: dict[Any, Any], place: int) -> tuple[Any, Any]:
        return list(choices.items())[place % len(choices)]


class TestTheLedger:
    @pytest.mark.timeout(1800)
    def test_does_what_a_simple_model_does(self) -> None:
        run_state_machine_as_test(
            LedgerMachine,
            settings=settings(
                max_examples=_EXAMPLES,
                stateful_step_count=_STEPS_EACH,
                phases=[Phase.generate] if _IS_MUTANT else list(Phase),
                report_multiple_bugs=not _IS_MUTANT,
                deadline=None,
                database=None,
                derandomize=not _IS_PROOF,
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )
        assert LedgerMachine.steps >= (5000 if _IS_PROOF else 500)
        assert set(LedgerMachine.kinds) == set(LedgerTransaction.Kind.values)  # and each was really met
