"""Every read of the API in the production layout against FastAPI with asyncpg, the same SQL and JSON, in turns.

Four users of k6 at once. The aim is a ratio of p50 to p50. Beside it stands the rival that counts requests in Redis by
the same script, as Routix does: a user's limit is no less work for being somebody else's.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

from benchmarks.k6 import run_k6
from benchmarks.report import Figure, main, median
from benchmarks.serving import serving, serving_wsgi
from benchmarks.stack import running
from routix.embedded import Home
from tests.journeys.stack import Stack

_OURS, _RIVAL, _COUNTED = "routix", "rival", "counted"
_MOST_RATIO = 1.5
_SLOT_MS = 240
_ROUNDS = 4  # of which one is warming up
_LEAST_REQUESTS = 30


def measure() -> list[Figure]:
    with running() as stack:
        path = stack.home / "plan.json"
        script = f"from benchmarks.reads import write_plan; write_plan({str(path)!r})"
        stack.manage("shell", "--no-imports", "-c", script)
        plan = json.loads(path.read_text())
        rival = {
            **os.environ,
            "RIVAL_PLAN": str(path),
            "RIVAL_TOKEN_KEY": plan["token_key"],
            "RIVAL_SOCKETS": str(stack.home / "sockets"),
            "RIVAL_REDIS_URL": Home(stack.home).redis_url(1),
        }
        with (
            serving_wsgi(stack) as ours,
            serving("uvicorn", "benchmarks.rival:app", "--no-access-log", environment=rival, home=stack.home) as theirs,
        ):
            servers = {_OURS: ours, _RIVAL: theirs, _COUNTED: f"{theirs}/limited"}
            times = _run(stack, plan, servers)
    return _figures(plan["reads"], times)


def _run(stack: Stack, plan: Mapping[str, Any], servers: Mapping[str, str]) -> dict[str, dict[str, dict[str, float]]]:
    """Return `{server: {address: {"med", "p(95)", "count"}}}`, in milliseconds."""
    addresses = [read["address"] for read in plan["reads"]]
    run = {"token": plan["token"], "servers": servers, "addresses": addresses, "slot_ms": _SLOT_MS, "rounds": _ROUNDS}
    found: dict[str, dict[str, dict[str, float]]] = run_k6("reads.js", run, stack.home)
    return found


def _figures(reads: list[dict[str, Any]], times: dict[str, dict[str, dict[str, float]]]) -> list[Figure]:
    figures, ratios, fair = [], [], []
    for read in reads:
        mine, floor, counted = (times[server].get(read["address"], {}) for server in (_OURS, _RIVAL, _COUNTED))
        if min(one.get("count", 0) for one in (mine, floor, counted)) < _LEAST_REQUESTS:
            raise RuntimeError(f"too few requests of {read['name']} to tell: the machine is too busy")
        name = f"{read['name']} ({len(read['sql'])} queries)"
        ratios.append(mine["med"] / floor["med"])
        fair.append(mine["med"] / counted["med"])
        figures += [
            Figure(f"{name}, p50", mine["med"], "ms"),
            Figure(f"{name}, p95", mine["p(95)"], "ms"),
            Figure(f"{name}: FastAPI + asyncpg, p50", floor["med"], "ms"),
            Figure(f"{name}: FastAPI + asyncpg, p95", floor["p(95)"], "ms"),
            Figure(f"{name}: ratio", ratios[-1], "x", limit=_MOST_RATIO),
            Figure(f"{name}: ratio where the rival counts too", fair[-1], "x"),
        ]
    held = sum(ratio <= _MOST_RATIO for ratio in ratios)
    return [
        *figures,
        Figure("reads within the aim", held, f"of {len(ratios)}"),
        Figure("median ratio", median(ratios), "x"),
        Figure("median ratio where the rival counts too", median(fair), "x"),
        Figure("reads within the aim where the rival counts too", sum(one <= _MOST_RATIO for one in fair), "reads"),
    ]


if __name__ == "__main__":
    main("Every read, in the production layout", measure)
