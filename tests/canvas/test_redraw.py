"""The process that draws: what it refuses, how it says so, and what it may take of the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from canvas.document import Document, Logo
from canvas.serial import to_json
from tests.canvas.documents import document_of, headline, plain
from tests.canvas.test_work import monster

pytestmark = pytest.mark.unit

SMALL = (320, 180)
MAIN = "import sys, canvas.redraw as redraw; {before}; sys.exit(redraw.main())"


def ordered(task: str, document: Document, size: tuple[int, int] = SMALL, **more: Any) -> bytes:
    order = {
        **more,
        "task": task,
        "document": to_json(document),
        "width": size[0],
        "height": size[1],
        "pictures": {},
        "identifier": "one",
        "format": "jpg",
    }
    return json.dumps(order).encode() + b"\n"


def child(order: bytes, before: str = "pass") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", MAIN.format(before=before)]
    return subprocess.run(command, input=order, capture_output=True, timeout=60, check=False)


def edited(document: Document, *operations: Mapping[str, Any]) -> subprocess.CompletedProcess[bytes]:
    return child(ordered("edit", document, operations=list(operations)))


def refusal(answer: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    assert answer.returncode == 1, answer.stderr
    told: dict[str, Any] = json.loads(answer.stderr)
    return told


def with_a_lost_logo() -> Document:
    return document_of(plain(), headline(), Logo(id="logo", slot="logo", source="picture:logo"))


# What the system says of a child that has ended counts the memory of whoever started it, too.
_DRAWING_TELLS_ITS_PEAK = """
import atexit, re, runpy, sys
status = open("/proc/self/status")
atexit.register(lambda: sys.stderr.write(re.search(r"VmHWM:\\s+(\\d+)", status.read())[1]))
runpy.run_module("canvas.redraw", run_name="__main__")
"""


class TestMemory:
    def test_stays_small_for_the_largest_subject(self) -> None:
        reader, writer = os.pipe()
        with os.fdopen(reader, "rb") as source, os.fdopen(writer, "wb") as sink:
            sink.write(ordered("draw", document_of(plain(), monster()), (1280, 720)))
            sink.close()
            process = subprocess.Popen(
                [sys.executable, "-c", _DRAWING_TELLS_ITS_PEAK],
                stdin=source,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            _, told = process.communicate(timeout=60)
        assert process.returncode == 0
        assert int(told) < 600 * 1024  # kilobytes

    def test_is_bounded_whatever_is_asked_for(self) -> None:
        order = ordered("draw", document_of(plain(), monster()), (2560, 1440))
        answer = child(order, "redraw._ADDRESS_SPACE = 700 * 1024**2")
        assert (answer.returncode, answer.stdout) == (2, b"")


class TestALostPicture:
    def test_is_named_where_it_is_shown(self) -> None:
        told = refusal(edited(with_a_lost_logo(), {"op": "set_text", "layer": "headline", "text": "HEY"}))
        assert told["missing"] == "logo"

    @pytest.mark.parametrize(
        "operation", [{"op": "remove", "layer": "logo"}, {"op": "set_visibility", "layer": "logo", "visible": False}]
    )
    def test_keeps_nobody_from_taking_it_away(self, operation: dict[str, Any]) -> None:
        answer = edited(with_a_lost_logo(), operation)
        assert answer.returncode == 0, answer.stderr
        head, _, data = answer.stdout.partition(b"\n")
        assert {tuple(box) for _, box in json.loads(head)["touched"]} == {(0.0, 0.0, 1.0, 1.0)}
        assert data.startswith(b"\xff\xd8")

    def test_is_refused_at_its_place_where_an_operation_brings_it_in(self) -> None:
        document = document_of(plain(), headline())
        swap = {"op": "replace_plate", "source": "picture:nobody"}
        assert refusal(edited(document, swap))["path"] == "operations[0].source"
        layer = to_json(with_a_lost_logo())["layers"][-1]  # type: ignore[index]
        told = refusal(edited(document, {"op": "insert", "layer": layer, "index": 1}))
        assert told["path"] == "operations[0].layer.source"
