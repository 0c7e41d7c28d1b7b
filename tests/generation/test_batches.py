"""Several prompts at once: over HTTP."""

import threading
import uuid

import pytest
from django.db import connections
from rest_framework.test import APIClient

from billing.models import Plan
from billing.selectors import balance_of
from common.errors import DomainError
from generation import lifecycle, services
from generation.errors import GenerationFailedError
from generation.models import Batch, Generation, Stage, Status
from generation.services import GenerationRequest
from tests.generation.api_rows import client_of, make_algorithm, make_user
from tests.generation.core_rows import a_picture, at_once, rich_user
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BATCH = "/api/v1/generation/batch"
PATH = "generation/batch"
PROGRESS = "generation/batch/{batch_id}"


@pytest.fixture
def user():
    Plan.objects.filter(tier="free").update(active_generations=50)
    return rich_user()


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture(autouse=True)
def algorithm(db):
    return make_algorithm(slug="routix_v4", credit_cost=2, is_default=True)


def prompts(count: int) -> dict[str, object]:
    return {"items": [{"prompt": f"Video {number}"} for number in range(count)]}


class TestABatch:
    def test_is_not_for_the_signed_out(self):
        response = APIClient().post(BATCH, prompts(2))
        assert response.status_code == 401
        assert_described(response, PATH)

    def test_queues_every_item_with_credits_of_its_own(self, user, client):
        response = client.post(BATCH, prompts(3))
        assert response.status_code == 202
        data = assert_described(response, PATH)
        assert (data["accepted"], data["refused"], data["credits_cost"]) == (3, 0, 6)
        assert [item["index"] for item in data["items"]] == [0, 1, 2]
        assert (response["X-Credits-Cost"], balance_of(user).held) == ("6", 6)
        made = Generation.objects.filter(batch_id=data["batch_id"]).order_by("created_at", "pk")
        assert [str(item.pk) for item in made] == [item["generation_id"] for item in data["items"]]
        assert [item.prompt for item in made] == ["Video 0", "Video 1", "Video 2"]

    def test_takes_what_can_be_taken_and_says_why_the_rest_can_not(self, user, client):
        make_algorithm(slug="pro_only", tier="pro")
        bodies = [{"prompt": "Fine"}, {"prompt": ""}, {"prompt": "Dear", "algorithm": "pro_only"},
                  {"prompt": "Odd", "variants": "many"}, {"prompt": "Also fine", "variants": 2}]  # fmt: skip
        response = client.post(BATCH, {"items": bodies})
        assert response.status_code == 202
        data = assert_described(response, PATH)
        assert [item["status"] for item in data["items"]] == [
            "accepted", "refused", "refused", "refused", "accepted"
        ]  # fmt: skip
        assert (data["accepted"], data["refused"], data["credits_cost"]) == (2, 3, 6)
        errors = [item["error"] for item in data["items"] if item["status"] == "refused"]
        assert [error["type"] for error in errors] == ["validation_error", "tier_required", "validation_error"]
        assert errors[0]["details"]["validation_errors"][0]["field"] == "prompt"
        assert errors[2]["details"]["validation_errors"][0]["field"] == "variants"
        assert balance_of(user).held == 6

    def test_refuses_the_items_that_the_credits_are_not_enough_for(self, settings):
        settings.WELCOME_CREDITS = 5
        poor = make_user()
        data = assert_described(client_of(poor).post(BATCH, prompts(4)), PATH)
        assert [item["status"] for item in data["items"]] == ["accepted", "accepted", "refused", "refused"]
        assert data["items"][2]["error"]["type"] == "insufficient_credits"
        assert (balance_of(poor).held, balance_of(poor).available) == (4, 1)

    def test_refuses_the_items_beyond_what_may_be_under_way(self, client):
        Plan.objects.filter(tier="free").update(active_generations=2)
        data = assert_described(client.post(BATCH, prompts(3)), PATH)
        assert [item["status"] for item in data["items"]] == ["accepted", "accepted", "refused"]
        assert data["items"][2]["error"]["type"] == "too_many_active"

    @pytest.mark.parametrize(
        ("change", "status", "kind"),
        [
            ({"prompt": ""}, 422, "validation_error"),
            ({"algorithm": "pro_only"}, 403, "tier_required"),
            ({"algorithm": "dear"}, 402, "insufficient_credits"),
        ],
    )
    def test_answers_the_first_failure_where_nothing_can_be_taken(self, user, client, change, status, kind):
        make_algorithm(slug="pro_only", tier="pro")
        make_algorithm(slug="dear", credit_cost=100_000 // 10)
        response = client.post(BATCH, {"items": [{"prompt": "a", **change}] * 2})
        assert response.status_code == status
        error = response.json()["error"]
        assert error["type"] == kind
        assert [item["index"] for item in error["details"]["items"]] == [0, 1]
        assert not Batch.objects.exists()
        assert not Generation.objects.exists()
        assert balance_of(user).held == 0

    @pytest.mark.parametrize(
        "body",
        [{}, {"items": None}, {"items": []}, {"items": [{"prompt": "one"}]}, {"items": [{"prompt": "a"}] * 21},
         {"items": "ab"}, {"items": {"0": {"prompt": "a"}}}, {"items": [{"prompt": "a"}, "b"]}, {"items": [None, {}]},
         {"items": [[], []]}],
    )  # fmt: skip
    def test_refuses_what_is_no_list_of_2_to_20_items(self, user, client, body):
        response = client.post(BATCH, body)
        assert response.status_code == 422
        assert_described(response, PATH)
        assert response.json()["error"]["details"]["validation_errors"][0]["field"].startswith("items")
        assert balance_of(user).held == 0

    def test_is_carried_out_once_for_a_key(self, user, client):
        first = client.post(BATCH, prompts(2), HTTP_IDEMPOTENCY_KEY="a-batch")
        again = client.post(BATCH, prompts(2), HTTP_IDEMPOTENCY_KEY="a-batch")
        assert again["Idempotent-Replayed"] == "true"
        assert again.json()["data"] == first.json()["data"]
        assert again["X-Credits-Cost"] == first["X-Credits-Cost"] == "4"
        assert (Generation.objects.count(), balance_of(user).held) == (2, 4)
        other = client.post(BATCH, prompts(3), HTTP_IDEMPOTENCY_KEY="a-batch")
        assert other.json()["error"]["type"] == "idempotency_key_reused"

    def test_leaves_nothing_when_its_process_dies_half_way(self, user, client, monkeypatch):
        """A process that is killed leaves what an exception leaves that nobody catches: an open transaction."""
        asked = iter(range(10))
        original = services.requesting.request_generation

        def die_at_the_third(*args, **options):
            if next(asked) == 2:
                raise KeyboardInterrupt
            return original(*args, **options)

        monkeypatch.setattr(services.batching, "request_generation", die_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            client.post(BATCH, prompts(4), HTTP_IDEMPOTENCY_KEY="a-batch")
        assert (Generation.objects.count(), Batch.objects.count(), balance_of(user).held) == (0, 0, 0)
        response = client.post(BATCH, prompts(4), HTTP_IDEMPOTENCY_KEY="a-batch")
        assert response.status_code == 202
        assert "Idempotent-Replayed" not in response
        assert (Generation.objects.count(), balance_of(user).held) == (4, 8)


@pytest.mark.django_db(transaction=True)
class TestBatchesAtOnce:
    def test_never_put_more_under_way_than_the_plan_allows(self, user):
        Plan.objects.filter(tier="free").update(active_generations=5)
        items = [GenerationRequest(prompt=f"Video {number}") for number in range(4)]
        outcomes = at_once(4, lambda _: services.request_batch(user, items))
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert sum(len(outcome.accepted) for outcome in outcomes) == Generation.objects.count() == 5
        refusals = [item.refusal for outcome in outcomes for item in outcome.items if item.refusal]
        assert all(isinstance(refusal, DomainError) for refusal in refusals)
        assert balance_of(user).held == 10

    def test_with_one_key_are_one(self, user):
        barrier = threading.Barrier(8)

        def send(_: int) -> tuple[int, str]:
            client = client_of(user)
            barrier.wait()
            response = client.post(BATCH, prompts(2), HTTP_IDEMPOTENCY_KEY="same")
            connections.close_all()
            return response.status_code, response.json()["data"]["batch_id"]

        answers = at_once(8, send)
        assert len(set(answers)) == 1, answers
        assert (Generation.objects.count(), balance_of(user).held) == (2, 4)


class TestItsProgress:
    def sent(self, client, count=4):
        return client.post(BATCH, prompts(count)).json()["data"]

    def test_is_for_its_owner_only(self, client):
        address = f"{BATCH}/{self.sent(client)['batch_id']}"
        assert APIClient().get(address).status_code == 401
        for response in (client_of(make_user()).get(address), client.get(f"{BATCH}/{uuid.uuid4()}")):
            assert response.status_code == 404
            assert_described(response, PROGRESS)

    def test_tells_where_each_stands_and_what_all_cost(self, client, django_assert_num_queries):
        sent = self.sent(client)
        ids = [uuid.UUID(item["generation_id"]) for item in sent["items"]]
        done, failed, running = (lifecycle.claim(worker="w", only=pk) for pk in ids[:3])
        lifecycle.succeed(done, [a_picture(77)], engine="local")
        lifecycle.fail(failed, GenerationFailedError())
        lifecycle.report(running, stage=Stage.COMPOSING, progress=40)
        with django_assert_num_queries(3):
            response = client.get(f"{BATCH}/{sent['batch_id']}")
        data = assert_described(response, PROGRESS)
        assert data["by_status"] == {"queued": 1, "processing": 1, "completed": 1, "failed": 1, "cancelled": 0}
        assert data["credits"] == {"held": 4, "charged": 2, "returned": 2}
        assert (data["progress"], data["is_finished"], data["asked"]) == ((100 + 100 + 40) // 4, False, 4)
        assert [item["generation_id"] for item in data["items"]] == [str(pk) for pk in ids]
        assert data["items"][0]["score"] == 77
        assert data["items"][1]["error"]["type"] == "generation_failed"
        assert data["items"][0]["thumbnail_url"]

    def test_counts_what_was_refused_and_leaves_out_what_was_deleted(self, user, client):
        data = client.post(BATCH, {"items": [{"prompt": "a"}, {"prompt": ""}, {"prompt": "b"}]}).json()["data"]
        services.delete_generation(user, uuid.UUID(data["items"][0]["generation_id"]))
        progress = assert_described(client.get(f"{BATCH}/{data['batch_id']}"), PROGRESS)
        assert (progress["asked"], progress["accepted"], progress["refused"]) == (3, 2, 1)
        assert [item["prompt"] for item in progress["items"]] == ["b"]
        assert Generation.objects.filter(status=Status.CANCELLED).count() == 1
