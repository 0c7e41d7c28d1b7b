"""Sending large files."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http import FileResponse

_A_PIECE = 256 * 1024


class PiecemealFileResponse(FileResponse):
    """A file that is sent as it is read, under ASGI as well: there Django would first read all of it into memory."""

    block_size = _A_PIECE

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: Iterator[Any] = iter(self)
        read = sync_to_async(lambda: next(pieces, b""))
        while piece := await read():
            yield piece
