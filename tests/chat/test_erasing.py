"""What stays in others' conversations of somebody who is erased."""

import pytest

from chat.models import Author, Message
from chat.services.erasing import ERASED_TEXT, erase
from chat.services.wording import title_of
from tests.chat.talking import begin, make_user, say

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LONG = "My name is Sara Ahmadi and I live in a small town by the sea, where it rains"


@pytest.fixture
def sara():
    return make_user()


@pytest.fixture
def talk(sara):
    return begin(make_user(), editor=sara)


def title_after(conversation):
    conversation.refresh_from_db()
    return conversation.title


class TestErase:
    @pytest.mark.parametrize("said", ["call me Sara", LONG, "two\nlines,  spaced"])
    def test_blanks_a_title_that_their_message_gave(self, talk, sara, said):
        talk.title = title_of(said)
        say(talk, said, sender=sara)
        erase(sara)
        assert title_after(talk) == ""
        assert Message.objects.get().content == ERASED_TEXT

    def test_keeps_a_title_that_somebody_else_gave(self, talk, sara):
        talk.title = "Bali"
        say(talk, "Bali and more", sender=sara)
        erase(sara)
        assert title_after(talk) == "Bali"

    def test_keeps_the_title_of_another_conversation(self, talk, sara):
        say(talk, "call me Sara", sender=sara)
        other = begin(make_user(), title="call me Sara")
        say(other, "call me Sara")
        erase(sara)
        assert title_after(other) == "call me Sara"

    def test_blanks_what_was_answered_only_where_it_is_theirs(self, talk, sara):
        say(talk, "hello", sender=sara)
        say(talk, "It is ready.", author=Author.ASSISTANT, sender=None)
        erase(sara)
        assert list(Message.objects.values_list("content", flat=True)) == [ERASED_TEXT, "It is ready."]
