"""What goes over the wire, in both directions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.stripe_server.problems import StripeProblem


@dataclass(frozen=True)
class Request:
    """What came in. `params` is the decoded form or query, its numbers still text; header names are in lower case."""

    method: str
    path: str
    params: Mapping[str, Any]
    idempotency_key: str | None
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What goes out. `breaks` says how the connection ends instead: `reset`, or silence until the client gives up."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    breaks: str | None = None


def as_json(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer whose body is JSON, in Stripe's layout."""
    return Answer(status, json.dumps(value, indent=2, ensure_ascii=False).encode(), headers or {})


def as_problem(problem: StripeProblem) -> Answer:
    """Return the answer of a refusal."""
    hint = problem.should_retry
    headers = {} if hint is None else {"Stripe-Should-Retry": str(hint).lower()}
    return as_json(problem.body, status=problem.status, headers=headers)
