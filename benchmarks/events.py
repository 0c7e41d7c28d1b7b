"""An event in the worker until its frame is at the client, against Redis publish to receive."""

import json
import threading
import time
import uuid

import redis

from benchmarks.report import Figure, main, median, percentile
from benchmarks.stack import running
from routix.embedded import Home
from tests.journeys.client import ApiUser, subscribe

_EVENTS = 200
_PUBLISH = """
import sys, time
from common.realtime import group_name, publish
group = group_name("generation", sys.argv[1])
for number in range(int(sys.argv[2])):
    data = {"generation_id": sys.argv[1], "sequence": 10**6 + number, "sent": time.time()}
    publish(group, "generation_progress", data)
    time.sleep(0.02)
"""


def measure() -> list[Figure]:
    with running() as stack:
        user = ApiUser(stack.url)
        created = user.create("an event to follow", algorithm="routix_v4")
        delays: list[float] = []
        with user.socket() as connection:
            subscribe(connection, created["generation_id"])
            while json.loads(connection.recv(timeout=30))["event"] != "generation_completed":
                pass
            script = stack.home / "publish.py"
            script.write_text(_PUBLISH)
            sender = threading.Thread(target=_run, args=(stack, script, created["generation_id"]))
            sender.start()
            while len(delays) < _EVENTS:
                frame = json.loads(connection.recv(timeout=30))
                if "sent" in frame["data"]:
                    delays.append((time.time() - frame["data"]["sent"]) * 1000)
            sender.join()
        floor = _floor(Home(stack.home))
    return [
        Figure("event to frame, p50", median(delays), "ms"),
        Figure("event to frame, p95", percentile(delays, 0.95), "ms", limit=50),
        Figure("floor: Redis publish to receive, p50", median(floor), "ms"),
        Figure("floor: Redis publish to receive, p95", percentile(floor, 0.95), "ms"),
    ]


def _run(stack, script, generation_id: str) -> None:
    stack.manage("shell", "--no-imports", "-c", f"import sys; sys.argv[1:] = [{generation_id!r}, '{_EVENTS}']; "
                 f"exec(open({str(script)!r}).read())")  # fmt: skip


def _floor(home: Home) -> list[float]:
    client = redis.Redis.from_url(home.redis_url(2))
    channel = uuid.uuid4().hex
    listener = client.pubsub(ignore_subscribe_messages=True)
    listener.subscribe(channel)
    listener.get_message(timeout=1)
    delays = []
    for _ in range(_EVENTS):
        started = time.perf_counter()
        client.publish(channel, "x")
        while listener.get_message(timeout=1) is None:
            pass
        delays.append((time.perf_counter() - started) * 1000)
    return delays


if __name__ == "__main__":
    main("From an event to a frame", measure)
