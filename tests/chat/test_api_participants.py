"""Letting people into conversations over HTTP, and out of them."""

import pytest

from accounts.models import AuditEntry
from chat.models import Participant
from chat.selectors import may_follow
from chat.services import participating
from tests.chat.talking import APIClient, address, begin, client_of, data_of, make_user, post, say
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "chat/conversations/{conversation_id}/participants"


@pytest.fixture
def sara():
    return make_user()


@pytest.fixture
def client(sara):
    return client_of(sara)


@pytest.fixture
def conversation(sara):
    return begin(sara)


class TestLettingIn:
    def test_is_done_by_username_in_any_case(self, client, conversation):
        guest = make_user()
        response = client.post(address(conversation, "/participants"), {"user": guest.username.upper()})
        told = assert_described(response, PATH)
        assert response.status_code == 201
        assert (told["user"], told["role"]) == ({"id": str(guest.pk), "username": guest.username}, "viewer")
        assert may_follow(guest, conversation.pk)

    def test_is_done_by_a_confirmed_address(self, client, conversation):
        guest = make_user(is_verified=True)
        response = client.post(address(conversation, "/participants"), {"user": guest.email, "role": "editor"})
        assert data_of(response, 201)["role"] == "editor"

    def test_says_the_same_of_whoever_can_not_come(self, client, conversation):
        unverified, inactive = make_user(), make_user(is_active=False)
        asked = ["nobody", "nobody@example.org", "@", unverified.email, inactive.username, "سارا", "a' OR 1=1 --"]
        answers = [client.post(address(conversation, "/participants"), {"user": user}) for user in asked]
        assert {answer.status_code for answer in answers} == {422}
        assert len({str(answer.json()["error"]["details"]) for answer in answers}) == 1

    def test_gives_who_is_in_another_role(self, client, conversation):
        guest = make_user()
        client.post(address(conversation, "/participants"), {"user": guest.username})
        again = client.post(address(conversation, "/participants"), {"user": guest.username, "role": "editor"})
        assert data_of(again, 200)["role"] == "editor"
        assert Participant.objects.count() == 1

    def test_is_written_down(self, client, sara, conversation):
        guest = make_user()
        client.post(address(conversation, "/participants"), {"user": guest.username})
        entry = AuditEntry.objects.get(action="conversation.let_in")
        assert (entry.user, entry.actor) == (guest, sara)

    def test_is_not_for_oneself(self, client, sara, conversation):
        response = client.post(address(conversation, "/participants"), {"user": sara.username})
        assert response.status_code == 422

    def test_ends_somewhere(self, client, conversation, monkeypatch):
        monkeypatch.setattr(participating, "MOST_PARTICIPANTS", 1)
        client.post(address(conversation, "/participants"), {"user": make_user().username})
        response = client.post(address(conversation, "/participants"), {"user": make_user().username})
        assert response.status_code == 409
        assert_described(response, PATH)

    @pytest.mark.parametrize(
        "body",
        [{}, {"user": ""}, {"user": "a\x00b"}, {"user": "\ud800"}, {"user": "x" * 255}, {"user": "x", "role": "owner"}],
    )
    def test_refuses_what_is_no_name_or_role(self, client, conversation, body):
        response = post(client, address(conversation, "/participants"), body)
        assert response.status_code == 422
        assert_described(response, PATH)

    def test_is_the_owners_alone(self, sara):
        editor = make_user()
        shared = begin(sara, editor=editor)
        response = client_of(editor).post(address(shared, "/participants"), {"user": make_user().username})
        assert response.status_code == 403
        assert Participant.objects.count() == 1

    def test_is_not_for_strangers(self, conversation):
        stranger = make_user()
        response = client_of(stranger).post(address(conversation, "/participants"), {"user": stranger.username})
        assert response.status_code == 404

    def test_is_not_for_the_signed_out(self, conversation):
        assert APIClient().post(address(conversation, "/participants"), {"user": "x"}).status_code == 401


class TestList:
    def test_is_seen_by_everybody_in_it(self, sara):
        viewer, editor = make_user(), make_user()
        shared = begin(sara, viewer=viewer, editor=editor)
        for user in (sara, viewer, editor):
            data = assert_described(client_of(user).get(address(shared, "/participants")), PATH)
            assert [row["user"]["username"] for row in data["items"]] == [viewer.username, editor.username]

    def test_is_not_there_for_strangers(self, conversation):
        assert client_of(make_user()).get(address(conversation, "/participants")).status_code == 404

    def test_asks_as_many_queries_for_many_as_for_one(self, client, conversation, django_assert_num_queries):
        for _ in range(12):
            Participant.objects.create(conversation=conversation, user=make_user())
        with django_assert_num_queries(2):
            assert len(data_of(client.get(address(conversation, "/participants")))["items"]) == 12


class TestLettingOut:
    def out(self, user, conversation, participant):
        return client_of(user).delete(address(conversation, f"/participants/{participant.pk}"))

    def test_is_done_by_the_owner(self, sara):
        guest = make_user()
        shared = begin(sara, viewer=guest)
        assert self.out(sara, shared, Participant.objects.get()).status_code == 200
        assert client_of(guest).get(address(shared)).status_code == 404
        assert AuditEntry.objects.get(action="conversation.left").user == guest

    def test_is_done_by_oneself(self, sara):
        guest = make_user()
        shared = begin(sara, editor=guest)
        assert self.out(guest, shared, Participant.objects.get()).status_code == 200
        assert not may_follow(guest, shared.pk)

    def test_is_not_done_by_another_participant(self, sara):
        editor = make_user()
        shared = begin(sara, viewer=make_user(), editor=editor)
        viewer = Participant.objects.get(role="viewer")
        assert self.out(editor, shared, viewer).status_code == 403

    def test_does_not_reach_into_another_conversation(self, sara):
        elsewhere = begin(make_user(), viewer=make_user())
        response = self.out(sara, begin(sara), Participant.objects.get(conversation=elsewhere))
        assert response.status_code == 404
        assert Participant.objects.count() == 1

    def test_leaves_what_was_said(self, sara):
        editor = make_user()
        shared = begin(sara, editor=editor)
        say(shared, "hello", sender=editor)
        self.out(editor, shared, Participant.objects.get())
        (item,) = data_of(client_of(sara).get(address(shared, "/messages")))["items"]
        assert item["sender"]["username"] == editor.username
