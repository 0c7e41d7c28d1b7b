"""A stranger becomes a user with a thumbnail: through real web, worker, beat, database, Redis and sockets."""

import io
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.journeys.client import follow, subscribe
from tests.journeys.conftest import Register
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PORTRAIT = Path(__file__).resolve().parents[1] / "fixtures" / "portrait.jpg"
PROMPT = "I survived 7 days in the Arctic with no food, shocked face, red arrow"


class TestFirstThumbnail:
    def test_register_create_follow_download(self, live_stack: Stack, register: Register) -> None:
        user = register(live_stack)
        before, _ = user.credits()
        with user.socket() as connection:
            created = user.create(PROMPT, algorithm="routix_v4", custom_text="")
            events = follow(connection, created["generation_id"])
        assert events[-1]["event"] == "generation_completed"

        sequences = [event["data"]["sequence"] for event in events if "sequence" in event["data"]]
        assert sequences == sorted(sequences)
        progress = [event["data"]["progress"] for event in events if "progress" in event["data"]]
        assert progress == sorted(progress)
        assert progress[-1] == 100

        result = user.get(f"/generation/{created['generation_id']}/result")
        assert result["status"] == "completed"
        answer = user.http.get(f"/generation/{created['generation_id']}/download", params={"format": "png"})
        picture = Image.open(io.BytesIO(answer.content))
        assert (picture.format, picture.size) == ("PNG", (1280, 720))
        assert len(answer.content) < 2_000_000
        assert user.credits() == (before - created["credits_cost"], 0)

    def test_a_photo_becomes_the_person_in_the_picture(self, live_stack: Stack, register: Register) -> None:
        user = register(live_stack)
        upload = user.http.post(
            "/users/assets", data={"kind": "face"}, files={"file": ("me.jpg", PORTRAIT.read_bytes(), "image/jpeg")}
        )
        assert upload.status_code == 201, upload.text
        created = user.create("my first marathon", algorithm="routix_v5", face_asset_id=upload.json()["data"]["id"])
        with user.socket() as connection:
            events = follow(connection, created["generation_id"])
        assert events[-1]["event"] == "generation_completed"
        document = user.get(f"/generation/{created['generation_id']}/document")["document"]
        assert any(layer.get("source", "").startswith("photo:") for layer in document["layers"])

    def test_a_late_subscriber_gets_the_end_at_once(self, live_stack: Stack, register: Register) -> None:
        user = register(live_stack)
        answer = user.http.post(
            "/generation/create",
            json={"prompt": "how volcanoes work", "algorithm": "routix_v4"},
            headers={"Prefer": "wait=10"},
        )
        assert answer.status_code == 201, answer.text
        with user.socket() as connection:
            events = follow(connection, answer.json()["data"]["generation_id"], seconds=5)
        assert events[-1]["event"] == "generation_completed"

    def test_history_holds_it(self, live_stack: Stack, register: Register) -> None:
        user = register(live_stack)
        user.http.post(
            "/generation/create",
            json={"prompt": "best pasta in Rome", "algorithm": "routix_v4"},
            headers={"Prefer": "wait=10"},
        )
        history = user.get("/generation/history")
        assert history["total"] == 1
        picture = httpx.get(f"{live_stack.url}{history['items'][0]['thumbnail_url']}")
        assert picture.status_code == 200
        assert picture.headers["content-type"].startswith("image/")


class TestStrangers:
    def test_somebody_elses_generation_does_not_exist(self, live_stack: Stack, register: Register) -> None:
        owner, stranger = register(live_stack), register(live_stack)
        created = owner.create("a secret project", algorithm="routix_v4")
        for path in ("", "/status", "/result", "/download", "/document"):
            answer = stranger.http.get(f"/generation/{created['generation_id']}{path}")
            assert answer.status_code == 404, path
        with stranger.socket() as connection:
            subscribe(connection, created["generation_id"])
            received = [connection.recv(timeout=5) for _ in range(2)]
        assert any('"not_found"' in frame for frame in received)


class TestBadPrompts:
    @pytest.mark.parametrize(
        ("prompt", "status"),
        [("", 422), ("   ", 422), ("a\x00b", 422), ("x" * 2001, 422), ("x" * 200_000, 422)],
        ids=["empty", "blank", "nul", "too long", "200 kB"],
    )
    def test_are_refused_and_cost_nothing(
        self, live_stack: Stack, register: Register, prompt: str, status: int
    ) -> None:
        user = register(live_stack)
        before = user.credits()
        answer = user.http.post("/generation/create", json={"prompt": prompt})
        assert answer.status_code == status, answer.text
        assert answer.json()["error"]["details"]["validation_errors"][0]["field"] == "prompt"
        assert user.credits() == before
        assert user.get("/generation/history")["total"] == 0

    @pytest.mark.parametrize("prompt", ["🔥🔥🔥", "سفر رویایی به بالی", "مغامرة في الصحراء بلا ماء"])
    def test_odd_ones_still_give_a_picture(self, live_stack: Stack, register: Register, prompt: str) -> None:
        user = register(live_stack)
        created = user.create(prompt, algorithm="routix_v4")
        with user.socket() as connection:
            assert follow(connection, created["generation_id"])[-1]["event"] == "generation_completed"


class TestNoCredits:
    def test_answers_402_and_writes_nothing(self, live_stack: Stack, register: Register) -> None:
        user = register(live_stack)
        order = {"prompt": "one more", "algorithm": "routix_v6", "variants": 4}
        first = user.http.post("/generation/create", json=order)
        assert first.status_code == 202, first.text
        second = user.http.post("/generation/create", json=order)
        assert second.status_code == 402
        assert second.json()["error"]["type"] == "insufficient_credits"
        assert user.get("/generation/history")["total"] == 1
