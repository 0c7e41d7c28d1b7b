"""What a socket may follow, and how it stands now. Everything here asks the database; call it in a thread."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.errors import ScopeMissingError
from accounts.models import User
from accounts.services.tickets import SocketSignIn
from chat.consumers.frames import Frame
from chat.models import Conversation, Participant
from chat.selectors import may_follow
from common.errors import NotFoundError
from common.realtime import group_name
from generation.events import event_name, snapshot
from generation.models import ACTIVE_STATUSES, Generation


class Kind(StrEnum):
    """Kinds of things that can be followed."""

    GENERATION = "generation"
    CONVERSATION = "conversation"

    @property
    def field(self) -> str:
        """The field of a client's message that names one."""
        return f"{self.value}_id"


# What an API key needs for it, one of them.
_SCOPES = {
    Kind.GENERATION: {"generations:read", "generations:write"},
    Kind.CONVERSATION: {"chat:read", "chat:write"},
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to follow."""

    kind: Kind
    id: uuid.UUID

    @property
    def group(self) -> str:
        return group_name(self.kind, self.id)


class Position(NamedTuple):
    """How far a generation is. `is_over` when it won't change by itself any more."""

    sequence: int
    is_over: bool


def require_right(known: SocketSignIn, thing: Thing) -> None:
    """Raise `NotFoundError` for what is somebody else's or not there, `ScopeMissingError` where a key may not look."""
    if known.scopes is not None and not known.scopes & _SCOPES[thing.kind]:
        needed = sorted(_SCOPES[thing.kind])[0]
        raise ScopeMissingError(f"This API key lacks the scope {needed}.", details={"required_scope": needed})
    if thing.kind is Kind.CONVERSATION:
        is_allowed = may_follow(User(pk=known.user_id), thing.id)
    else:
        is_allowed = _not_deleted([thing.id]).filter(owner_id=known.user_id).exists()
    if not is_allowed:
        raise NotFoundError(details={thing.kind.field: str(thing.id)})


def present_state(thing: Thing) -> Frame | None:
    """Return the event that tells how a generation stands; None for a conversation. Raises `NotFoundError`."""
    if thing.kind is Kind.CONVERSATION:
        return None
    states = present_states([thing.id])
    if not states:
        raise NotFoundError(details={thing.kind.field: str(thing.id)})
    return states[thing.id]


def present_states(generation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Frame]:
    """Return for each generation that is there the event that tells how it stands."""
    return {row.pk: Frame(event_name(row), {**snapshot(row)}) for row in _not_deleted(generation_ids)}


def positions(generation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Position]:
    """Return how far each generation is, in one query."""
    rows = _not_deleted(generation_ids).values_list("pk", "sequence", "status")
    return {pk: Position(sequence, status not in ACTIVE_STATUSES) for pk, sequence, status in rows}


def lost_rights(followed: Iterable[tuple[uuid.UUID, Thing]]) -> set[tuple[uuid.UUID, Thing]]:
    """Return those (user, thing) that are not allowed any more: deleted, or no longer shared with the user."""
    wanted = set(followed)
    ids = {kind: {thing.id for _, thing in wanted if thing.kind is kind} for kind in Kind}
    allowed = {
        (owner_id, Thing(Kind.GENERATION, pk))
        for pk, owner_id in _not_deleted(ids[Kind.GENERATION]).values_list("pk", "owner_id")
    }
    conversations = Conversation.objects.filter(pk__in=ids[Kind.CONVERSATION], deleted_at__isnull=True)
    allowed |= {
        (owner_id, Thing(Kind.CONVERSATION, pk)) for pk, owner_id in conversations.values_list("pk", "owner_id")
    }
    shared = Participant.objects.filter(conversation__in=conversations)
    allowed |= {
        (user_id, Thing(Kind.CONVERSATION, pk)) for pk, user_id in shared.values_list("conversation_id", "user_id")
    }
    return wanted - allowed


def _not_deleted(generation_ids: Collection[uuid.UUID]) -> QuerySet[Generation]:
    return Generation.objects.filter(pk__in=generation_ids, deleted_at__isnull=True)
