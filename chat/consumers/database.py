"""The database, asked from the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connections

_P = ParamSpec("_P")
_T = TypeVar("_T")

# A few threads for all sockets of the process: as many connections are in use at once, however many clients come back
# after a restart.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sockets")


async def in_database(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Run a function that uses the database in a thread. The connection goes back to the pool with its end."""

    def run() -> _T:
        try:
            return function(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(_threads, run)
