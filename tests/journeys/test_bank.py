"""Staff bring pictures; creators get their look and nothing of the pictures. Real web, analyst, worker and storage."""

import secrets
import time
from dataclasses import asdict
from typing import Any

import httpx
import pytest

from canvas.dna import from_json
from tests.journeys.client import ApiUser, follow
from tests.journeys.conftest import Register
from tests.journeys.stack import Stack
from tests.templates_lib.uploads import PROVENANCE, a_picture

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

_MAKE_STAFF = (
    "from accounts.models import User; user = User.objects.get(username={name!r});"
    "user.is_staff = user.is_superuser = True; user.save()"
)
PICTURES = {"red.jpg": ("red left", "I beat the final boss"), "blue.jpg": ("blue right", "5 apps you need")}


@pytest.fixture
def staff(live_stack: Stack, register: Register) -> ApiUser:
    user = register(live_stack)
    name = user.get("/users/profile")["username"]
    live_stack.manage("shell", "--no-imports", "-c", _MAKE_STAFF.format(name=name))
    return user


def upload(staff: ApiUser, mark: str) -> dict[str, dict[str, Any]]:
    """Upload a red and a blue picture that nobody has brought before; return what became of each by its name."""
    files = [
        ("files", (f"{mark}-{name}", a_picture(look, f"{prompt} {mark}"), "image/jpeg"))
        for name, (look, prompt) in PICTURES.items()
    ]
    answer = staff.http.post("/templates/upload", data=asdict(PROVENANCE), files=files)
    assert answer.status_code == 201, answer.text
    return {item["file_name"].removeprefix(f"{mark}-"): item for item in answer.json()["data"]}


def wait_until_ready(staff: ApiUser, template_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        template = staff.get(f"/templates/{template_id}")
        if template["status"] != "pending":
            return template
        time.sleep(0.2)
    pytest.fail(f"not analysed within a minute: {template}")


class TestTheBank:
    @pytest.mark.timeout(300)
    def test_an_upload_becomes_a_look_that_prompts_find(
        self, live_stack: Stack, staff: ApiUser, register: Register
    ) -> None:
        mark = secrets.token_hex(3)
        items = upload(staff, mark)
        assert {item["outcome"] for item in items.values()} == {"created"}
        ready = {name: wait_until_ready(staff, item["template"]["id"]) for name, item in items.items()}
        assert {template["status"] for template in ready.values()} == {"ready"}
        red = ready["red.jpg"]
        corrected = staff.http.patch(
            f"/templates/{red['id']}", json={"tags": ["chess tournament", "grandmaster"], "is_featured": True}
        )
        assert corrected.status_code == 200, corrected.text

        creator = register(live_stack)
        found = creator.http.get("/templates/search", params={"query": "grandmaster chess tournament"}).json()["data"]
        assert found["items"][0]["id"] == red["id"]
        assert found["items"][0]["reasons"]

        created = creator.create("I won the grandmaster chess tournament", algorithm="routix_v4")
        with creator.socket() as connection:
            assert follow(connection, created["generation_id"])[-1]["event"] == "generation_completed"
        generation = creator.get(f"/generation/{created['generation_id']}")
        assert generation["template"] == {"name": red["name"], "traits": red["traits"]}
        document = creator.get(f"/generation/{created['generation_id']}/document")["document"]
        dna = from_json(red["dna"])
        assert document["layout"] == dna.layout
        assert document["palette"]["accent"] == dna.palette.accent
        headline = next(layer for layer in document["layers"] if layer["kind"] == "text")
        assert headline["font"] == dna.font
        assert headline["tilt"] > 0

    def test_the_same_prompt_follows_another_template_differently(self, staff: ApiUser) -> None:
        mark = secrets.token_hex(3)
        items = upload(staff, mark)
        documents = {}
        for name, item in items.items():
            template = wait_until_ready(staff, item["template"]["id"])
            created = staff.create("the secret level", algorithm="routix_v4", template_id=template["id"])
            with staff.socket() as connection:
                follow(connection, created["generation_id"])
            documents[name] = staff.get(f"/generation/{created['generation_id']}/document")["document"]
        red, blue = documents["red.jpg"], documents["blue.jpg"]
        assert (red["layout"], blue["layout"]) == ("hero_left", "hero_right")
        assert red["palette"] != blue["palette"]

    def test_a_stranger_with_a_staff_address_gets_nothing(
        self, live_stack: Stack, staff: ApiUser, register: Register
    ) -> None:
        item = upload(staff, secrets.token_hex(3))["red.jpg"]
        address = staff.get(f"/templates/{item['template']['id']}")["original"]["url"]
        picture = staff.http.get(f"{live_stack.url}{address}")
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
        stranger = register(live_stack)
        admin_page = f"/admin/templates_lib/template/{item['template']['id']}/change/"
        with httpx.Client() as nobody:
            for client in (stranger.http, nobody):
                assert client.get(f"{live_stack.url}{address}").status_code in (401, 404)
                assert client.get(f"{live_stack.url}{admin_page}").status_code in (302, 404)

    def test_the_same_picture_again_is_told_and_not_kept_twice(self, staff: ApiUser) -> None:
        mark = secrets.token_hex(3)
        first = upload(staff, mark)
        files = {"files": ("again.jpg", a_picture(PICTURES["red.jpg"][0], f"{PICTURES['red.jpg'][1]} {mark}"))}
        again = staff.http.post("/templates/upload", data=asdict(PROVENANCE), files=files)
        assert again.status_code == 200
        item = again.json()["data"][0]
        assert (item["outcome"], item["template"]["id"]) == ("duplicate", first["red.jpg"]["template"]["id"])
