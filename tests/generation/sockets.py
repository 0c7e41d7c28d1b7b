"""A client of the socket at `/ws/`, through the real ASGI application."""

from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from accounts.models import User
from accounts.services.tickets import issue_ticket
from generation.models import Generation
from routix.asgi import application

HOST = (b"host", b"testserver")


class Socket:
    """A client. It leaves the server's room in order, as real ones mostly do."""

    def __init__(self, *headers: tuple[bytes, bytes], query: str = "") -> None:
        self.communicator = WebsocketCommunicator(application, f"/ws/{query}", headers=[HOST, *headers])

    async def __aenter__(self) -> "Socket":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.communicator.disconnect()

    async def opens(self) -> bool:
        is_open, _ = await self.communicator.connect(timeout=5)
        return bool(is_open)

    async def hears(self) -> tuple[str, dict[str, Any]]:
        frame = await self.communicator.receive_json_from(timeout=5)
        assert set(frame) == {"event", "data"}
        return frame["event"], frame["data"]

    async def hears_nothing(self) -> bool:
        return bool(await self.communicator.receive_nothing(timeout=0.3))

    async def says(self, event: str, **data: Any) -> None:
        await self.communicator.send_json_to({"event": event, "data": data})

    async def is_closed_with(self) -> int:
        output = await self.communicator.receive_output(timeout=5)
        assert output["type"] == "websocket.close"
        return int(output["code"])

    async def follows(self, generation: Generation) -> dict[str, Any]:
        await self.says("subscribe_generation", generation_id=str(generation.pk))
        assert await self.hears() == ("subscribed", {"generation_id": str(generation.pk)})
        return (await self.hears())[1]


async def ticket_socket(user: User) -> Socket:
    ticket, _ = await sync_to_async(issue_ticket)(user)
    return Socket(query=f"?ticket={ticket}")


async def open_socket(user: User) -> Socket:
    socket = await ticket_socket(user)
    assert await socket.opens()
    assert await socket.hears() == ("connection:established", {"user_id": str(user.pk)})
    return socket
