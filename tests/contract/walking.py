"""Walking the lines: who asks what, in which order, and the row that each line leaves in the table."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.contract.lines import LINES, Bad, Check, Line
from tests.contract.people import Answer, Ask, Person
from tests.contract.scene import Scene

_HEAD = ("line", "user", "stranger", "staff", "signed out", "bad input", "evidence in PostgreSQL")


@dataclass
class Walk:
    """What was found: a row for each line, and the answers that the happy paths got, by endpoint."""

    table: list[tuple[str, ...]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    answers: dict[tuple[str, int], Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def lines(self) -> list[str]:
        """The table as Markdown."""
        ruler = tuple("---" for _ in _HEAD)
        return [f"| {' | '.join(_cell(text) for text in row)} |" for row in (_HEAD, ruler, *self.table)]


def walk(scene: Scene, *, only: str = "") -> Walk:
    """Walk every line in its order; with `only`, those whose label holds it."""
    found = Walk()
    started = time.monotonic()
    for line in LINES:
        if only not in line.label:
            continue
        try:
            found.table.append(_walk_check(scene, line) if isinstance(line, Check) else _walk_line(scene, line, found))
        except Exception as fault:  # whatever a line breaks on is what the table has to tell
            why = f"FAILED: {fault if isinstance(fault, AssertionError) else repr(fault)}"
            found.table.append((line.label, "", "", "", "", "", why[:300]))
            found.failures.append(f"{line.label}: {why}")
    found.seconds = time.monotonic() - started
    return found


def _walk_check(scene: Scene, line: Check) -> tuple[str, ...]:
    return (line.label, "", "", "", "", "", line.look(scene))


def _walk_line(scene: Scene, line: Line, found: Walk) -> tuple[str, ...]:
    """Those who may not come first, so that the evidence is of what the actor did."""
    steps = line.steps(scene)
    wanted = next(steps)
    people = {"user": scene.user, "stranger": scene.stranger, "staff": scene.staff, "signed out": scene.nobody}
    expected = {
        "user": line.user,
        "stranger": line.stranger,
        "staff": line.staff,
        "signed out": line.signed_out,
    }
    cells = dict.fromkeys((*people, "bad input"), "")
    for role in ("signed out", "stranger", "staff", "user"):
        if expected[role] is not None and role != line.actor:
            answer = _send(line, people[role], wanted)
            _require(answer, expected[role], role)
            if role != "user" and not line.shows:
                _require_secrecy(scene.user, answer, role)
            cells[role] = _said(answer)
    actor = people[line.actor]
    if line.bad is not None:
        answer = actor.send(line.endpoint, _spoilt(_for(actor, wanted), line.bad))
        _require(answer, line.bad.status, "bad input")
        cells["bad input"] = _said(answer)
    answer = _send(line, actor, wanted)
    _require(answer, line.status, line.actor)
    cells[line.actor] = str(answer.status)
    if answer.body is not None:
        found.answers.setdefault((line.endpoint, answer.status), answer.body)
    return (line.label, *cells.values(), _finish(steps, answer))


def _send(line: Line, person: Person, wanted: Any) -> Answer:
    return person.send(line.endpoint, _for(person, wanted))


def _for(person: Person, wanted: Any) -> Ask:
    return wanted if isinstance(wanted, Ask) else wanted(person)


def _spoilt(ask: Ask, bad: Bad) -> Ask:
    return Ask(
        ids=ask.ids if bad.ids is None else bad.ids,
        json=ask.json if bad.json is None and bad.form is None and bad.files is None else bad.json,
        query={**ask.query, **bad.query},
        form=bad.form if bad.form is not None else ask.form,
        files=bad.files if bad.files is not None else ask.files,
        content=ask.content,
        headers={**ask.headers, **bad.headers},
    )


def _require(answer: Answer, status: int | None, who: str) -> None:
    assert answer.status == status, f"{who} got {answer.status}, not {status}: {answer.response.text[:200]}"


def _require_secrecy(owner: Person, answer: Answer, role: str) -> None:
    told = [mark for mark in owner.marks if mark and mark in answer.response.text]
    assert not told, f"{role} is told {told}"


def _said(answer: Answer) -> str:
    is_failure = answer.body is not None and answer.status >= 400 and "error" in answer.body
    return f"{answer.status} {answer.error['type']}" if is_failure else f"{answer.status}"


def _finish(steps: Any, answer: Answer) -> str:
    try:
        steps.send(answer)
    except StopIteration as end:
        return str(end.value)
    raise AssertionError("a line asks once")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
