"""What endpoints are told: written with what happened, and sent again."""

import json
import threading
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from accounts.errors import WebhookIsOffError
from accounts.models import DeliveryStatus, WebhookDelivery, WebhookEndpoint, WebhookEvent
from accounts.services.webhook_endpoints import change_endpoint, delete_endpoint
from accounts.services.webhooks import enqueue, replay, send_ping
from common.errors import NotFoundError
from tests.accounts.people import make_user
from tests.common.together import fine, together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

COMPLETED = WebhookEvent.GENERATION_COMPLETED


def endpoint_of(user, **fields) -> WebhookEndpoint:
    values = {"url": "https://hooks.example/", "events": WebhookEvent.values, "secret": "whsec_AAAA"}
    return WebhookEndpoint.objects.create(user=user, **{**values, **fields})


def told(endpoint, **fields) -> WebhookDelivery:
    """A delivery that was made already."""
    enqueue(endpoint.user, COMPLETED, {"a": 1})
    delivery = WebhookDelivery.objects.filter(endpoint=endpoint).first()
    for name, value in {"status": DeliveryStatus.DELIVERED, "attempts": 1, **fields}.items():
        setattr(delivery, name, value)
    delivery.save()
    return delivery


class TestEnqueue:
    def test_costs_one_query_where_nobody_listens(self, django_assert_num_queries):
        user = make_user()
        endpoint_of(make_user("omid"))
        with django_assert_num_queries(1):
            enqueue(user, COMPLETED, {})
        assert not WebhookDelivery.objects.exists()

    def test_costs_two_queries_for_many_endpoints(self, django_assert_num_queries):
        user = make_user()
        for _ in range(5):
            endpoint_of(user)
        with django_assert_num_queries(2):
            enqueue(user, COMPLETED, {})
        assert WebhookDelivery.objects.count() == 5

    def test_writes_down_the_body_as_it_will_be_sent(self):
        user = make_user()
        endpoint = endpoint_of(user)
        data = {"id": UUID(int=7), "at": datetime(2026, 1, 2, tzinfo=UTC), "prompt": "کیک \ud800 \x00"}

        enqueue(user, COMPLETED, data)

        delivery = WebhookDelivery.objects.get(endpoint=endpoint)
        assert (delivery.event, delivery.status, delivery.attempts) == (COMPLETED, DeliveryStatus.PENDING, 0)
        body = json.loads(delivery.payload.encode("ascii"))
        assert body.keys() == {"type", "timestamp", "data"}
        assert body["type"] == "generation_completed"
        assert datetime.fromisoformat(body["timestamp"]).tzinfo is not None
        assert body["data"] == {
            "id": str(UUID(int=7)),
            "at": "2026-01-02T00:00:00Z",
            "prompt": "کیک \ud800 \x00",
        }

    def test_tells_only_who_listens(self):
        user = make_user()
        hears = endpoint_of(user, events=[COMPLETED])
        endpoint_of(user, events=[WebhookEvent.GENERATION_FAILED])
        endpoint_of(user, is_active=False)
        endpoint_of(make_user("omid"))

        enqueue(user, COMPLETED, {})

        assert [delivery.endpoint for delivery in WebhookDelivery.objects.all()] == [hears]

    @pytest.mark.django_db(transaction=True)
    def test_is_undone_with_what_it_tells_of(self):
        user = make_user()
        endpoint_of(user)

        with transaction.atomic():
            enqueue(user, COMPLETED, {})
            transaction.set_rollback(True)
        assert not WebhookDelivery.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_keeps_an_endpoint_from_being_deleted_until_the_commit(self):
        """Else the foreign key would fail at commit, and the end of the generation with it."""
        user = make_user()
        endpoint = endpoint_of(user)
        is_gone = threading.Event()

        def delete() -> None:
            delete_endpoint(user, endpoint.pk)
            is_gone.set()
            connection.close()

        with transaction.atomic():
            enqueue(user, COMPLETED, {})
            other = threading.Thread(target=delete)
            other.start()
            assert not is_gone.wait(0.5)
        other.join(10)
        assert is_gone.is_set()
        assert not WebhookDelivery.objects.exists()


class TestPing:
    def test_is_written_for_one_endpoint(self):
        endpoint = endpoint_of(make_user())
        endpoint_of(endpoint.user)

        delivery = send_ping(endpoint.user, endpoint.pk)

        assert WebhookDelivery.objects.get() == delivery
        body = json.loads(delivery.payload)
        assert (body["type"], body["data"]) == ("ping", {"endpoint_id": str(endpoint.pk)})

    def test_is_not_heaped_up(self):
        endpoint = endpoint_of(make_user())
        assert send_ping(endpoint.user, endpoint.pk) == send_ping(endpoint.user, endpoint.pk)
        assert WebhookDelivery.objects.count() == 1

    def test_is_refused_for_an_endpoint_that_is_off(self):
        endpoint = endpoint_of(make_user(), is_active=False)
        with pytest.raises(WebhookIsOffError):
            send_ping(endpoint.user, endpoint.pk)

    def test_is_refused_for_somebody_elses(self):
        endpoint = endpoint_of(make_user())
        with pytest.raises(NotFoundError):
            send_ping(make_user("omid"), endpoint.pk)


class TestReplay:
    def test_sends_the_same_body(self):
        endpoint = endpoint_of(make_user())
        first = told(endpoint, status=DeliveryStatus.FAILED)

        second = replay(endpoint.user, first.pk)

        assert second.pk != first.pk
        assert (second.payload, second.event, second.replay_of) == (first.payload, first.event, first)
        assert (second.status, second.attempts) == (DeliveryStatus.PENDING, 0)

    def test_of_a_replay_is_one_of_the_first(self):
        endpoint = endpoint_of(make_user())
        first = told(endpoint)
        second = replay(endpoint.user, first.pk)
        WebhookDelivery.objects.filter(pk=second.pk).update(status=DeliveryStatus.DELIVERED)

        assert replay(endpoint.user, second.pk).replay_of == first

    def test_of_what_waits_sends_it_now(self):
        endpoint = endpoint_of(make_user())
        later = datetime(2100, 1, 1, tzinfo=UTC)
        first = told(endpoint, status=DeliveryStatus.PENDING, next_attempt_at=later)

        assert replay(endpoint.user, first.pk) == first
        first.refresh_from_db()
        assert first.next_attempt_at < later
        assert WebhookDelivery.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_by_two_at_once_is_one(self):
        endpoint = endpoint_of(make_user())
        first = told(endpoint)

        found = fine(together(4, lambda _: replay(endpoint.user, first.pk).pk))

        assert len(set(found)) == 1
        assert WebhookDelivery.objects.count() == 2

    def test_is_refused_for_an_endpoint_that_is_off(self):
        endpoint = endpoint_of(make_user())
        first = told(endpoint)
        change_endpoint(endpoint.user, endpoint.pk, is_active=False)
        with pytest.raises(WebhookIsOffError):
            replay(endpoint.user, first.pk)

    def test_is_refused_for_somebody_elses(self):
        first = told(endpoint_of(make_user()))
        with pytest.raises(NotFoundError):
            replay(make_user("omid"), first.pk)
