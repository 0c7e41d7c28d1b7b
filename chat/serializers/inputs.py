"""What the API takes."""

from typing import Any

from rest_framework import serializers

from chat.models import ParticipantRole
from chat.models.conversation import LONGEST_TITLE
from chat.models.message import LONGEST_MESSAGE
from chat.selectors import LONGEST_QUERY
from chat.services.posting import MOST_MESSAGES
from common.api.inputs import Input
from generation.serializers.inputs import LONGEST_PROMPT, CreateInput

EXPORT_FORMATS = ("json", "md", "txt", "pdf")
LONGEST_IDENTIFIER = 254


class ConversationInput(Input):
    """A new conversation."""

    title = serializers.CharField(
        max_length=LONGEST_TITLE,
        required=False,
        default="",
        allow_blank=True,
        help_text="Its first message names it, if left out.",
    )


class TitleInput(Input):
    """Another title."""

    title = serializers.CharField(max_length=LONGEST_TITLE)


class MessageInput(CreateInput):
    """What is said, and how the thumbnail of it is wanted; only the content has to be there."""

    prompt = None  # type: ignore[assignment]
    conversation_id = None  # type: ignore[assignment]
    content = serializers.CharField(
        max_length=LONGEST_MESSAGE,
        help_text=f"What the video is about, in your words; at most {LONGEST_PROMPT} characters to make a thumbnail.",
    )
    generate = serializers.BooleanField(
        default=True, help_text="Whether a thumbnail is made of it. Without, nobody answers and nothing is spent."
    )


class MessagesInput(Input):
    """Which messages, by their numbers."""

    after = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_MESSAGES,
        help_text="Those with a higher number: the page begins with the next one.",
    )
    before = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_MESSAGES + 1, help_text="Those with a lower number."
    )


class SearchInput(Input):
    """What is looked for."""

    query = serializers.CharField(
        max_length=LONGEST_QUERY, help_text="Messages that have all these words, or words that begin with them."
    )


class ExportInput(Input):
    """As what it is wanted."""

    format = serializers.ChoiceField(choices=EXPORT_FORMATS, default="json")


class ParticipantInput(Input):
    """Whom to let in."""

    user = serializers.CharField(max_length=LONGEST_IDENTIFIER, help_text="A username or a confirmed e-mail address.")
    role = serializers.ChoiceField(choices=ParticipantRole.choices, default=ParticipantRole.VIEWER)


def read(form: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Return the valid input. Raises DRF's `ValidationError`."""
    sent = form(data=data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
