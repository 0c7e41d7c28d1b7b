"""What a user would pick instead: FastAPI and asyncpg, answering with the same SQL and the same JSON.

`RIVAL_PLAN` names a JSON file: path -> {"sql": [statements], "body": what Routix answered}.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import jwt
from fastapi import FastAPI, Header, HTTPException, Request

_PLAN = json.loads(Path(os.environ["RIVAL_PLAN"]).read_text())
_KEY = os.environ["RIVAL_TOKEN_KEY"]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(
        host=os.environ["RIVAL_SOCKETS"], user="postgres", database="routix", min_size=4, max_size=4
    ) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/{path:path}")
async def answer(path: str, request: Request, authorization: Annotated[str, Header()] = "") -> Any:
    """Check the token, run the statements, turn the rows into dictionaries, answer."""
    try:
        jwt.decode(authorization.removeprefix("Bearer "), _KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(401) from None
    plan = _PLAN["/" + path]
    async with request.app.state.pool.acquire() as connection:
        for statement in plan["sql"]:
            [dict(row) for row in await connection.fetch(statement)]
    return plan["body"]
