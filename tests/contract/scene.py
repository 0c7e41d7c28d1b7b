"""The people of a walk, and what it has made so far."""

import re
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx

from tests.contract.described import Described
from tests.contract.evidence import Rows
from tests.contract.people import Person
from tests.journeys.stack import Stack

_PATIENCE_SECONDS = 60.0
_MAKE_STAFF = """
from accounts.models import User
User.objects.filter(username="stella").update(is_staff=True, is_superuser=True)
User.objects.filter(username__in=["stella", "otto"]).update(is_verified=True)
"""


@dataclass
class Scene:
    """`user` owns all that the walk makes; `stranger` is another user, `staff` may everything that staff may.

    `made` holds what later lines go on from, by a name.
    """

    stack: Stack
    rows: Rows
    user: Person
    stranger: Person
    staff: Person
    nobody: Person
    made: dict[str, Any] = field(default_factory=dict)
    guests: list[Person] = field(default_factory=list)

    def close(self) -> None:
        """Close every connection of the walk."""
        self.rows.close()
        for person in (self.user, self.stranger, self.staff, self.nobody, *self.guests):
            person.http.close()

    def person(self, username: str) -> Person:
        """Somebody new, for what must not happen to those who are needed later."""
        someone = Person(self.stack.url, self.user.described)
        self.guests.append(someone)
        someone.sign_up(username)
        return someone

    def letter(self, to: str, path: str) -> str:
        """The token of the newest mail to an address that links to `<path>/<token>`. Waits until it is there."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for file in sorted(Path(self.stack.home, "mail").glob("*"), key=_age):
                mail = message_from_bytes(file.read_bytes(), policy=policy.default)
                body = mail.get_body(("plain",))
                link = re.search(rf"/{path}/([\w.~-]+)", body.get_content() if body else "")
                if mail["To"] and to in mail["To"] and link:
                    return link[1]
            time.sleep(0.1)
        raise AssertionError(f"no mail with a link to {path} came to {to}")

    def draw(self, prompt: str, **options: Any) -> str:
        """Have the user's thumbnail made, and return its generation's id when it is done."""
        created = self.user.ask("POST generation/create", json={"prompt": prompt, "algorithm": "routix_v4", **options})
        assert created.status == 202, created.body
        return self.finished(created.data["generation_id"])

    def finished(self, generation_id: str, *, status: str = "completed") -> str:
        """Wait until a generation has ended, and return its id. Raises `AssertionError` when it ended otherwise."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        found = ""
        while time.monotonic() < deadline:
            found = self.rows.value("SELECT status FROM generation_generation WHERE id = %s", generation_id)
            if found not in ("queued", "processing"):
                assert found == status, f"the generation ended as {found}"
                return generation_id
            time.sleep(0.05)
        raise AssertionError(f"the generation is still {found}")

    def wait_for(self, what: str, query: str, *parameters: Any) -> Any:
        """Wait until a query finds something true, and return it."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if found := self.rows.value(query, *parameters):
                return found
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come")


def set_the_scene(stack: Stack) -> Scene:
    """Have three people sign up, one of whom becomes staff."""
    schema = httpx.get(f"{stack.url}/api/schema/", headers={"Accept": "application/json"}, timeout=60)
    assert schema.status_code == 200, f"/api/schema/ answers {schema.status_code}: {schema.text[:300]}"
    described = Described(schema.json())
    user, stranger, staff, nobody = (Person(stack.url, described) for _ in range(4))
    scene = Scene(stack, Rows(stack.home), user, stranger, staff, nobody)
    stranger.sign_up("otto")
    staff.sign_up("stella")
    stack.manage("shell", "-v", "0", "-c", _MAKE_STAFF)
    user.username = "maya"  # the first line of the walk is that she registers
    return scene


def _age(file: Path) -> float:
    return -file.stat().st_mtime
