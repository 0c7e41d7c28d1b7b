"""Letting people into a conversation, and out of it."""

import uuid

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.sign_in import close_sockets
from chat.errors import ReadOnlyError, TooManyParticipantsError, UnknownPersonError
from chat.models import Conversation, Participant, ParticipantRole
from chat.selectors import Access, get_access
from chat.services.access import lock_conversation
from common.errors import NotFoundError, ValidationFailedError

MOST_PARTICIPANTS = 50


def let_in(
    user: User, conversation_id: uuid.UUID, *, identifier: str, role: ParticipantRole
) -> tuple[Participant, bool]:
    """Let somebody in by username or confirmed e-mail address, or give who is in another role; its owner may.

    Returns the participant, and whether they are new. Raises `NotFoundError`, `ReadOnlyError`, `UnknownPersonError`,
    `ValidationFailedError` for oneself, or `TooManyParticipantsError`.
    """
    with transaction.atomic():
        conversation = lock_conversation(user, conversation_id)
        guest = _person(identifier)
        if guest == user:
            raise ValidationFailedError(fields={"user": "This conversation is yours already."})
        participant = Participant.objects.filter(conversation=conversation, user=guest).first()
        if participant is None:
            return _added(conversation, guest, role, by=user), True
        if participant.role != role:
            participant.role = role
            participant.save(update_fields=["role"])
            _note("role_changed", conversation, guest, by=user, role=role)
        participant.user = guest
        return participant, False


def let_out(user: User, conversation_id: uuid.UUID, participant_id: uuid.UUID) -> None:
    """Take a participant out: its owner anyone, others themselves. Raises `NotFoundError` or `ReadOnlyError`."""
    with transaction.atomic():
        access = get_access(user, conversation_id)
        found = Participant.objects.filter(pk=participant_id, conversation=conversation_id)
        participant = found.select_for_update(of=("self",)).select_related("user", "conversation").first()
        if participant is None:
            raise NotFoundError
        if access is not Access.OWNER and participant.user_id != user.pk:
            raise ReadOnlyError
        _note("left", participant.conversation, participant.user, by=user)
        participant.delete()
        close_sockets(participant.user_id)


def _person(identifier: str) -> User:
    person = User.objects.identified(identifier).filter(is_active=True).first()
    # Whoever registered an address that is not theirs must not be let in under it.
    if person is None or ("@" in identifier and not person.is_verified):
        raise UnknownPersonError
    return person


def _added(conversation: Conversation, guest: User, role: ParticipantRole, *, by: User) -> Participant:
    if Participant.objects.filter(conversation=conversation).count() >= MOST_PARTICIPANTS:
        raise TooManyParticipantsError(details={"limit": MOST_PARTICIPANTS})
    _note("let_in", conversation, guest, by=by, role=role)
    return Participant.objects.create(conversation=conversation, user=guest, role=role)


def _note(what: str, conversation: Conversation, guest: User, *, by: User, role: str = "") -> None:
    details = {"conversation_id": str(conversation.pk), **({"role": role} if role else {})}
    audit.record(f"conversation.{what}", user=guest, actor=by, details=details)
