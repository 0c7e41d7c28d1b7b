"""What somebody did: in conversations, and with Routix as a whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AssetKind, BrandAsset
from billing import ledger
from billing.selectors import balance_of
from chat.models import Author, Conversation
from generation.models import Generation, Thumbnail
from templates_lib.models import Category
from tests.chat.talking import APIClient, begin, client_of, data_of, make_user, rich_user, say
from tests.generation.api_rows import make_algorithm, make_generation, make_result
from tests.generation.edited_rows import add_revisions
from tests.generation.openapi import assert_described
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CHAT = "/api/v1/chat/analytics/summary"
ACCOUNT = "/api/v1/users/analytics"


@pytest.fixture
def sara():
    return rich_user()


@pytest.fixture
def life(sara):
    """What Sara did, and what others did who must not be counted."""
    other = make_user()
    v4, v6 = make_algorithm(slug="routix_v4", name="V4"), make_algorithm(slug="routix_v6", name="V6", credit_cost=2)
    Category.objects.get_or_create(slug="gaming", defaults={"name": "Gaming"})
    template = make_template("boss-fight", name="Crimson Duel")
    template.save()
    talk = begin(sara, title="Arctic", viewer=other)
    begin(sara)
    begin(other, editor=sara)
    for _ in range(2):
        made = make_result(sara, v6, credits_charged=2, template=template, conversation_id=talk.pk)
        say(talk, "again", generation=made)
        say(talk, "here", author=Author.ASSISTANT, sender=None, generation=made)
    say(talk, "from another", sender=other)
    make_generation(sara, v6, status="failed")
    old = make_result(sara, v4, credits_charged=1, created_at=timezone.now() - timedelta(days=2))
    Generation.objects.filter(pk=old.pk).update(deleted_at=timezone.now())
    make_result(other, v4, credits_charged=1)
    waiting = make_generation(sara, v6)
    ledger.reserve(sara, amount=2, reference=waiting.pk)
    BrandAsset.objects.create(
        owner=sara, kind=AssetKind.FACE, format="png", width=10, height=10, bytes=1234, sha256="0" * 64, file="x.png"
    )
    return talk


@pytest.mark.parametrize("url", [CHAT, ACCOUNT])
class TestBoth:
    def test_are_not_for_the_signed_out(self, url):
        assert APIClient().get(url).status_code == 401

    @pytest.mark.parametrize("days", ["0", "367", "x", "", str(10**30)])
    def test_refuse_days_that_are_none(self, sara, url, days):
        response = client_of(sara).get(url, {"days": days})
        assert response.status_code == 422
        assert_described(response, url.removeprefix("/api/v1/"))

    def test_tell_somebody_new_nothing_wrong(self, url):
        data = assert_described(client_of(make_user()).get(url), url.removeprefix("/api/v1/"))
        assert data["success_rate"] is None
        assert (data["conversations"], sum(data["generations"].values())) == (0, 0)

    def test_ask_as_many_queries_for_much_as_for_little(self, sara, life, url, django_assert_num_queries):
        client = client_of(sara)
        queries = 6 if url == CHAT else 11
        with django_assert_num_queries(queries):
            client.get(url)
        for _ in range(10):
            say(begin(sara), "more", generation=make_result(sara, make_algorithm()))
        with django_assert_num_queries(queries):
            client.get(url, {"days": 366})


class TestChat:
    def test_counts_what_was_said_and_made(self, sara, life):
        data = assert_described(client_of(sara).get(CHAT, {"days": 2}), "chat/analytics/summary")
        assert (data["conversations"], data["shared_with_others"], data["shared_with_you"]) == (2, 1, 1)
        assert (data["messages"], data["replies"]) == (2, 2)
        assert data["generations"] == {"queued": 0, "processing": 0, "completed": 2, "failed": 0, "cancelled": 0}
        assert [day["messages"] for day in data["by_day"]] == [0, 2]
        assert data["busiest"] == [{"id": str(life.pk), "title": "Arctic", "messages": 2}]

    def test_counts_what_was_deleted_since_and_names_it_no_more(self, sara, life):
        Conversation.objects.filter(pk=life.pk).update(deleted_at=timezone.now())
        Generation.objects.filter(owner=sara, status="completed").update(deleted_at=timezone.now())
        data = data_of(client_of(sara).get(CHAT))
        assert (data["messages"], data["replies"], data["generations"]["completed"]) == (2, 2, 2)
        assert (data["conversations"], data["shared_with_others"], data["busiest"]) == (1, 0, [])


class TestAccount:
    def test_counts_what_was_made(self, sara, life):
        data = assert_described(client_of(sara).get(ACCOUNT, {"days": 3}), "users/analytics")
        assert data["generations"] == {"queued": 1, "processing": 0, "completed": 3, "failed": 1, "cancelled": 0}
        assert data["success_rate"] == 0.75
        assert data["algorithms"] == [
            {"key": "routix_v6", "name": "V6", "count": 4},
            {"key": "routix_v4", "name": "V4", "count": 1},
        ]
        assert [used["name"] for used in data["templates"]] == ["Crimson Duel"]
        assert data["categories"] == [{"key": "gaming", "name": "Gaming", "count": 2}]
        assert [(day["generations"], day["credits_charged"], day["messages"]) for day in data["activity"]] == [
            (1, 1, 0),
            (0, 0, 0),
            (4, 4, 2),
        ]
        assert data["conversations"] == 2

    def test_rounds_rates_as_others_do(self, sara):
        algorithm = make_algorithm()
        talk = begin(sara)
        for status in ("completed", "failed", "failed"):
            say(talk, "make it", generation=make_generation(sara, algorithm, status=status))
        assert data_of(client_of(sara).get(ACCOUNT))["success_rate"] == 0.3333
        assert data_of(client_of(sara).get(CHAT))["success_rate"] == 0.3333

    def test_counts_credits_by_what_moved_them(self, sara, life):
        data = data_of(client_of(sara).get(ACCOUNT))
        balance = balance_of(sara)
        assert data["credits"] == {
            "received": {"grant": 110},
            "spent": {},
            "available": balance.available,
            "held": 2,
        }
        waiting = Generation.objects.get(owner=sara, status="queued")
        ledger.capture(waiting.pk)
        assert data_of(client_of(sara).get(ACCOUNT))["credits"]["spent"] == {"capture": 2}

    def test_counts_what_is_kept(self, sara, life):
        storage = data_of(client_of(sara).get(ACCOUNT))["storage"]
        assert (storage["pictures"], storage["assets"], storage["asset_bytes"]) == (2, 1, 1234)
        assert storage["bytes"] == storage["picture_bytes"] + 1234

    def test_counts_the_bytes_of_edits(self, sara, life):
        before = data_of(client_of(sara).get(ACCOUNT))["storage"]
        add_revisions(Thumbnail.objects.filter(generation__owner=sara).first(), sizes=(700, 900))
        after = data_of(client_of(sara).get(ACCOUNT))["storage"]
        assert after == {
            **before,
            "picture_bytes": before["picture_bytes"] + 1600,
            "bytes": before["bytes"] + 1600,
        }

    def test_counts_what_was_said_where_it_was_deleted_since(self, sara, life):
        Conversation.objects.filter(pk=life.pk).update(deleted_at=timezone.now())
        data = data_of(client_of(sara).get(ACCOUNT))
        assert (data["conversations"], data["activity"][-1]["messages"]) == (1, 2)
