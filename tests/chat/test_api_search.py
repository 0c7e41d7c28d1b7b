"""Finding what was said."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection

from chat.models import Message
from chat.models.spelling import searched
from tests.chat.talking import API, APIClient, begin, client_of, data_of, make_user, post, say
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SEARCH = f"{API}/search"


@pytest.fixture
def sara():
    return make_user()


@pytest.fixture
def client(sara):
    return client_of(sara)


def found(client, query, **more):
    return [item["number"] for item in data_of(client.get(SEARCH, {"query": query, **more}))["items"]]


class TestSearch:
    def test_finds_in_own_and_shared_conversations_only(self, client, sara):
        other = make_user()
        own = say(begin(sara, title="Mine"), "the Arctic in winter")
        shared = say(begin(other, viewer=sara), "an arctic fox")
        say(begin(other), "arctic secrets")
        data = assert_described(client.get(SEARCH, {"query": "ARCTIC"}), "chat/search")
        assert [item["message_id"] for item in data["items"]] == [str(shared.pk), str(own.pk)]
        assert data["items"][1]["conversation"]["title"] == "Mine"
        assert data["total"] == 2

    def test_leaves_out_deleted_conversations(self, client, sara):
        conversation = begin(sara)
        say(conversation, "arctic")
        client.delete(f"{API}/conversations/{conversation.pk}")
        assert found(client, "arctic") == []

    def test_wants_every_word_and_takes_beginnings(self, client, sara):
        conversation = begin(sara)
        say(conversation, "thumbnails for the Arctic")
        say(conversation, "thumbnails for Bali")
        assert found(client, "thumb arct") == [1]
        assert found(client, "thumb") == [2, 1]
        assert found(client, "umbnail") == []

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("علی کتاب یک را می‌خواهد", "علي كتاب"),
            ("علي كتاب يك", "علی کتاب یک"),
            ("من می‌خواهم بروم", "میخواهم"),
            ("من می‌خواهم بروم", "می خواهم"),
            ("من میخواهم بروم", "می‌خواهم"),
            ("من می خواهم بروم", "می‌خواهم"),
            ("ساعت ۱۲", "12"),
            ("ساعت 12", "۱۲"),
            ("ساعت ١٢", "۱۲"),
            ("مُحَمَّد", "محمد"),
            ("کتـــاب", "کتاب"),
            ("سفر رویایی به بالی", "رویا"),
            ("Ünder the sea", "ünder"),
            ("it's O'Brien", "O'Brien"),
            ("नमस्ते दुनिया", "दुनिया"),
            ("a well-known place", "well-known"),
            ("see foo_bar there", "foo_bar"),
        ],
    )
    def test_finds_other_spellings(self, client, sara, said, asked):
        say(begin(sara), said)
        (item,) = data_of(client.get(SEARCH, {"query": asked}))["items"]
        assert "".join(piece["text"] for piece in item["excerpt"]) == said
        assert any(piece["is_match"] for piece in item["excerpt"])

    def test_shows_what_matches_and_what_stands_around_it(self, client, sara):
        say(begin(sara), f"{'before ' * 40}the Arctic circle, arctic! {'after ' * 60}")
        (item,) = data_of(client.get(SEARCH, {"query": "arctic"}))["items"]
        pieces = item["excerpt"]
        assert [piece["text"] for piece in pieces if piece["is_match"]] == ["Arctic", "arctic"]
        whole = "".join(piece["text"] for piece in pieces)
        assert (whole[:7], whole[-1]) == ("…before", "…")
        assert len(whole) <= 190

    @pytest.mark.parametrize("query", ["?!", "'", "\\", "' & !a:*", "|||", "a:b & (", "%_%", "🙂"])
    def test_takes_punctuation_for_none(self, client, sara, query):
        say(begin(sara), "something else entirely")
        response = client.get(SEARCH, {"query": query})
        assert response.status_code == 200
        assert response.json()["data"]["items"] == []

    @pytest.mark.parametrize("query", [None, "", " ", "x" * 201, "a\x00b"])
    def test_refuses_what_is_no_query(self, client, query):
        response = client.get(SEARCH, {} if query is None else {"query": query})
        assert response.status_code in (400, 422)
        assert_described(response, "chat/search")

    def test_is_not_for_the_signed_out(self):
        assert APIClient().get(SEARCH, {"query": "x"}).status_code == 401

    def test_asks_as_many_queries_for_many_as_for_one(self, client, sara, django_assert_num_queries):
        conversation = begin(sara)
        for number in range(12):
            say(conversation, f"arctic {number}")
        with django_assert_num_queries(1):
            assert len(found(client, "arctic")) == 12

    def test_uses_its_index(self, sara):
        conversation = begin(sara)
        say(conversation, "arctic")
        # Of a table of a few rows every plan is as good.
        Message.objects.bulk_create(
            Message(
                conversation=conversation, number=1000 + number, author="user", sender=sara, content=f"word{number}"
            )
            for number in range(3000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE chat_message")
        asked = SearchQuery("arctic", config="simple")
        plan = Message.objects.annotate(words=searched("content")).filter(words=asked).explain()
        assert "messages_by_spelling" in plan


class TestLoneSurrogates:
    def test_are_refused(self, client):
        assert post(client, SEARCH, {"query": "x"}).status_code == 405
