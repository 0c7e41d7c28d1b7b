"""A message accepted until `generation_completed` is received: V4, idle machine, warm.

How long the worker drew is read from its own stage timings, since the same drawing takes longer beside other processes.
The floors of the same run: drawing the very same documents, and encoding them, alone in this process.
"""

import io
import json
import time

from PIL import Image

from benchmarks.prompts import PROMPTS
from benchmarks.report import Figure, main, median
from benchmarks.stack import running
from canvas.drawing import draw
from canvas.export import encode
from canvas.serial import from_json
from tests.journeys.client import ApiUser, follow

_ROUNDS = 2
_COMPOSED = """
import json
from generation.models import StageTiming
rows = StageTiming.objects.filter(generation_id__in={ids!r}, stage="composing")
print(json.dumps({{str(row.generation_id): row.seconds for row in rows}}))
"""


def measure() -> list[Figure]:
    seconds, documents, ids = [], [], []
    with running(WELCOME_CREDITS="100") as stack:
        user = ApiUser(stack.url)
        with user.socket() as connection:
            for number, prompt in enumerate(PROMPTS * (_ROUNDS + 1)):
                started = time.perf_counter()
                created = user.create(prompt, algorithm="routix_v4")
                events = follow(connection, created["generation_id"])
                ended = time.perf_counter() - started
                if events[-1]["event"] != "generation_completed":
                    raise RuntimeError(json.dumps(events[-1]))
                if number < len(PROMPTS):
                    continue  # the first round warms up
                seconds.append(ended)
                ids.append(created["generation_id"])
                documents.append(user.get(f"/generation/{created['generation_id']}/document")["document"])
        user.http.close()
        composed = json.loads(stack.manage("shell", "--no-imports", "-c", _COMPOSED.format(ids=ids)).stdout)
    drawing, encoding, floor = [], [], []
    for value in documents:
        document = from_json(value)
        draw(document)
        started = time.perf_counter()
        pixels = draw(document).pixels
        drawing.append(time.perf_counter() - started)
        started = time.perf_counter()
        encode(pixels, "jpg")
        encoding.append(time.perf_counter() - started)
        started = time.perf_counter()
        Image.fromarray(pixels).save(io.BytesIO(), "PNG")
        floor.append(time.perf_counter() - started)
    rest = [total - composed[key] - encode_s for total, key, encode_s in zip(seconds, ids, encoding, strict=True)]
    return [
        Figure("accepted to completed, p50", median(seconds), "s", limit=1.5),
        Figure("floor: drawing the same documents, p50", median(drawing), "s"),
        Figure("floor: Pillow encoding the same pictures as PNG, p50", median(floor), "s"),
        Figure("drawing in the worker, p50", median(list(composed.values())), "s"),
        Figure("encoding what is stored, p50", median(encoding), "s"),
        Figure("all but drawing and encoding, p50", median(rest), "s"),
        Figure("all but drawing and encoding, share of p50", median(rest) / median(seconds), "", limit=0.15),
    ]


if __name__ == "__main__":
    main("From a message to a thumbnail, V4", measure)
