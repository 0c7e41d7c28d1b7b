"""Going on from a generation: over HTTP, once for a key, for its owner only, within a program's cap."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiKey, Scope
from accounts.services.api_keys import create_api_key
from billing.models import Plan
from billing.selectors import balance_of
from generation import lifecycle
from generation.errors import GenerationFailedError
from generation.models import Generation, Status
from generation.selectors.spending import spent_by_key, spent_by_keys
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_result, make_user
from tests.generation.core_rows import a_picture, at_once, claim_one, rich_user
from tests.generation.made_pictures import change_document
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CREATE = "/api/v1/generation/create"
DOCUMENT = {
    "layers": [{"kind": "plate", "id": "plate", "source": "paint:gradient"}],
    "palette": {"primary": "#ff0000", "secondary": "#00ff00", "accent": "#0000ff"},
    "layout": "hero_right",
}


@pytest.fixture
def user():
    Plan.objects.filter(tier="free").update(active_generations=100)
    return rich_user()


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def algorithm(db):
    return make_algorithm(slug="routix_v4", credit_cost=2, is_default=True)


def becomes_drawable(document: dict[str, Any]) -> None:
    document.clear()
    document.update(DOCUMENT)


@pytest.fixture
def result(user, algorithm):
    generation = make_result(user, algorithm)
    change_document(generation, becomes_drawable)
    return generation


@pytest.fixture
def failed(user, algorithm):
    return make_generation(user, algorithm, status=Status.FAILED)


def address(generation, action):
    return f"/api/v1/generation/{generation.pk}/{action}"


def path(action):
    return f"generation/{{generation_id}}/{action}"


class TestEveryFollowUp:
    @pytest.mark.parametrize("action", ["upscale", "variations", "retry"])
    def test_is_for_its_owner_only(self, user, client, result, failed, action):
        parent = failed if action == "retry" else result
        signed_out = APIClient().post(address(parent, action), {})
        assert signed_out.status_code == 401
        stranger = client_of(make_user()).post(address(parent, action), {})
        nothing = client.post(f"/api/v1/generation/{uuid.uuid4()}/{action}", {})
        for response in (signed_out, stranger, nothing):
            assert_described(response, path(action))
        assert (stranger.status_code, nothing.status_code) == (404, 404)
        assert not Generation.objects.filter(parent=parent).exists()

    @pytest.mark.parametrize(("action", "cost"), [("upscale", 1), ("variations", 4), ("retry", 2)])
    def test_is_queued_as_a_generation_of_its_own(self, user, client, result, failed, action, cost):
        parent = failed if action == "retry" else result
        body = {"count": 2} if action == "variations" else {}
        response = client.post(address(parent, action), body)
        assert response.status_code == 202, response.content
        data = assert_described(response, path(action))
        child = Generation.objects.get(pk=data["generation_id"])
        assert (child.parent, child.status, child.credits_cost) == (parent, "queued", cost)
        assert (response["X-Credits-Cost"], balance_of(user).held) == (str(cost), cost)
        assert response["X-Credits-Remaining"] == str(balance_of(user).available)
        shown = assert_described(client.get(f"/api/v1/generation/{child.pk}"), "generation/{generation_id}")
        assert shown["parent_id"] == str(parent.pk)
        assert shown["origin"] == {"upscale": "upscale", "variations": "variation", "retry": "retry"}[action]

    @pytest.mark.parametrize("action", ["upscale", "variations", "retry"])
    def test_is_carried_out_once_for_a_key(self, user, client, result, failed, action):
        parent = failed if action == "retry" else result
        first = client.post(address(parent, action), {}, HTTP_IDEMPOTENCY_KEY="once")
        again = client.post(address(parent, action), {}, HTTP_IDEMPOTENCY_KEY="once")
        assert again.json()["data"] == first.json()["data"]
        assert again["Idempotent-Replayed"] == "true"
        assert Generation.objects.filter(parent=parent).count() == 1

    @pytest.mark.parametrize("action", ["upscale", "variations", "retry"])
    def test_is_refused_who_has_not_the_credits(self, settings, algorithm, action):
        settings.WELCOME_CREDITS = 0
        poor = make_user()
        status = Status.FAILED if action == "retry" else Status.COMPLETED
        parent = make_generation(poor, algorithm, status=status) if action == "retry" else make_result(poor, algorithm)
        if action != "retry":
            change_document(parent, becomes_drawable)
        response = client_of(poor).post(address(parent, action), {})
        assert response.status_code == 402
        assert_described(response, path(action))
        assert Generation.objects.count() == 1

    @pytest.mark.parametrize(
        ("action", "body"),
        [
            ("upscale", {"size": "1x1"}),
            ("upscale", {"size": "1080x1920"}),
            ("upscale", {"size": 5}),
            ("upscale", {"index": 4}),
            ("upscale", {"index": 10**30}),
            ("variations", {"count": 0}),
            ("variations", {"count": 5}),
            ("variations", {"count": "2"}),
            ("variations", {"count": None}),
            ("variations", {"axis": "taste"}),
            ("variations", {"axis": ["layout"]}),
            ("variations", {"algorithm": "no such"}),
            ("variations", {"algorithm": "no_such"}),
            ("variations", {"index": -1}),
        ],
    )
    def test_names_the_field_that_is_wrong(self, client, result, action, body):
        response = client.post(address(result, action), body)
        assert response.status_code == 422
        assert_described(response, path(action))
        faults = response.json()["error"]["details"]["validation_errors"]
        assert [fault["field"] for fault in faults] == list(body)
        assert not Generation.objects.filter(parent=result).exists()

    @pytest.mark.parametrize("action", ["upscale", "variations"])
    @pytest.mark.parametrize("body", ["[1]", '"x"', "null", "{", "1e999"])
    def test_refuses_what_is_no_json_object(self, client, result, action, body):
        response = client.post(address(result, action), body, content_type="application/json")
        assert response.status_code in (400, 422)
        assert_described(response, path(action))

    @pytest.mark.parametrize(("action", "kind"), [("upscale", "result_not_ready"), ("variations", "result_not_ready")])
    def test_is_a_conflict_before_there_is_a_picture(self, user, client, algorithm, action, kind):
        waiting = make_generation(user, algorithm)
        response = client.post(address(waiting, action), {})
        assert response.status_code == 409
        assert_described(response, path(action))
        assert response.json()["error"]["type"] == kind

    def test_of_what_is_done_is_no_retry(self, client, result):
        response = client.post(address(result, "retry"))
        assert response.status_code == 409
        assert_described(response, path("retry"))
        assert response.json()["error"]["type"] == "not_retryable"

    def test_of_what_can_not_be_drawn_is_refused(self, user, client, algorithm):
        broken = make_result(user, algorithm)
        kinds = [
            client.post(address(broken, action), {}).json()["error"]["type"] for action in ("upscale", "variations")
        ]
        assert kinds == ["cannot_be_upscaled", "picture_gone"]

    def test_of_a_deleted_one_is_not_found(self, client, result):
        client.delete(f"/api/v1/generation/{result.pk}")
        assert client.post(address(result, "upscale"), {}).status_code == 404


@pytest.mark.django_db(transaction=True)
class TestFollowUpsAtOnce:
    def test_of_64_retries_with_one_key_one_is_carried_out(self, user, failed):
        def retry(_: int) -> tuple[int, str, str | None]:
            response = client_of(user).post(address(failed, "retry"), {}, HTTP_IDEMPOTENCY_KEY="same")
            return response.status_code, response.json()["data"]["generation_id"], response.get("Idempotent-Replayed")

        answers = at_once(64, retry)
        assert {answer[:2] for answer in answers} == {(202, str(Generation.objects.get(parent=failed).pk))}
        assert sorted(answer[2] or "" for answer in answers) == ["", *["true"] * 63]
        assert balance_of(user).held == 2


def make_key(user, cap=None):
    return ApiKey.objects.create(
        user=user,
        name="bot",
        prefix="rtx_a",
        digest=uuid.uuid4().hex * 2,
        scopes=["generations:write"],
        monthly_cap=cap,
    )


def program_of(user, key):
    client = APIClient()
    client.force_authenticate(user, token=key)
    return client


class TestAProgram:
    def test_draws_with_its_key_and_is_remembered(self, algorithm):
        owner = rich_user(is_verified=True)
        key, secret = create_api_key(owner, name="bot", scopes=[Scope.GENERATIONS_READ, Scope.GENERATIONS_WRITE])
        response = APIClient(headers={"authorization": f"Bearer {secret}"}).post(CREATE, {"prompt": "a"})
        assert response.status_code == 202
        assert Generation.objects.get().api_key == key

    def test_that_may_only_read_draws_nothing(self, algorithm):
        owner = rich_user(is_verified=True)
        _, secret = create_api_key(owner, name="bot", scopes=[Scope.GENERATIONS_READ])
        program = APIClient(headers={"authorization": f"Bearer {secret}"})
        result = make_result(owner, algorithm)
        assert program.get(f"/api/v1/generation/{result.pk}").status_code == 200
        for action in ("upscale", "variations", "retry", "favorite", "rating", "share"):
            assert program.post(address(result, action), {}).status_code == 403
        assert program.post("/api/v1/generation/batch", {"items": []}).status_code == 403
        assert program.delete(f"/api/v1/generation/{result.pk}").status_code == 403


class TestAProgramsCap:
    def test_stops_it_and_nobody_else(self, user, algorithm):
        key = make_key(user, cap=5)
        program = program_of(user, key)
        assert [program.post(CREATE, {"prompt": "a"}).status_code for _ in range(2)] == [202, 202]
        response = program.post(CREATE, {"prompt": "a"})
        assert response.status_code == 403
        assert_described(response, "generation/create")
        error = response.json()["error"]
        assert (error["type"], error["details"]) == ("spending_cap_reached", {"cap": 5, "spent": 4, "required": 2})
        assert "API key" in error["message"]
        assert client_of(user).post(CREATE, {"prompt": "a"}).status_code == 202
        assert program_of(user, make_key(user)).post(CREATE, {"prompt": "a"}).status_code == 202
        assert balance_of(user).held == 8

    def test_holds_for_whatever_spends(self, user, algorithm, result, failed):
        program = program_of(user, make_key(user, cap=0))
        for response in (
            program.post(address(result, "upscale"), {}),
            program.post(address(result, "variations"), {}),
            program.post(address(failed, "retry"), {}),
            program.post("/api/v1/generation/batch", {"items": [{"prompt": "a"}] * 2}),
        ):
            assert (response.status_code, response.json()["error"]["type"]) == (403, "spending_cap_reached")

    def test_counts_what_was_charged_and_what_is_held(self, user, algorithm):
        key = make_key(user, cap=100)
        done, dropped = (claim_one(owner=user, algorithm=algorithm, api_key=key) for _ in range(2))
        make_generation(user, algorithm, api_key=key)
        make_generation(user, algorithm)
        assert spent_by_key(key) == 6
        lifecycle.succeed(done, [a_picture()], engine="local")
        lifecycle.fail(dropped, GenerationFailedError())
        assert spent_by_key(key) == 4
        assert spent_by_keys(user) == {key.pk: 4}
        assert spent_by_keys(make_user()) == {}

    def test_begins_anew_with_the_month(self, user, algorithm):
        key = make_key(user, cap=2)
        before = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0) - timedelta(seconds=1)
        make_generation(user, algorithm, api_key=key, created_at=before)
        assert spent_by_key(key) == 0
        assert program_of(user, key).post(CREATE, {"prompt": "a"}).status_code == 202


@pytest.mark.django_db(transaction=True)
class TestAProgramsCapAtOnce:
    def test_is_never_passed(self, user, algorithm):
        key = make_key(user, cap=7)
        statuses = at_once(16, lambda _: program_of(user, key).post(CREATE, {"prompt": "a"}).status_code)
        assert sorted(statuses) == [202] * 3 + [403] * 13
        assert spent_by_key(key) == 6
