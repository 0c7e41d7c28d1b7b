"""What the API answers, for the schema. The answers themselves are built by `shapes`."""

from typing import Any

from rest_framework import serializers

from chat.models import Author, ParticipantRole
from chat.selectors import Access
from generation.models import Status
from generation.serializers.outputs import CreatedOutput

_ROLES = [(access.value, access.name.title()) for access in Access]


class PersonOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    username = serializers.CharField()


class ConversationOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    owner = PersonOutput()
    role = serializers.ChoiceField(choices=_ROLES, help_text="What you may do in it.")
    message_count = serializers.IntegerField(min_value=0, help_text="Also the number of the latest message.")
    participant_count = serializers.IntegerField(min_value=0, help_text="Who was let in; not the owner.")
    created_at = serializers.DateTimeField()
    last_message_at = serializers.DateTimeField()


class MessageGenerationOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    thumbnail_url = serializers.CharField(allow_null=True, help_text="A path on this host; it expires after hours.")
    preview_url = serializers.CharField(allow_null=True, help_text="The same picture, 480 pixels wide.")
    score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)


class MessageOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    number = serializers.IntegerField(min_value=1, help_text="Counts from 1 in each conversation, without a gap.")
    author = serializers.ChoiceField(choices=Author.choices)
    sender = PersonOutput(allow_null=True, help_text="Null for the assistant, and for whose account is gone.")
    content = serializers.CharField()
    generation = MessageGenerationOutput(allow_null=True)
    revision = serializers.IntegerField(min_value=1, help_text="Grows with each change.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class TranscriptOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    owner = PersonOutput()
    created_at = serializers.DateTimeField()
    omitted = serializers.IntegerField(min_value=0, help_text="How many messages stand before these.")
    messages = MessageOutput(many=True)


class PostedOutput(serializers.Serializer[Any]):
    message = MessageOutput()
    reply = MessageOutput(allow_null=True, help_text="The assistant's, which says more once the thumbnail is there.")
    generation = CreatedOutput(allow_null=True)


class PieceOutput(serializers.Serializer[Any]):
    text = serializers.CharField()
    is_match = serializers.BooleanField()


class FoundConversationOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)


class FoundOutput(serializers.Serializer[Any]):
    conversation = FoundConversationOutput()
    message_id = serializers.UUIDField()
    number = serializers.IntegerField(min_value=1)
    author = serializers.ChoiceField(choices=Author.choices)
    sender = PersonOutput(allow_null=True)
    excerpt = PieceOutput(many=True, help_text="What stands around the first match, cut at the words that match.")
    created_at = serializers.DateTimeField()


class ParticipantOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    user = PersonOutput()
    role = serializers.ChoiceField(choices=ParticipantRole.choices)
    created_at = serializers.DateTimeField()
