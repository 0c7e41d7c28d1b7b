"""Reads in the production layout (a WSGI server) against FastAPI with asyncpg, the same SQL and JSON, in turns."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from benchmarks.report import Figure, main, median
from benchmarks.stack import running
from tests.journeys.client import ApiUser
from tests.journeys.stack import ROOT, Stack, free_port

_PATHS = ("/api/v1/algorithms/", "/api/v1/users/profile", "/api/v1/generation/history")
_ROWS = 1000
_REQUESTS = 300
_WARM = 50

# Runs inside Routix: fills the history, then writes down what each read asks the database and answers.
_PREPARE = """
import json
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from accounts.models import User
user = User.objects.get(username=NAME)
with connection.cursor() as cursor:
    cursor.execute(FILL, {"owner": user.pk, "rows": ROWS})
    cursor.execute("ANALYZE")
plan = {}
for path in PATHS:
    client = Client(HTTP_AUTHORIZATION="Bearer " + TOKEN)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        body = client.get(path).json()
    plan[path] = {"sql": [query["sql"] for query in queries], "body": body}
print("PLAN" + json.dumps({"plan": plan, "key": settings.ACCESS_TOKEN_KEY}))
"""

_FILL = """
INSERT INTO generation_generation (id, created_at, owner_id, prompt, custom_text, aspect_ratio, width, height, seed,
    variants, algorithm_id, priority, brief, status, stage, progress, sequence, credits_cost, queue_rank, attempt,
    worker, engine, is_favorite, download_count, share_count, completed_at, processing_seconds, score)
SELECT gen_random_uuid(), now() - make_interval(mins => n), %(owner)s, 'a prompt about number ' || n, '', '16:9', 1280,
    720, n, 1, (SELECT id FROM generation_algorithm WHERE slug = 'routix_v4'), 'normal', '{}', 'completed', '', 100, 9,
    1, 1, 1, '', 'local', false, 0, 0, now(), 1.2, 80
FROM generate_series(1, %(rows)s) AS n
"""


def measure() -> list[Figure]:
    with running() as stack:
        user = ApiUser(stack.url)
        token = user.http.headers["Authorization"].removeprefix("Bearer ")
        name = user.get("/users/profile")["username"]
        user.http.close()
        script = f"NAME, TOKEN, ROWS, PATHS, FILL = {name!r}, {token!r}, {_ROWS}, {_PATHS!r}, {_FILL!r}\n{_PREPARE}"
        output = stack.manage("shell", "--no-imports", "-c", script).stdout
        prepared = json.loads(next(line for line in output.splitlines() if line.startswith("PLAN"))[4:])
        plan = stack.home / "plan.json"
        plan.write_text(json.dumps(prepared["plan"]))
        ours, rival = _serve_ours(stack), _serve_rival(stack, plan, prepared["key"])
        try:
            return _compare(ours[0], rival[0], token, {path: len(one["sql"]) for path, one in prepared["plan"].items()})
        finally:
            for _, process in (ours, rival):
                process.terminate()
                process.wait(10)


def _serve_ours(stack: Stack) -> tuple[str, "subprocess.Popen[bytes]"]:
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4", "--no-ws"]
    environment = {**stack.environment, "DATABASE_POOL": "true", "DATABASE_POOL_SIZE": "4"}
    return _start(port, [*command, "routix.wsgi:application"], environment, stack.home)


def _serve_rival(stack: Stack, plan: Path, key: str) -> tuple[str, "subprocess.Popen[bytes]"]:
    port = free_port()
    environment = {
        **os.environ,
        "RIVAL_PLAN": str(plan),
        "RIVAL_TOKEN_KEY": key,
        "RIVAL_SOCKETS": str(stack.home / "sockets"),
    }
    command = ["uvicorn", "benchmarks.rival:app", "--port", str(port), "--no-access-log"]
    return _start(port, command, environment, stack.home)


def _start(
    port: int, command: list[str], environment: dict[str, str], home: Path
) -> tuple[str, "subprocess.Popen[bytes]"]:
    log = (home / f"{command[0]}.log").open("wb")
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(f"{url}/health/live", timeout=2)
            return url, process
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(Path(log.name).read_text())


def _compare(ours: str, rival: str, token: str, queries: dict[str, int]) -> list[Figure]:
    headers = {"Authorization": f"Bearer {token}"}
    figures = []
    with httpx.Client(base_url=ours, headers=headers) as us, httpx.Client(base_url=rival, headers=headers) as them:
        for path in _PATHS:
            times: dict[str, list[float]] = {"us": [], "them": []}
            for number in range(_REQUESTS + _WARM):
                for name, client in (("us", us), ("them", them)):
                    started = time.perf_counter()
                    answer = client.get(path)
                    elapsed = (time.perf_counter() - started) * 1000
                    answer.raise_for_status()
                    if number >= _WARM:
                        times[name].append(elapsed)
            label = path.removeprefix("/api/v1/")
            mine, floor = median(times["us"]), median(times["them"])
            figures += [
                Figure(f"{label} ({queries[path]} queries), p50", mine, "ms"),
                Figure(f"{label}: FastAPI + asyncpg, p50", floor, "ms"),
                Figure(f"{label}: ratio", mine / floor, "x", limit=1.5),
            ]
    return figures


if __name__ == "__main__":
    main("Reads in the production layout", measure)
