"""The assistant's last word on a generation."""

from django.db.models import F
from django.utils import timezone

from chat.assistant import answer_of_end
from chat.events import announce_messages
from chat.models import Author, Message
from generation.models import Generation


def answer_ended(generation: Generation) -> None:
    """Have the replies about a generation say how it ended. Called in the transaction in which it ends.

    A generation that was asked for outside of conversations has none, and nothing is done.
    """
    if generation.conversation_id is None:
        return
    replies = Message.objects.filter(generation=generation, author=Author.ASSISTANT)
    reply_ids = list(replies.values_list("pk", flat=True))
    if not reply_ids:
        return
    pictures = generation.thumbnails.count()
    look = generation.template.name if generation.template else ""
    Message.objects.filter(pk__in=reply_ids).update(
        content=answer_of_end(generation, pictures=pictures, look=look),
        revision=F("revision") + 1,
        updated_at=timezone.now(),
    )
    announce_messages("message_updated", reply_ids)
