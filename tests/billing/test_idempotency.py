"""Requests that are made once (RELIABILITY figure 4), on the core and at the wire."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from billing import ledger, upkeep
from billing.errors import IdempotencyKeyReusedError, InsufficientCreditsError, RequestInProgressError
from billing.models import Hold, IdempotencyKey
from billing.services import idempotency
from billing.services.idempotency import Outcome, name_request, once, once_outside
from common.errors import ValidationFailedError
from generation.models import Generation
from tests.accounts.people import client_of, make_user
from tests.common.together import fine, together
from tests.generation.api_rows import make_algorithm

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

CREATE = "/api/v1/generation/create"
SPENDING = [once, once_outside]


def asked(user, key="k", route="POST /x", body=None):
    return name_request(user, key, route=route, body=body or {"a": 1})


def reserving(user, calls):
    def carry_out() -> Outcome:
        calls.append(threading.get_ident())
        reference = uuid4()
        ledger.reserve(user, amount=1, reference=reference)
        return Outcome(202, {"reference": str(reference)}, {"X-Credits-Cost": "1"})

    return carry_out


@pytest.mark.parametrize("run", SPENDING)
class TestRunningOnce:
    def test_carries_out_one_of_64_and_replays_it_to_the_rest(self, run):
        user = make_user()
        calls: list[int] = []
        ledger.open_account(user)

        answers = fine(together(64, lambda _: run(asked(user), reserving(user, calls))))

        assert len(calls) == 1
        assert {answer.body["reference"] for answer in answers} == {str(Hold.objects.get().pk)}
        assert sorted(answer.is_replay for answer in answers) == [False] + [True] * 63
        assert ledger.balance(user).held == 1

    def test_gives_status_body_and_headers_again(self, run):
        user = make_user()
        first = run(asked(user), reserving(user, []))
        again = run(asked(user), reserving(user, []))

        assert (again.status, again.body, again.headers) == (first.status, first.body, first.headers)
        assert again.is_replay

    @pytest.mark.parametrize("other", [{"body": {"a": 2}}, {"route": "POST /y"}])
    def test_refuses_the_key_for_another_request(self, run, other):
        user = make_user()
        run(asked(user), reserving(user, []))

        with pytest.raises(IdempotencyKeyReusedError):
            run(asked(user, **other), reserving(user, []))

        assert Hold.objects.count() == 1

    def test_keeps_the_keys_of_users_apart(self, run):
        for user in (make_user(), make_user("omid")):
            assert not run(asked(user), reserving(user, [])).is_replay
        assert Hold.objects.count() == 2

    def test_keeps_no_refusal(self, run):
        user = make_user()

        def too_much() -> Outcome:
            ledger.reserve(user, amount=11, reference=uuid4())
            return Outcome(202, {})

        with pytest.raises(InsufficientCreditsError):
            run(asked(user), too_much)
        assert not IdempotencyKey.objects.exists()

        ledger.grant(user, amount=5, key="more", reason="A gift")
        assert not run(asked(user), too_much).is_replay

    def test_ignores_the_order_of_fields(self, run):
        user = make_user()
        run(asked(user, body={"a": 1, "b": 2}), reserving(user, []))
        assert run(asked(user, body={"b": 2, "a": 1}), reserving(user, [])).is_replay


class TestOnce:
    def test_leaves_no_key_where_the_work_was_rolled_back(self):
        user = make_user()

        def dies() -> Outcome:
            ledger.reserve(user, amount=1, reference=uuid4())
            raise SystemExit

        with pytest.raises(SystemExit):
            once(asked(user), dies)
        assert not IdempotencyKey.objects.exists()
        assert not Hold.objects.exists()


class TestOnceOutside:
    def test_goes_on_with_what_a_dead_process_began(self):
        user = make_user()
        calls: list[int] = []
        row = asked(user)
        IdempotencyKey.objects.create(
            user=user,
            key=row.key,
            route=row.route,
            request_hash=row.hash,
            lease_until=timezone.now() - timedelta(seconds=1),
        )

        answers = fine(together(8, lambda _: once_outside(row, reserving(user, calls))))

        assert len(calls) == 1
        assert len({answer.body["reference"] for answer in answers}) == 1

    def test_tells_whoever_waits_too_long(self, monkeypatch):
        monkeypatch.setattr(idempotency, "_LONGEST_WAIT_SECONDS", 0.2)
        user = make_user()
        row = asked(user)
        IdempotencyKey.objects.create(
            user=user,
            key=row.key,
            route=row.route,
            request_hash=row.hash,
            lease_until=timezone.now() + timedelta(minutes=1),
        )

        with pytest.raises(RequestInProgressError):
            once_outside(row, reserving(user, []))


class TestKeys:
    @pytest.mark.parametrize("key", ["", "x" * 256, "é", "a\nb", "a\x00"])
    def test_are_printable_and_bounded(self, key):
        with pytest.raises(ValidationFailedError):
            asked(make_user(), key=key)

    def test_are_forgotten_after_a_day(self):
        user = make_user()
        once(asked(user, key="old"), reserving(user, []))
        once(asked(user, key="new"), reserving(user, []))
        IdempotencyKey.objects.filter(key="old").update(created_at=timezone.now() - timedelta(hours=25))

        assert upkeep.delete_old_keys() == 1
        assert IdempotencyKey.objects.get().key == "new"


class TestCreatingAGeneration:
    def test_makes_one_of_64_at_once(self):
        user = make_user()
        make_algorithm(slug="routix_v4", credit_cost=2, is_default=True)
        clients = [client_of(user) for _ in range(64)]

        answers = fine(
            together(
                64,
                lambda index: clients[index].post(
                    CREATE, {"prompt": "Arctic"}, format="json", HTTP_IDEMPOTENCY_KEY="one click"
                ),
            )
        )

        assert {answer.status_code for answer in answers} == {202}
        assert len({answer.content for answer in answers}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
        assert {answer["X-Credits-Cost"] for answer in answers} == {"2"}
        assert {answer["X-Credits-Remaining"] for answer in answers} == {"8"}
        assert Generation.objects.count() == 1
        assert ledger.balance(user).held == 2

    def test_refuses_the_key_with_another_prompt(self):
        client = client_of(make_user())
        make_algorithm(is_default=True)
        client.post(CREATE, {"prompt": "Arctic"}, format="json", HTTP_IDEMPOTENCY_KEY="k")

        answer = client.post(CREATE, {"prompt": "Desert"}, format="json", HTTP_IDEMPOTENCY_KEY="k")

        assert (answer.status_code, answer.json()["error"]["type"]) == (409, "idempotency_key_reused")
        assert Generation.objects.count() == 1

    def test_tells_a_bad_key(self):
        client = client_of(make_user())
        make_algorithm(is_default=True)

        answer = client.post(CREATE, {"prompt": "Arctic"}, format="json", HTTP_IDEMPOTENCY_KEY="x" * 300)

        assert answer.status_code == 422
        assert answer.json()["error"]["details"]["validation_errors"][0]["field"] == "Idempotency-Key"
        assert not Generation.objects.exists()

    def test_without_a_key_makes_another_one_each_time(self):
        client = client_of(make_user())
        make_algorithm(is_default=True)
        for _ in range(2):
            client.post(CREATE, {"prompt": "Arctic"}, format="json")
        assert Generation.objects.count() == 2
