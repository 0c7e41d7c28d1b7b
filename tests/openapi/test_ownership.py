"""RELIABILITY 8: every operation of the schema × four roles. A new operation needs a row in `ownership.toml`."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from tests.openapi.least import least_of
from tests.openapi.world import CANARY, World, make_world

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

_SCHEMA = SchemaGenerator().get_schema(request=None, public=True)
_ROWS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("ownership.toml").read_text())
_OURS = ("accounts", "billing", "generation", "chat", "templates_lib")
_OPERATIONS = {
    f"{method.upper()} {path.removeprefix('/api/v1/')}": (method, path, operation)
    for path, operations in _SCHEMA["paths"].items()
    for method, operation in operations.items()
}


def rows(kind: str) -> list[str]:
    return [label for label, row in _ROWS.items() if row["whose"] == kind]


@pytest.fixture
def world() -> World:
    return make_world()


def ask(world: World, label: str, role: str | None) -> Any:
    """Send the operation with the owner's ids and the least body that its schema takes."""
    method, path, operation = _OPERATIONS[label]
    row = _ROWS[label]
    for name, value in world.ids.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"make_world has no {path}"
    query = [
        f"{parameter['name']}={row.get('query', {}).get(parameter['name'], 'x')}"
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query" and parameter.get("required")
    ]
    headers = {"Authorization": f"Bearer {world.tokens[role]}"} if role else {}
    sent: dict[str, Any] = {}
    if content := operation.get("requestBody", {}).get("content"):
        if "application/json" in content:
            body = least_of(content["application/json"]["schema"], _SCHEMA["components"]["schemas"])
            sent = {"data": {**body, **row.get("body", {})}, "content_type": "application/json"}
        else:
            sent = {"data": row.get("body", {})}
    address = f"{path}?{'&'.join(query)}" if query else path
    client = Client(raise_request_exception=False, headers=headers)
    answer = getattr(client, method)(address, **sent)
    answer.said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def belongings(world: World) -> dict[str, list[str]]:
    """Every row that names the owner or a thing of theirs, as text."""
    found = {}
    marks = [str(world.owner.pk), CANARY, *(value for value in world.ids.values() if len(value) > 30)]
    pattern = "|".join(marks)
    with connection.cursor() as cursor:
        for app in _OURS:
            for model in apps.get_app_config(app).get_models():
                if not model._meta.managed or model.__name__ in ("Template", "Algorithm"):
                    continue
                table = connection.ops.quote_name(model._meta.db_table)
                select = f"SELECT t::text FROM {table} AS t WHERE t::text ~ %s ORDER BY 1"  # noqa: S608  ours
                cursor.execute(select, [pattern])
                found[model.__name__] = [row[0] for row in cursor.fetchall()]
    return found


def faults(world: World, labels: list[str], role: str | None, fault_of: Callable[[str, Any], str | None]) -> list[str]:
    """Ask each operation, undo what it did, and return what was wrong with the answers or with what changed."""
    found = []
    before = belongings(world)
    for label in labels:
        with transaction.atomic():
            answer = ask(world, label, role)
            fault = fault_of(label, answer)
            is_theirs_to_do = role == "owner" or (role == "staff" and _ROWS[label]["whose"] in ("staff", "bank"))
            may_change = is_theirs_to_do or _ROWS[label].get("shows")
            if fault is None and not may_change and belongings(world) != before:
                fault = "it changed something of the owner's"
            transaction.set_rollback(True)
        if fault:
            found.append(f"{label}: {answer.status_code}, {fault}: {answer.said[:300]!r}")
    return found


def leak(world: World, answer: Any) -> str | None:
    """Say whether an answer tells anything of the owner's."""
    is_told = CANARY.encode() in answer.said or str(world.owner.pk).encode() in answer.said
    return "it tells something of the owner's" if is_told else None


class TestTheMatrix:
    def test_has_a_row_for_every_operation_and_none_beside(self) -> None:
        assert set(_ROWS) == set(_OPERATIONS)

    def test_names_who_it_is_for_in_words_that_are_known(self) -> None:
        assert {row["whose"] for row in _ROWS.values()} == {"owned", "self", "shared", "staff", "bank", "open"}


class TestSignedOut:
    def test_nobody_gets_anything(self, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            return None if answer.status_code == _ROWS[label].get("signed_out", 401) else "not refused"

        assert faults(world, [label for label in _ROWS if _ROWS[label]["whose"] != "open"], None, fault_of) == []

    def test_everybody_gets_an_answer_to_what_is_open(self, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            if answer.status_code >= 500:
                return "it broke"
            return None if _ROWS[label].get("shows") else leak(world, answer)

        assert faults(world, rows("open"), None, fault_of) == []


class TestStrangers:
    @pytest.mark.parametrize("role", ["stranger", "staff"])
    def test_find_nothing_of_somebody_else_s(self, role: str, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            return leak(world, answer) if answer.status_code == 404 else "not 404"

        assert faults(world, rows("owned"), role, fault_of) == []

    def test_act_on_themselves_alone(self, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            if answer.status_code >= 500 or (answer.status_code in (401, 404) and not _ROWS[label].get("may_miss")):
                return "not answered"
            return leak(world, answer)

        assert faults(world, rows("self"), "stranger", fault_of) == []

    def test_are_no_staff(self, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            # The bank tells nobody that there is something to be forbidden.
            refusals = (403, 404) if _ROWS[label]["whose"] == "bank" else (403,)
            return leak(world, answer) if answer.status_code in refusals else "not refused"

        assert faults(world, [*rows("staff"), *rows("bank")], "stranger", fault_of) == []


class TestThoseWhoMay:
    def test_find_what_is_theirs(self, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            return "refused" if answer.status_code in (401, 403, 404, 500, 503) else None

        assert faults(world, rows("owned"), "owner", fault_of) == []

    def test_are_let_in_as_staff(self, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            return "refused" if answer.status_code in (401, 403, 500, 503) else None

        # What staff do to the owner's rows is theirs to do.
        assert faults(world, [*rows("staff"), *rows("bank")], "staff", fault_of) == []

    @pytest.mark.parametrize("role", ["owner", "stranger", "staff"])
    def test_read_what_is_for_all(self, role: str, world: World) -> None:
        def fault_of(label: str, answer: Any) -> str | None:
            if answer.status_code not in ((200, 404) if _ROWS[label].get("may_miss") else (200,)):
                return "not answered"
            return leak(world, answer)

        assert faults(world, rows("shared"), role, fault_of) == []
