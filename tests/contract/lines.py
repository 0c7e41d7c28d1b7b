"""The registry: each line of the contract with the steps that show whether it is real."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from tests.contract.people import Answer, Ask, Person
from tests.contract.scene import Scene

# A step yields its request, or what makes one for whoever asks, is sent the answer that its actor got, and returns what
# it found in PostgreSQL.
Steps = Generator[Ask | Callable[[Person], Ask], Answer, str]


@dataclass(frozen=True)
class Bad:
    """The same request with something wrong in it, and the status that refuses it."""

    status: int = 422
    json: Any = None
    query: dict[str, Any] = field(default_factory=dict)
    ids: tuple[Any, ...] | None = None
    form: dict[str, Any] | None = None
    files: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line. `actor` is who may; the others get the status that stands here, None where nobody else is asked.

    `shows` is for answers that rightly tell others something of the user's.
    """

    endpoint: str
    steps: Callable[[Scene], Steps]
    actor: str
    status: int
    user: int | None
    stranger: int | None
    staff: int | None
    signed_out: int | None
    bad: Bad | None
    shows: bool
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.endpoint} {self.note}".rstrip()


@dataclass(frozen=True)
class Check:
    """A line that names no endpoint: it does as it likes, and returns what it found."""

    label: str
    look: Callable[[Scene], str]


LINES: list[Line | Check] = []

Decorator = Callable[[Callable[[Scene], Steps]], Callable[[Scene], Steps]]


def owned(endpoint: str, *, status: int = 200, bad: Bad | None = None, note: str = "") -> Decorator:
    """What only its owner finds: 404 for everybody else, staff among them."""
    return _line(endpoint, status=status, stranger=404, staff=404, bad=bad, note=note)


def own(
    endpoint: str,
    *,
    status: int = 200,
    bad: Bad | None = None,
    stranger: int | None = None,
    staff: int | None = None,
    note: str = "",
) -> Decorator:
    """What everybody asks about themselves: others get their own, unless another status stands here."""
    return _line(endpoint, status=status, stranger=stranger or status, staff=staff or status, bad=bad, note=note)


def anybody(endpoint: str, *, status: int = 200, bad: Bad | None = None, shows: bool = False) -> Decorator:
    """What needs no sign-in."""
    return _line(endpoint, actor="signed out", status=status, signed_out=None, bad=bad, shows=shows)


def staff_only(
    endpoint: str, *, status: int = 200, bad: Bad | None = None, others: int = 403, signed_out: int = 401
) -> Decorator:
    """What staff do; `others` is what everybody else who is signed in gets."""
    return _line(
        endpoint, actor="staff", status=status, user=others, stranger=others, signed_out=signed_out, bad=bad, shows=True
    )


def check(label: str) -> Callable[[Callable[[Scene], str]], Callable[[Scene], str]]:
    """A line without an endpoint of its own."""

    def register(look: Callable[[Scene], str]) -> Callable[[Scene], str]:
        LINES.append(Check(label, look))
        return look

    return register


def _line(
    endpoint: str,
    *,
    status: int,
    actor: str = "user",
    user: int | None = None,
    stranger: int | None = None,
    staff: int | None = None,
    signed_out: int | None = 401,
    bad: Bad | None = None,
    shows: bool = False,
    note: str = "",
) -> Decorator:
    def register(steps: Callable[[Scene], Steps]) -> Callable[[Scene], Steps]:
        LINES.append(Line(endpoint, steps, actor, status, user, stranger, staff, signed_out, bad, shows, note))
        return steps

    return register
