"""Memory of the processes after real work: proportional set size, so that shared pages count once."""

from benchmarks.prompts import PROMPTS
from benchmarks.report import Figure, main
from benchmarks.stack import running
from tests.journeys.client import ApiUser, follow

_MEGABYTE = 1024 * 1024


def measure() -> list[Figure]:
    with running(WELCOME_CREDITS="100") as stack:
        user = ApiUser(stack.url)
        with user.socket() as connection:
            for number, prompt in enumerate(PROMPTS):
                created = user.create(prompt, algorithm=("routix_v4", "routix_v6")[number % 2])
                follow(connection, created["generation_id"])
            user.get("/generation/history")
        web = _megabytes(stack.processes("routix.serve"))
        worker = _megabytes(process for process in stack.processes("celery") if "render,default" in process.cmdline())
        analyst = _megabytes(process for process in stack.processes("celery") if "analysis" in process.cmdline())
        messenger = _megabytes(process for process in stack.processes("celery") if "mail,webhooks" in process.cmdline())
        beat = _megabytes(process for process in stack.processes("celery") if "beat" in process.cmdline())
    return [
        Figure("web", web, "MB", limit=250),
        Figure("worker, all its processes", worker, "MB", limit=900),
        Figure("analyst, all its processes, before the first analysis", analyst, "MB"),
        Figure("messenger", messenger, "MB", limit=200),
        Figure("beat", beat, "MB"),
    ]


def _megabytes(processes) -> float:
    return sum(process.memory_full_info().pss for process in set(processes)) / _MEGABYTE


if __name__ == "__main__":
    main("Memory after eight thumbnails, half of them V6", measure)
