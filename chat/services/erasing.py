"""Erasing what somebody said."""

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from accounts.upkeep.erasing import forget_admin_log
from chat.models import Conversation, Message, Participant
from chat.services.wording import title_of

# In others' conversations a message keeps its place, since they are numbered without gaps.
ERASED_TEXT = "(erased)"
_AT_ONCE = 500


def erase(user: User) -> None:
    """Delete the user's conversations, whoever took part, and blank what they said, and were answered, in others'.

    A title that such a conversation has by their words goes as well.
    """
    with transaction.atomic():
        theirs = Conversation.objects.filter(owner=user)
        messages = Message.objects.filter(conversation__in=theirs)
        forget_admin_log(Message, messages.values_list("pk", flat=True))
        forget_admin_log(Conversation, theirs.values_list("pk", flat=True))
        theirs.delete()
        Participant.objects.filter(user=user).delete()
        elsewhere = Message.objects.filter(Q(sender=user) | Q(generation__owner=user))
        forget_admin_log(Message, elsewhere.values_list("pk", flat=True))
        _blank_titles_of(elsewhere)
        Message.objects.filter(pk__in=list(elsewhere.values_list("pk", flat=True))).update(
            content=ERASED_TEXT, sender=None, generation=None, revision=F("revision") + 1
        )


def _blank_titles_of(messages: QuerySet[Message]) -> None:
    """Take the titles away that conversations have by the words of these messages; the next message names them anew."""
    told = messages.exclude(conversation__title="").values_list("conversation_id", "conversation__title", "content")
    for conversation_id, title, content in told.iterator(chunk_size=_AT_ONCE):
        if title == title_of(content):
            # By its title too, for the owner may give it another one meanwhile.
            Conversation.objects.filter(pk=conversation_id, title=title).update(title="")
