"""Saying something over HTTP, and reading what was said."""

import pytest

from billing.selectors import balance_of
from chat.models import Conversation, Message
from generation.models import Generation
from tests.chat.talking import (
    APIClient,
    address,
    begin,
    client_of,
    data_of,
    default_algorithm,
    make_user,
    post,
    rich_user,
    say,
)
from tests.generation.api_rows import make_result
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "chat/conversations/{conversation_id}/messages"
PROMPT = "I survived 7 days in the Arctic"


@pytest.fixture
def algorithm():
    return default_algorithm()


@pytest.fixture
def sara():
    return rich_user()


@pytest.fixture
def client(sara):
    return client_of(sara)


@pytest.fixture
def conversation(sara):
    return begin(sara)


class TestAsking:
    def test_says_it_and_has_a_thumbnail_made(self, client, sara, conversation, algorithm):
        response = client.post(address(conversation, "/messages"), {"content": PROMPT})
        told = assert_described(response, PATH)
        generation = Generation.objects.get()
        assert response.status_code == 202
        assert response["X-Credits-Cost"] == "2"
        assert response["X-Credits-Remaining"] == str(balance_of(sara).available)
        assert told["generation"]["generation_id"] == str(generation.pk)
        assert [(told[part]["number"], told[part]["author"]) for part in ("message", "reply")] == [
            (1, "user"),
            (2, "assistant"),
        ]
        assert {told[part]["generation"]["id"] for part in ("message", "reply")} == {str(generation.pk)}
        assert (generation.prompt, generation.owner, generation.conversation_id) == (PROMPT, sara, conversation.pk)
        assert balance_of(sara).held == 2

    def test_replies_with_what_the_rows_say(self, client, conversation, algorithm):
        told = data_of(client.post(address(conversation, "/messages"), {"content": PROMPT}), 202)
        assert told["reply"]["content"] == "I am on it: Routix V6, 1280×720. 2 credits are set aside for it."
        assert told["reply"]["sender"] is None

    def test_names_the_conversation(self, client, conversation, algorithm):
        client.post(address(conversation, "/messages"), {"content": f"{PROMPT}\n{'word ' * 40}"})
        conversation.refresh_from_db()
        assert conversation.title.startswith(PROMPT)
        assert conversation.title.endswith("word…")
        assert len(conversation.title) <= 61

    def test_takes_the_wishes_of_a_generation(self, client, conversation, algorithm):
        wishes = {"aspect_ratio": "9:16", "custom_text": "7 DAYS", "variants": 2, "priority": "high"}
        response = client.post(address(conversation, "/messages"), {"content": PROMPT, **wishes})
        generation = Generation.objects.get()
        assert response["X-Credits-Cost"] == "5"
        assert {name: getattr(generation, name) for name in wishes} == wishes

    def test_is_done_once_for_one_key(self, client, conversation, algorithm):
        answers = [
            client.post(address(conversation, "/messages"), {"content": PROMPT}, HTTP_IDEMPOTENCY_KEY="a-key")
            for _ in range(2)
        ]
        assert answers[0].content == answers[1].content
        assert answers[1]["Idempotent-Replayed"] == "true"
        assert (Message.objects.count(), Generation.objects.count()) == (2, 1)

    def test_refuses_the_same_key_with_another_message(self, client, conversation, algorithm):
        client.post(address(conversation, "/messages"), {"content": PROMPT}, HTTP_IDEMPOTENCY_KEY="a-key")
        again = client.post(address(conversation, "/messages"), {"content": "Bali"}, HTTP_IDEMPOTENCY_KEY="a-key")
        assert again.status_code == 409

    def test_writes_nothing_without_the_credits(self, conversation, algorithm, sara):
        algorithm.credit_cost = 1000
        algorithm.save()
        response = client_of(sara).post(address(conversation, "/messages"), {"content": PROMPT})
        assert response.status_code == 402
        assert_described(response, PATH)
        conversation.refresh_from_db()
        assert (Message.objects.count(), conversation.message_count) == (0, 0)

    def test_is_paid_by_who_asks(self, conversation, algorithm, sara):
        editor = rich_user()
        shared = begin(sara, editor=editor)
        client_of(editor).post(address(shared, "/messages"), {"content": PROMPT})
        assert (balance_of(editor).held, balance_of(sara).held) == (2, 0)

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "content"),
            ({"content": ""}, "content"),
            ({"content": " \n "}, "content"),
            ({"content": "a\x00b"}, "content"),
            ({"content": "half \ud800"}, "content"),
            ({"content": 7}, "content"),
            ({"content": ["x"]}, "content"),
            ({"content": "?!"}, "content"),
            ({"content": "x" * 2001}, "content"),
            ({"content": "x" * 4001}, "content"),
            ({"content": PROMPT, "algorithm": "no_such"}, "algorithm"),
            ({"content": PROMPT, "variants": 10**30}, "variants"),
            ({"content": PROMPT, "template_id": "x"}, "template_id"),
            ({"content": PROMPT, "face_asset_id": "0190b0a0-0000-7000-8000-000000000000"}, "face_asset_id"),
        ],
    )
    def test_tells_which_field_is_wrong(self, client, conversation, algorithm, body, field):
        response = post(client, address(conversation, "/messages"), body)
        assert response.status_code == 422, response.content
        assert_described(response, PATH)
        faults = response.json()["error"]["details"]["validation_errors"]
        assert [fault["field"] for fault in faults] == [field]
        assert Message.objects.count() == 0


class TestSaying:
    def test_makes_nothing_when_nothing_is_to_be_made(self, client, sara, conversation):
        response = client.post(address(conversation, "/messages"), {"content": "x" * 4000, "generate": False})
        told = assert_described(response, PATH)
        assert response.status_code == 201
        assert (told["reply"], told["generation"]) == (None, None)
        assert told["message"]["sender"] == {"id": str(sara.pk), "username": sara.username}
        assert Generation.objects.count() == 0

    def test_is_not_for_the_signed_out(self, conversation):
        assert APIClient().post(address(conversation, "/messages"), {"content": "x"}).status_code == 401

    def test_is_not_for_strangers(self, conversation):
        response = client_of(make_user()).post(address(conversation, "/messages"), {"content": "x", "generate": False})
        assert response.status_code == 404

    def test_is_not_for_viewers(self, sara):
        viewer = make_user()
        shared = begin(sara, viewer=viewer)
        response = client_of(viewer).post(address(shared, "/messages"), {"content": "x", "generate": False})
        assert response.status_code == 403
        assert response.json()["error"]["type"] == "conversation_read_only"
        assert Message.objects.count() == 0

    def test_ends_with_a_full_conversation(self, client, conversation):
        Conversation.objects.filter(pk=conversation.pk).update(message_count=20_000)
        response = client.post(address(conversation, "/messages"), {"content": "x", "generate": False})
        assert response.status_code == 409
        assert response.json()["error"]["type"] == "conversation_too_long"

    def test_is_over_once_the_conversation_is_deleted(self, client, conversation):
        client.delete(address(conversation))
        response = client.post(address(conversation, "/messages"), {"content": "x", "generate": False})
        assert response.status_code == 404


class TestReading:
    def numbers(self, client, conversation, query=""):
        data = assert_described(client.get(address(conversation, f"/messages{query}")), PATH)
        return [item["number"] for item in data["items"]], data["total"], data["has_more"]

    @pytest.fixture
    def long(self, conversation):
        for number in range(1, 8):
            say(conversation, f"message {number}")
        return conversation

    def test_has_the_latest_ones_the_newest_last(self, client, long):
        assert self.numbers(client, long, "?limit=3") == ([5, 6, 7], 7, True)

    def test_goes_upwards_from_a_number(self, client, long):
        assert self.numbers(client, long, "?limit=3&before=5") == ([2, 3, 4], 4, True)
        assert self.numbers(client, long, "?limit=3&before=2") == ([1], 1, False)

    def test_goes_on_from_a_number(self, client, long):
        assert self.numbers(client, long, "?limit=3&after=2") == ([3, 4, 5], 5, True)
        assert self.numbers(client, long, "?after=7") == ([], 0, False)

    def test_passes_over_newer_ones(self, client, long):
        assert self.numbers(client, long, "?limit=3&offset=3") == ([2, 3, 4], 7, True)

    @pytest.mark.parametrize(
        "query", ["?after=-1", "?after=x", "?before=0", f"?before={10**30}", "?after=", "?limit=0"]
    )
    def test_refuses_numbers_that_are_none(self, client, long, query):
        response = client.get(address(long, f"/messages{query}"))
        assert response.status_code == 422
        assert_described(response, PATH)

    def test_shows_participants_the_pictures(self, sara, conversation, algorithm):
        viewer = make_user()
        shared = begin(sara, viewer=viewer)
        say(shared, "here", generation=make_result(sara, algorithm, score=84.0))
        (item,) = data_of(client_of(viewer).get(address(shared, "/messages")))["items"]
        assert (item["generation"]["status"], item["generation"]["score"]) == ("completed", 84.0)
        assert APIClient().get(item["generation"]["preview_url"]).status_code == 200

    def test_does_not_show_a_generation_that_was_deleted(self, client, sara, conversation, algorithm):
        generation = make_result(sara, algorithm)
        say(conversation, "here", generation=generation)
        Generation.objects.filter(pk=generation.pk).update(deleted_at=generation.created_at)
        (item,) = data_of(client.get(address(conversation, "/messages")))["items"]
        assert item["generation"] is None

    def test_is_not_for_strangers(self, conversation):
        assert client_of(make_user()).get(address(conversation, "/messages")).status_code == 404

    def test_asks_as_many_queries_for_many_as_for_one(
        self, client, sara, conversation, algorithm, django_assert_num_queries
    ):
        say(conversation, "one")
        with django_assert_num_queries(2):
            client.get(address(conversation, "/messages"))
        for _ in range(30):
            say(conversation, "another", generation=make_result(sara, algorithm))
        with django_assert_num_queries(2):
            assert len(data_of(client.get(address(conversation, "/messages?limit=100")))["items"]) == 31
