"""Conversations for tests, and how to ask the API about them."""

import json
from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from chat.models import Author, Conversation, Message, Participant, ParticipantRole
from generation.models import Algorithm
from tests.generation.api_rows import client_of, make_algorithm, make_user
from tests.generation.core_rows import rich_user

API = "/api/v1/chat"


def begin(owner: User, *, title: str = "", **people: User) -> Conversation:
    """A conversation of the owner's; `viewer=` and `editor=` let somebody in."""
    conversation = Conversation.objects.create(owner=owner, title=title)
    for role, user in people.items():
        Participant.objects.create(conversation=conversation, user=user, role=ParticipantRole(role))
    return conversation


def say(conversation: Conversation, content: str, **fields: Any) -> Message:
    """A message, straight into the table."""
    conversation.message_count += 1
    conversation.save()
    values = {"author": Author.USER, "sender": conversation.owner, **fields}
    return Message.objects.create(
        conversation=conversation, number=conversation.message_count, content=content, **values
    )


def default_algorithm(**fields: Any) -> Algorithm:
    """The one that is taken when none is named."""
    return make_algorithm(is_default=True, **{"slug": "routix_v6", "name": "Routix V6", "credit_cost": 2, **fields})


def address(conversation: Conversation, rest: str = "") -> str:
    return f"{API}/conversations/{conversation.pk}{rest}"


def post(client: APIClient, url: str, body: Any, **headers: Any) -> Any:
    """Send JSON with everything beyond ASCII escaped, so that a test can send what is no valid text."""
    return client.post(url, json.dumps(body), content_type="application/json", **headers)


def data_of(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content[:600]
    return response.json()["data"]


__all__ = [
    "API",
    "APIClient",
    "address",
    "begin",
    "client_of",
    "data_of",
    "default_algorithm",
    "make_user",
    "post",
    "rich_user",
    "say",
]
