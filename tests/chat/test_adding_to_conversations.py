"""Thumbnails are made as part of one's own conversations, not of somebody else's."""

import uuid
from typing import Any

import pytest

from accounts.models import User
from chat.models import Conversation, Participant, ParticipantRole
from generation.services.catalogue import ensure_algorithms
from tests.generation.api_rows import client_of, make_user
from tests.generation.core_rows import rich_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CREATE = "/api/v1/generation/create"


@pytest.fixture
def maker() -> User:
    ensure_algorithms()
    return rich_user()


def ask(user: User, conversation_id: uuid.UUID) -> Any:
    return client_of(user).post(CREATE, {"prompt": "ten minute pasta", "conversation_id": str(conversation_id)})


class TestAConversation:
    @pytest.mark.parametrize("role", [None, ParticipantRole.VIEWER])
    def test_of_somebody_else_is_refused(self, maker: User, role: str | None) -> None:
        conversation = Conversation.objects.create(owner=make_user())
        if role:
            Participant.objects.create(conversation=conversation, user=maker, role=role)
        answer = ask(maker, conversation.pk)
        assert answer.status_code == 422
        assert answer.json()["error"]["details"]["validation_errors"][0]["field"] == "conversation_id"

    def test_in_which_one_writes_is_taken(self, maker: User) -> None:
        conversation = Conversation.objects.create(owner=make_user())
        Participant.objects.create(conversation=conversation, user=maker, role=ParticipantRole.EDITOR)
        assert ask(maker, conversation.pk).status_code == 202
        assert ask(maker, Conversation.objects.create(owner=maker).pk).status_code == 202

    def test_that_nobody_has_groups_all_the_same(self, maker: User) -> None:
        assert ask(maker, uuid.uuid4()).status_code == 202
