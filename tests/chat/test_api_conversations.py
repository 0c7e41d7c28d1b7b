"""Conversations over HTTP: their list, one of them, its title."""

import pytest

from chat.models import Conversation
from tests.chat.talking import API, APIClient, address, begin, client_of, data_of, make_user, post, say
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = f"{API}/conversations"
ONE = "chat/conversations/{conversation_id}"


@pytest.fixture
def sara():
    return make_user()


@pytest.fixture
def client(sara):
    return client_of(sara)


class TestBeginning:
    def test_answers_the_conversation(self, client, sara):
        response = client.post(LIST, {"title": "  Arctic\tseries "})
        told = assert_described(response, "chat/conversations")
        assert response.status_code == 201
        assert (told["title"], told["role"], told["message_count"]) == ("Arctic series", "owner", 0)
        assert told["owner"] == {"id": str(sara.pk), "username": sara.username}

    def test_needs_no_title(self, client):
        assert data_of(client.post(LIST, {}), 201)["title"] == ""

    @pytest.mark.parametrize("title", ["x" * 121, "a\x00b", "half \ud800", 7, ["x"], {"a": 1}])
    def test_refuses_a_title_that_is_none(self, client, title):
        response = post(client, LIST, {"title": title})
        assert response.status_code == 422
        assert_described(response, "chat/conversations")
        assert not Conversation.objects.exists()

    def test_is_not_for_the_signed_out(self):
        assert APIClient().post(LIST, {}).status_code == 401


class TestList:
    def test_shows_ones_own_and_shared_ones_the_latest_first(self, client, sara):
        other = make_user()
        begin(other)
        own = begin(sara, title="mine", editor=other)
        shared = begin(other, title="theirs", viewer=sara)
        data = assert_described(client.get(LIST), "chat/conversations")
        assert [(row["id"], row["role"], row["participant_count"]) for row in data["items"]] == [
            (str(shared.pk), "viewer", 1),
            (str(own.pk), "owner", 1),
        ]
        assert data["total"] == 2

    def test_leaves_out_what_was_deleted(self, client, sara):
        client.delete(address(begin(sara)))
        assert data_of(client.get(LIST))["items"] == []

    def test_asks_as_many_queries_for_many_as_for_one(self, client, sara, django_assert_num_queries):
        begin(sara)
        with django_assert_num_queries(1):
            client.get(LIST)
        for _ in range(30):
            begin(sara, editor=make_user())
        with django_assert_num_queries(1):
            assert len(data_of(client.get(f"{LIST}?limit=100"))["items"]) == 31


class TestOne:
    def test_is_shown_to_who_takes_part(self, client, sara):
        conversation = begin(make_user(), title="theirs", editor=sara)
        told = assert_described(client.get(address(conversation)), ONE)
        assert (told["title"], told["role"]) == ("theirs", "editor")

    @pytest.mark.parametrize("method", ["get", "delete"])
    def test_is_not_there_for_strangers(self, client, method):
        conversation = begin(make_user())
        response = getattr(client, method)(address(conversation))
        assert response.status_code == 404
        assert_described(response, ONE)
        assert Conversation.objects.filter(deleted_at=None).exists()

    def test_is_deleted_by_its_owner_once(self, client, sara):
        conversation = begin(sara)
        assert client.delete(address(conversation)).status_code == 200
        assert client.delete(address(conversation)).status_code == 404

    def test_is_not_deleted_by_an_editor(self, client, sara):
        conversation = begin(make_user(), editor=sara)
        response = client.delete(address(conversation))
        assert response.status_code == 403
        assert response.json()["error"]["type"] == "conversation_read_only"


class TestTitle:
    def test_is_changed_by_the_owner(self, client, sara):
        conversation = begin(sara, title="old")
        response = client.put(address(conversation, "/title"), {"title": "سفر به بالی"})
        assert assert_described(response, f"{ONE}/title")["title"] == "سفر به بالی"

    @pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": "  "}, {"title": "\x07"}, {"title": "x" * 121}])
    def test_is_never_empty_or_too_long(self, client, sara, body):
        conversation = begin(sara, title="old")
        assert client.put(address(conversation, "/title"), body).status_code == 422
        conversation.refresh_from_db()
        assert conversation.title == "old"

    def test_is_not_an_editors_to_change(self, client, sara):
        conversation = begin(make_user(), title="old", editor=sara)
        assert client.put(address(conversation, "/title"), {"title": "new"}).status_code == 403

    def test_is_not_there_for_strangers(self, client):
        assert client.put(address(begin(make_user()), "/title"), {"title": "new"}).status_code == 404

    def test_may_not_be_read_by_get(self, client, sara):
        conversation = begin(sara)
        say(conversation, "hello")
        assert client.get(address(conversation, "/title")).status_code == 405
