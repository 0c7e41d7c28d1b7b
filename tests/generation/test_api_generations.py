"""Asking for a thumbnail, seeing it, stopping it: over HTTP."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from billing.models import Plan
from billing.selectors import balance_of
from generation import services
from generation.models import Generation, Status
from generation.selectors.waiting import _SEATS
from tests.generation.api_rows import (
    client_of,
    make_algorithm,
    make_generation,
    make_result,
    make_thumbnail,
    make_user,
)
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CREATE = "/api/v1/generation/create"
ONE = "generation/{generation_id}"


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def algorithm():
    return make_algorithm(slug="routix_v4", credit_cost=2, is_default=True)


def address(generation: Generation, rest: str = "") -> str:
    return f"/api/v1/generation/{generation.pk}{rest}"


class TestEveryAddress:
    @pytest.mark.parametrize(
        ("method", "rest", "path"),
        [
            ("get", "", ONE),
            ("get", "/status", ONE + "/status"),
            ("get", "/result", ONE + "/result"),
            ("get", "/document", ONE + "/document"),
            ("get", "/download", ONE + "/download"),
            ("post", "/cancel", ONE + "/cancel"),
            ("delete", "/cancel", ONE + "/cancel"),
        ],
    )
    def test_is_for_its_owner_only(self, user, algorithm, method, rest, path):
        generation = make_result(user, algorithm)
        signed_out = getattr(APIClient(), method)(address(generation, rest))
        assert signed_out.status_code == 401
        assert_described(signed_out, path)
        stranger = getattr(client_of(make_user()), method)(address(generation, rest))
        nothing = getattr(client_of(user), method)(f"/api/v1/generation/{uuid.uuid4()}{rest}")
        for response in (stranger, nothing):
            assert response.status_code == 404
            assert_described(response, path)
        assert stranger.json()["error"]["message"] == nothing.json()["error"]["message"]
        generation.refresh_from_db()
        assert generation.status == Status.COMPLETED

    @pytest.mark.parametrize("rest", ["", "/status", "/result", "/document", "/download"])
    def test_is_gone_with_the_generation(self, user, client, algorithm, rest):
        generation = make_result(user, algorithm, deleted_at=timezone.now())
        assert client.get(address(generation, rest)).status_code == 404


class TestCreate:
    def test_is_not_for_the_signed_out(self, algorithm):
        response = APIClient().post(CREATE, {"prompt": "Arctic"})
        assert response.status_code == 401
        assert_described(response, "generation/create")

    def test_queues_it_and_sets_the_credits_aside(self, user, client, algorithm):
        response = client.post(CREATE, {"prompt": "I survived 7 days in the Arctic"})
        assert response.status_code == 202
        data = assert_described(response, "generation/create")
        generation = Generation.objects.get()
        assert data == {
            "generation_id": str(generation.pk),
            "status": "queued",
            "credits_cost": 2,
            "status_url": address(generation, "/status"),
            "ws_url": "/ws/",
        }
        assert generation.owner == user
        balance = balance_of(user)
        assert balance.held == 2
        assert response["X-Credits-Cost"] == "2"
        assert response["X-Credits-Remaining"] == str(balance.available)
        assert "Preference-Applied" not in response

    def test_takes_every_field(self, client, algorithm):
        conversation = uuid.uuid4()
        wanted = {
            "prompt": "  سفر رویایی به بالی 🌴 ",
            "template_id": None,
            "algorithm": "routix_v4",
            "aspect_ratio": "9:16",
            "custom_text": "بالی",
            "face_asset_id": None,
            "logo_asset_id": None,
            "variants": 2,
            "priority": "high",
            "conversation_id": str(conversation),
        }
        data = assert_described(client.post(CREATE, wanted), "generation/create")
        generation = Generation.objects.get(pk=data["generation_id"])
        assert data["credits_cost"] == 2 * 2 + 1
        assert generation.prompt == "سفر رویایی به بالی 🌴"
        assert (generation.aspect_ratio, generation.variants, generation.priority) == ("9:16", 2, "high")
        assert (generation.custom_text, generation.conversation_id) == ("بالی", conversation)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"prompt": ""}, "prompt"),
            ({"prompt": " \n "}, "prompt"),
            ({"prompt": None}, "prompt"),
            ({"prompt": ["a"]}, "prompt"),
            ({"prompt": "x" * 2001}, "prompt"),
            ({"prompt": "a\x00b"}, "prompt"),
            ({"prompt": "…!?"}, "prompt"),
            ({"custom_text": "x" * 201}, "custom_text"),
            ({"algorithm": "no_such_one"}, "algorithm"),
            ({"algorithm": "no such"}, "algorithm"),
            ({"aspect_ratio": "2:1"}, "aspect_ratio"),
            ({"variants": 0}, "variants"),
            ({"variants": 5}, "variants"),
            ({"variants": "many"}, "variants"),
            ({"priority": "urgent"}, "priority"),
            ({"template_id": str(uuid.UUID(int=1))}, "template_id"),
            ({"template_id": "x"}, "template_id"),
            ({"face_asset_id": str(uuid.UUID(int=1))}, "face_asset_id"),
            ({"logo_asset_id": 5}, "logo_asset_id"),
            ({"conversation_id": "x"}, "conversation_id"),
        ],
    )
    def test_names_the_field_that_is_wrong_and_writes_nothing(self, user, client, algorithm, change, field):
        response = client.post(CREATE, {"prompt": "Arctic", **change})
        assert response.status_code == 422
        assert_described(response, "generation/create")
        errors = response.json()["error"]["details"]["validation_errors"]
        assert [error["field"] for error in errors] == [field]
        assert not Generation.objects.exists()
        assert balance_of(user).held == 0

    @pytest.mark.parametrize("body", ["{", "", "[1]", '"x"', "null", '{"prompt": "\\ud83d half"}'])
    def test_refuses_what_is_no_json_object(self, client, algorithm, body):
        response = client.post(CREATE, body, content_type="application/json")
        assert response.status_code in (400, 422)
        assert_described(response, "generation/create")

    def test_refuses_another_media_type(self, client, algorithm):
        response = client.post(CREATE, "prompt=x", content_type="application/x-www-form-urlencoded")
        assert response.status_code == 415
        assert_described(response, "generation/create")

    def test_refuses_who_has_not_the_credits(self, user, client, settings):
        settings.WELCOME_CREDITS = 3
        make_algorithm(slug="dear", credit_cost=4)
        response = client.post(CREATE, {"prompt": "Arctic", "algorithm": "dear"})
        assert response.status_code == 402
        assert_described(response, "generation/create")
        assert response.json()["error"]["type"] == "insufficient_credits"
        assert not Generation.objects.exists()

    def test_refuses_an_algorithm_of_a_higher_plan(self, client):
        make_algorithm(slug="pro_only", tier="pro")
        response = client.post(CREATE, {"prompt": "Arctic", "algorithm": "pro_only"})
        assert response.status_code == 403
        assert_described(response, "generation/create")
        assert response.json()["error"]["details"] == {"required_tier": "pro", "tier": "free"}

    def test_refuses_more_than_may_be_under_way(self, client, algorithm):
        Plan.objects.filter(tier="free").update(active_generations=1)
        assert client.post(CREATE, {"prompt": "Arctic"}).status_code == 202
        response = client.post(CREATE, {"prompt": "Arctic"})
        assert response.status_code == 409
        assert_described(response, "generation/create")

    def test_does_not_take_somebody_else_s_session_without_csrf(self, user, algorithm):
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(user)
        response = client.post(CREATE, {"prompt": "Arctic"})
        assert response.status_code == 403
        assert_described(response, "generation/create")
        assert not Generation.objects.exists()


class TestPreferWait:
    def test_answers_202_when_it_is_not_done_in_time(self, client, algorithm):
        response = client.post(CREATE, {"prompt": "Arctic"}, HTTP_PREFER="wait=1")
        assert response.status_code == 202
        assert response["Preference-Applied"] == "wait=1"
        assert assert_described(response, "generation/create")["status"] == "queued"

    @pytest.mark.parametrize("prefer", ["", "wait", "wait=", "wait=x", "wait=-1", "wait=0", "await=5", "respond-async"])
    def test_is_not_bent_by_what_it_does_not_know(self, client, algorithm, prefer):
        response = client.post(CREATE, {"prompt": "Arctic"}, HTTP_PREFER=prefer)
        assert response.status_code == 202
        assert "Preference-Applied" not in response

    def test_repeats_the_answer_when_what_was_made_is_deleted_by_then(self, user, client, algorithm):
        key = {"HTTP_IDEMPOTENCY_KEY": "once-and-again"}
        first = client.post(CREATE, {"prompt": "Arctic"}, **key).json()["data"]
        services.delete_generation(user, uuid.UUID(first["generation_id"]))
        again = client.post(CREATE, {"prompt": "Arctic"}, HTTP_PREFER="wait=1", **key)
        assert again.status_code == 202
        assert again["Idempotent-Replayed"] == "true"
        assert assert_described(again, "generation/create") == first

    def test_waits_in_no_queue_of_its_own(self, client, algorithm):
        taken = [_SEATS.acquire(blocking=False) for _ in range(3)]
        try:
            response = client.post(CREATE, {"prompt": "Arctic"}, HTTP_PREFER="wait=10")
        finally:
            for _ in filter(None, taken):
                _SEATS.release()
        assert response.status_code == 202


@pytest.mark.django_db(transaction=True)
class TestPreferWaitWithAWorker:
    """A worker that ends the generation from another connection, as real ones do."""

    def end_soon(self, **changes: Any) -> threading.Thread:
        def end() -> None:
            try:
                generation = None
                while generation is None:
                    generation = Generation.objects.first()
                if changes["status"] == Status.COMPLETED:
                    make_thumbnail(generation)
                Generation.objects.update(completed_at=timezone.now(), **changes)
            finally:
                connection.close()

        thread = threading.Thread(target=end)
        thread.start()
        return thread

    def test_answers_201_with_the_result(self, client, algorithm):
        worker = self.end_soon(status=Status.COMPLETED, score=88.0, engine="local", processing_seconds=0.1)
        response = client.post(CREATE, {"prompt": "Arctic"}, HTTP_PREFER='respond-async, wait="60"')
        worker.join()
        assert response.status_code == 201
        assert response["Preference-Applied"] == "wait=10"
        data = assert_described(response, "generation/create")
        assert data["thumbnails"][0]["url"] == data["thumbnail_url"]

    def test_answers_202_when_it_failed(self, client, algorithm):
        error = {"type": "generation_failed", "message": "No.", "retryable": False}
        worker = self.end_soon(status=Status.FAILED, error=error)
        response = client.post(CREATE, {"prompt": "Arctic"}, HTTP_PREFER="wait=10")
        worker.join()
        assert response.status_code == 202
        assert assert_described(response, "generation/create")["status"] == "failed"
        assert "returned" in response.json()["message"]


class TestDetail:
    def test_shows_one_that_waits(self, user, client, algorithm):
        generation = make_generation(user, algorithm)
        data = assert_described(client.get(address(generation)), ONE)
        assert data["algorithm"] == "routix_v4"
        assert data["credits"] == {"held": 2, "charged": 0, "returned": 0}
        assert data["size"] == "1280x720"
        for empty in ("brief", "stage", "template", "thumbnail_url", "preview_url", "error", "engine", "completed_at"):
            assert data[empty] is None

    def test_shows_one_that_is_done(self, user, client, algorithm):
        generation = make_result(user, algorithm, brief={"headline": "7 DAYS"})
        data = assert_described(client.get(address(generation)), ONE)
        assert data["brief"] == {"headline": "7 DAYS"}
        assert data["credits"] == {"held": 0, "charged": 2, "returned": 0}
        assert data["preview_url"] == data["thumbnail_url"] + "?width=480"
        assert data["created_at"].endswith("Z")

    def test_shows_why_one_failed(self, user, client, algorithm):
        generation = make_generation(user, algorithm, status=Status.FAILED)
        data = assert_described(client.get(address(generation)), ONE)
        assert data["error"] == {"type": "generation_failed", "message": "It did not work.", "retryable": True}
        assert data["credits"]["returned"] == 2


class TestStatus:
    @pytest.mark.parametrize("status", Status.values)
    def test_is_the_snapshot_of_the_socket(self, user, client, algorithm, status):
        generation = make_generation(user, algorithm, status=status)
        data = assert_described(client.get(address(generation, "/status")), ONE + "/status")
        assert (data["status"], data["sequence"]) == (status, 1)
        assert data["queue_position"] == (1 if status == Status.QUEUED else None)


class TestResult:
    def test_lists_the_pictures_best_first_and_the_timeline(self, user, client, algorithm, django_assert_num_queries):
        generation = make_result(user, algorithm)
        make_thumbnail(generation, index=1, axis="palette", score=70.0)
        with django_assert_num_queries(3):
            response = client.get(address(generation, "/result"))
        data = assert_described(response, ONE + "/result")
        assert [picture["index"] for picture in data["thumbnails"]] == [0, 1]
        assert data["thumbnails"][1]["axis"] == "palette"
        assert data["timeline"][0]["stage"] == "analyzing"
        assert client.get(data["thumbnails"][1]["url"])["Content-Type"] == "image/jpeg"
        assert client.get(data["download_url"]).status_code == 200

    @pytest.mark.parametrize("status", [Status.QUEUED, Status.PROCESSING, Status.FAILED, Status.CANCELLED])
    def test_is_a_conflict_while_there_is_none(self, user, client, algorithm, status):
        generation = make_generation(user, algorithm, status=status)
        for rest in ("/result", "/document", "/download"):
            response = client.get(address(generation, rest))
            assert response.status_code == 409
            assert_described(response, ONE + rest)
            assert response.json()["error"]["type"] == "result_not_ready"
            assert response.json()["error"]["details"] == {"status": status}


class TestDocument:
    def test_is_that_of_the_picture_asked_for(self, user, client, algorithm):
        generation = make_result(user, algorithm)
        make_thumbnail(generation, index=1, document={"layers": [], "layout": "centre_stage"})
        response = client.get(address(generation, "/document"), {"index": 1})
        data = assert_described(response, ONE + "/document")
        assert data["document"]["layout"] == "centre_stage"
        assert client.get(address(generation, "/document"), {"index": 2}).status_code == 404

    @pytest.mark.parametrize("index", ["x", "-1", "4", "1.5"])
    def test_refuses_an_index_that_can_t_be(self, user, client, algorithm, index):
        response = client.get(address(make_result(user, algorithm), "/document"), {"index": index})
        assert response.status_code == 422
        assert_described(response, ONE + "/document")


class TestCancel:
    @pytest.mark.parametrize("method", ["post", "delete"])
    def test_stops_it_and_returns_the_credits(self, user, client, algorithm, method):
        created = client.post(CREATE, {"prompt": "Arctic"}).json()["data"]
        generation = Generation.objects.get(pk=created["generation_id"])
        assert balance_of(user).held == 2
        response = getattr(client, method)(address(generation, "/cancel"))
        assert response.status_code == 200
        data = assert_described(response, ONE + "/cancel")
        assert (data["status"], data["sequence"]) == ("cancelled", 2)
        assert data["credits"] == {"held": 0, "charged": 0, "returned": 2}
        assert balance_of(user).held == 0

    @pytest.mark.parametrize("status", [Status.COMPLETED, Status.FAILED, Status.CANCELLED])
    def test_is_a_conflict_once_it_has_ended(self, user, client, algorithm, status):
        generation = make_generation(user, algorithm, status=status)
        response = client.post(address(generation, "/cancel"))
        assert response.status_code == 409
        assert_described(response, ONE + "/cancel")
        assert response.json()["error"]["details"] == {"status": status}
