"""Claiming among 100,000 queued rows, against one indexed UPDATE."""

import os
import time

import django

from benchmarks.report import Figure, main, median, percentile

_ROWS = 100_000
_OWNERS = 6_000
_CLAIMS = 200


def measure() -> list[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.test")
    from routix.start import start_services

    start_services()
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False, aliases={"default": True})
    try:
        return _measure()
    finally:
        teardown_databases(databases, verbosity=0)


def _measure() -> list[Figure]:
    from django.db import connection

    from common.realtime import sender
    from generation import lifecycle
    from generation.services.catalogue import ensure_algorithms

    ensure_algorithms()
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"rows": _ROWS, "owners": _OWNERS})
        cursor.execute("ANALYZE")
        cursor.execute("SELECT id FROM generation_generation LIMIT %s", [_CLAIMS + 20])
        ids = [row[0] for row in cursor.fetchall()]
        floor = []
        for number, row_id in enumerate(ids):
            started = time.perf_counter()
            cursor.execute("UPDATE generation_generation SET progress = 1 WHERE id = %s", [row_id])
            if number >= 20:
                floor.append((time.perf_counter() - started) * 1000)
    claims = []
    for number in range(_CLAIMS + 20):
        started = time.perf_counter()
        if lifecycle.claim(worker="benchmark") is None:
            raise RuntimeError("nothing was claimed")
        if number >= 20:
            claims.append((time.perf_counter() - started) * 1000)
    sender().shutdown(wait=True)
    return [
        Figure(f"claim among {_ROWS:,} queued rows, p50", median(claims), "ms", limit=5),
        Figure("the same, p95", percentile(claims, 0.95), "ms"),
        Figure("floor: one indexed UPDATE, p50", median(floor), "ms"),
        Figure("claim / floor", median(claims) / median(floor), "x"),
    ]


_FILL = """
WITH owners AS (
    INSERT INTO accounts_user (id, username, email, password, full_name, role, preferences, is_verified, is_staff,
                               is_active, is_superuser, created_at)
    SELECT gen_random_uuid(), 'owner' || n, 'owner' || n || '@example.com', '', '', 'user', '{}', true, false,
           true, false, now()
    FROM generate_series(1, %(owners)s) AS n RETURNING id
), numbered AS (SELECT id, row_number() OVER () AS n FROM owners)
INSERT INTO generation_generation (id, created_at, owner_id, prompt, custom_text, aspect_ratio, width, height, seed,
    variants, algorithm_id, priority, brief, status, stage, progress, sequence, credits_cost, queue_rank, attempt,
    worker, engine, is_favorite, download_count, share_count)
SELECT gen_random_uuid(), now(), numbered.id, 'a prompt', '', '16:9', 1280, 720, n.n,
    1, (SELECT id FROM generation_algorithm WHERE slug = 'routix_v4'), 'normal', '{}', 'queued', '', 0, 1, 1, n.n %% 4,
    0, '', '', false, 0, 0
FROM generate_series(1, %(rows)s) AS n JOIN numbered ON numbered.n = 1 + n.n %% %(owners)s
"""


if __name__ == "__main__":
    main("Claiming the next generation", measure)
