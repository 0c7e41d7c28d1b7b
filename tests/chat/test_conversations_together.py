"""Many at once in one conversation."""

import pytest

from billing import ledger
from chat.models import Conversation, Message, Participant, ParticipantRole
from chat.services.conversations import delete_conversation
from chat.services.participating import let_in
from chat.services.posting import post_message, post_request
from common.errors import NotFoundError
from generation.models import Generation
from generation.services.requesting import GenerationRequest
from tests.chat.talking import begin, client_of, default_algorithm, make_user, post, rich_user
from tests.generation.core_rows import at_once

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

PROMPT = "I survived 7 days in the Arctic"


class TestTogether:
    def test_messages_are_numbered_without_a_gap(self):
        conversation = begin(make_user())
        at_once(8, lambda number: post_message(conversation.owner, conversation.pk, f"message {number}"))
        conversation.refresh_from_db()
        numbers = Message.objects.filter(conversation=conversation).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, 9))
        assert conversation.message_count == 8

    def test_one_key_asks_once(self):
        sara = rich_user()
        default_algorithm()
        conversation = begin(sara)
        client = client_of(sara)
        url = f"/api/v1/chat/conversations/{conversation.pk}/messages"
        answers = at_once(6, lambda _: post(client, url, {"content": PROMPT}, HTTP_IDEMPOTENCY_KEY="one"))
        assert {answer.status_code for answer in answers} == {202}
        assert len({answer.content for answer in answers}) == 1
        assert (Generation.objects.count(), Message.objects.count()) == (1, 2)

    def test_nobody_spends_what_is_not_there(self):
        sara = make_user()
        ledger.balance(sara)
        default_algorithm(credit_cost=6)
        conversation = begin(sara)
        done = at_once(4, lambda _: post_request(sara, conversation.pk, GenerationRequest(prompt=PROMPT)))
        assert sum(not isinstance(one, Exception) for one in done) == 1
        conversation.refresh_from_db()
        assert (Generation.objects.count(), conversation.message_count) == (1, 2)

    def test_somebody_is_let_in_once(self):
        conversation, guest = begin(make_user()), make_user()
        at_once(
            6,
            lambda _: let_in(
                conversation.owner, conversation.pk, identifier=guest.username, role=ParticipantRole.EDITOR
            ),
        )
        assert Participant.objects.filter(conversation=conversation).count() == 1

    def test_what_is_deleted_takes_no_more_messages(self):
        conversation = begin(make_user())

        def act(number):
            if number == 3:
                return delete_conversation(conversation.owner, conversation.pk)
            return post_message(conversation.owner, conversation.pk, "hello")

        done = at_once(8, act)
        kept = Conversation.objects.get(pk=conversation.pk)
        said = [one for one in done if one is not None and not isinstance(one, Exception)]
        assert kept.deleted_at is not None
        assert kept.message_count == len(said) == Message.objects.count()
        assert all(isinstance(one, NotFoundError) for one in done if isinstance(one, Exception))
