"""Saying something in a conversation, and having a thumbnail made of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiKey, User
from chat.assistant import answer_of_request
from chat.errors import ConversationTooLongError
from chat.events import MessageSnapshot, announce_messages
from chat.models import Author, Conversation, Message
from chat.selectors import Access
from chat.services.access import lock_conversation
from chat.services.wording import clean_message, title_of
from common.errors import ValidationFailedError
from generation.models import Generation
from generation.services.requesting import GenerationRequest, request_generation

MOST_MESSAGES = 20_000


@dataclass(frozen=True)
class Posted:
    """What was said, and what came of it: the assistant's reply and the generation that both are about."""

    message: MessageSnapshot
    reply: MessageSnapshot | None
    generation: Generation | None


def post_message(user: User, conversation_id: uuid.UUID, content: str) -> Posted:
    """Say something; nobody answers. Raises `NotFoundError`, `ReadOnlyError` or `ValidationFailedError`."""
    said = _cleaned(content)
    with transaction.atomic():
        conversation = lock_conversation(user, conversation_id, needs=Access.EDITOR)
        (told,) = _say(conversation, [Message(author=Author.USER, sender=user, content=said)])
    return Posted(told, None, None)


def post_request(
    user: User, conversation_id: uuid.UUID, request: GenerationRequest, *, api_key: ApiKey | None = None
) -> Posted:
    """Say `request.prompt` and have a thumbnail made of it, which whoever says it pays.

    The message, the generation with its credits set aside and the assistant's reply are one transaction. Raises what
    `post_message` and `request_generation` raise; a fault of the prompt is one of the field `content`.
    """
    said = _cleaned(request.prompt)
    with transaction.atomic():
        conversation = lock_conversation(user, conversation_id, needs=Access.EDITOR)
        try:
            generation = request_generation(
                user, replace(request, prompt=said, conversation_id=conversation.pk), api_key=api_key
            )
        except ValidationFailedError as error:
            raise _of_message(error) from error
        message, reply = _say(
            conversation,
            [
                Message(author=Author.USER, sender=user, content=said, generation=generation),
                Message(author=Author.ASSISTANT, content=answer_of_request(generation), generation=generation),
            ],
        )
    return Posted(message, reply, generation)


def _say(conversation: Conversation, messages: Sequence[Message]) -> list[MessageSnapshot]:
    """Add messages to a locked conversation: their numbers have no gap, and the first one may name it."""
    first = conversation.message_count + 1
    conversation.message_count += len(messages)
    if conversation.message_count > MOST_MESSAGES:
        raise ConversationTooLongError(details={"limit": MOST_MESSAGES})
    conversation.last_message_at = timezone.now()
    if not conversation.title:
        conversation.title = title_of(messages[0].content)
    conversation.save(update_fields=["message_count", "last_message_at", "title"])
    for number, message in enumerate(messages, start=first):
        message.conversation = conversation
        message.number = number
    Message.objects.bulk_create(messages)
    return announce_messages("message_created", [message.pk for message in messages])


def _cleaned(content: str) -> str:
    try:
        return clean_message(content)
    except ValueError as error:
        raise ValidationFailedError(fields={"content": str(error)}) from error


def _of_message(error: ValidationFailedError) -> ValidationFailedError:
    """Return the same faults, those of the prompt as faults of the message."""
    faults = error.details.get("validation_errors", [])
    named = {fault["field"]: fault["message"] for fault in faults}
    return ValidationFailedError(
        error.message, fields={"content" if field == "prompt" else field: text for field, text in named.items()}
    )
