"""A client of the socket at `/ws/`, through the real ASGI application."""

from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from accounts.models import User
from accounts.services.sign_in import sign_in
from accounts.services.tickets import SocketSignIn, issue_ticket
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

    async def hears(self, *, seconds: float = 5) -> tuple[str, dict[str, Any]]:
        frame = await self.communicator.receive_json_from(timeout=seconds)
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


def new_sign_in(user: User) -> SocketSignIn:
    """The user signs in by the API once more."""
    sign_in(user)
    family = user.token_families.latest("created_at")
    return SocketSignIn(user.pk, family_id=family.pk)


async def ticket_of(user: User, known: SocketSignIn | None = None) -> str:
    ticket, _ = await sync_to_async(issue_ticket)(known or await sync_to_async(new_sign_in)(user))
    return ticket


async def ticket_socket(user: User, known: SocketSignIn | None = None) -> Socket:
    return Socket(query=f"?ticket={await ticket_of(user, known)}")


async def open_socket(user: User, known: SocketSignIn | None = None) -> Socket:
    socket = await ticket_socket(user, known)
    assert await socket.opens()
    assert await socket.hears() == ("connection:established", {"user_id": str(user.pk)})
    return socket
