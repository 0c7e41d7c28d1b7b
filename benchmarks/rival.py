"""What a user would pick instead: FastAPI and asyncpg, answering with the same SQL and the same JSON.

`RIVAL_PLAN` names the file that `benchmarks.reads.write_plan` wrote. Below `/limited` each request is also counted in
Redis (`RIVAL_REDIS_URL`) by the script that Routix runs there: what a rival that limits its users would need.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import jwt
import redis.asyncio
from fastapi import FastAPI, Header, HTTPException, Request

_PLAN = json.loads(Path(os.environ["RIVAL_PLAN"]).read_text())
_READS = {read["address"]: read for read in _PLAN["reads"]}
_KEY = os.environ["RIVAL_TOKEN_KEY"]
_LIMIT = [1_000_000, 60_000_000]  # requests, in microseconds: never reached


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.count = redis.asyncio.Redis.from_url(os.environ["RIVAL_REDIS_URL"]).register_script(_PLAN["limiter"])
    async with asyncpg.create_pool(
        host=os.environ["RIVAL_SOCKETS"], user="postgres", database="routix", min_size=4, max_size=4
    ) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/limited/{path:path}")
async def answer_counted(path: str, request: Request, authorization: Annotated[str, Header()] = "") -> Any:
    """Count the request for the token's user, then answer it."""
    user = _user_of(authorization)
    await request.app.state.count(keys=[f"rival:{user}"], args=_LIMIT)
    return await _answer(path, request)


@app.get("/{path:path}")
async def answer(path: str, request: Request, authorization: Annotated[str, Header()] = "") -> Any:
    """Check the token, run the statements, turn the rows into dictionaries, answer."""
    _user_of(authorization)
    return await _answer(path, request)


def _user_of(authorization: str) -> str:
    try:
        return str(jwt.decode(authorization.removeprefix("Bearer "), _KEY, algorithms=["HS256"])["sub"])
    except jwt.InvalidTokenError:
        raise HTTPException(401) from None


async def _answer(path: str, request: Request) -> Any:
    read = _READS[f"/{path}?{request.url.query}" if request.url.query else f"/{path}"]
    async with request.app.state.pool.acquire() as connection:
        for statement in read["sql"]:
            [dict(row) for row in await connection.fetch(statement)]
    return read["body"]
