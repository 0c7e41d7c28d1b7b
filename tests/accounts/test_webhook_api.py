"""`users/webhooks`: managed by their owner, and by nobody else."""

import pytest
from django.db import connection

from accounts.models import AuditEntry, DeliveryStatus, Scope, WebhookDelivery, WebhookEndpoint, WebhookEvent
from accounts.services.api_keys import create_api_key
from accounts.services.webhook_endpoints import MOST_ENDPOINTS, add_endpoint
from accounts.services.webhooks import enqueue
from common.fetching import Policy
from tests.accounts.people import as_json, client_of, fields_of, make_user
from tests.accounts.webhook_servers import confirmed_user
from tests.common.together import fine, together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

WEBHOOKS = "/api/v1/users/webhooks"
NEW = {"url": "https://hooks.example/routix", "events": ["generation_completed"]}
# Names ending in `.example` are outside, all others lead to this machine.
POLICY = Policy(
    resolve=lambda host, port, seconds: ["1.1.1.1" if host.endswith(".example") else "127.0.0.1"],
)


@pytest.fixture(autouse=True)
def outside(settings):
    settings.FETCH_POLICY = f"{__name__}.POLICY"


def endpoint_of(user, **fields) -> WebhookEndpoint:
    return add_endpoint(user, **{"url": NEW["url"], "events": [WebhookEvent.GENERATION_COMPLETED], **fields})


def delivery_of(endpoint, **fields) -> WebhookDelivery:
    enqueue(endpoint.user, WebhookEvent.GENERATION_COMPLETED, {})
    delivery = WebhookDelivery.objects.filter(endpoint=endpoint).first()
    WebhookDelivery.objects.filter(pk=delivery.pk).update(**fields)
    delivery.refresh_from_db()
    return delivery


class TestAdding:
    def test_tells_the_secret_once(self):
        user = confirmed_user()
        client = client_of(user)

        answer = client.post(WEBHOOKS, {**NEW, "description": "Uploads"})

        assert answer.status_code == 201
        data = answer.json()["data"]
        assert data.pop("secret").startswith("whsec_")
        assert data.pop("created_at")
        assert data == {
            "id": str(WebhookEndpoint.objects.get().pk),
            "url": NEW["url"],
            "description": "Uploads",
            "events": ["generation_completed"],
            "is_active": True,
            "failing_since": None,
        }
        assert "secret" not in client.get(f"{WEBHOOKS}/{data['id']}").json()["data"]
        assert "secret" not in client.get(WEBHOOKS).json()["data"]["items"][0]

    def test_keeps_the_secret_encrypted_and_out_of_the_audit(self):
        secret = client_of(confirmed_user()).post(WEBHOOKS, NEW).json()["data"]["secret"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM accounts_webhookendpoint")
            assert secret not in cursor.fetchone()[0]
        entry = AuditEntry.objects.get(action="webhook.added")
        assert entry.details == {"endpoint": str(WebhookEndpoint.objects.get().pk), "host": "hooks.example"}

    def test_needs_a_confirmed_address(self):
        answer = client_of(make_user()).post(WEBHOOKS, NEW)
        assert (answer.status_code, answer.json()["error"]["type"]) == (403, "email_not_verified")

    def test_is_refused_to_the_signed_out_and_to_api_keys(self):
        user = confirmed_user()
        _, key = create_api_key(user, name="x", scopes=[Scope.ACCOUNT_READ, Scope.ACCOUNT_WRITE])
        client = client_of(None)
        assert client.post(WEBHOOKS, NEW).status_code == 401
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        answer = client.post(WEBHOOKS, NEW)
        assert (answer.status_code, answer.json()["error"]["type"]) == (403, "scope_missing")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"url": "https://inside.test/"}, "url"),
            ({"url": "http://127.0.0.1/"}, "url"),
            ({"url": "ftp://hooks.example/"}, "url"),
            ({"url": "https://user:word@hooks.example/"}, "url"),
            ({"url": "https://hooks.example:8443/"}, "url"),
            ({"url": "https://hooks.example/" + "a" * 500}, "url"),
            ({"url": ""}, "url"),
            ({"url": 5}, "url"),
            ({"url": "https://hooks.example/\x00"}, "url"),
            ({"url": "https://hooks.example/\ud800"}, "url"),
            ({"events": []}, "events"),
            ({"events": "generation_completed"}, "events"),
            ({"events": ["ping"]}, "events.0"),
            ({"events": None}, "events"),
            ({"description": "a" * 101}, "description"),
            ({"description": "\x00"}, "description"),
            ({"description": None}, "description"),
        ],
    )
    def test_names_what_cannot_be_taken(self, changes, field):
        body = as_json({**NEW, **changes})
        answer = client_of(confirmed_user()).post(WEBHOOKS, body, content_type="application/json")
        assert fields_of(answer) == {field}
        assert not WebhookEndpoint.objects.exists()

    def test_takes_https_only_in_production(self, settings):
        client = client_of(confirmed_user())
        plain = {**NEW, "url": "http://hooks.example/"}
        settings.IS_PRODUCTION = True
        assert fields_of(client.post(WEBHOOKS, plain)) == {"url"}
        settings.IS_PRODUCTION = False
        assert client.post(WEBHOOKS, plain).status_code == 201

    def test_takes_an_event_once(self):
        answer = client_of(confirmed_user()).post(WEBHOOKS, {**NEW, "events": ["generation_failed"] * 2})
        assert answer.json()["data"]["events"] == ["generation_failed"]

    @pytest.mark.django_db(transaction=True)
    def test_stops_at_ten_even_for_many_at_once(self):
        user = confirmed_user()
        for _ in range(MOST_ENDPOINTS - 1):
            endpoint_of(user)
        client = client_of(user)
        statuses = sorted(answer.status_code for answer in fine(together(3, lambda _: client.post(WEBHOOKS, NEW))))
        assert statuses == [201, 409, 409]
        answer = client.post(WEBHOOKS, NEW)
        assert answer.json()["error"]["type"] == "too_many_webhooks"
        assert answer.json()["error"]["details"] == {"limit": 10}


class TestTheList:
    def test_costs_the_same_for_many(self, django_assert_num_queries):
        user = confirmed_user()
        client = client_of(user)
        endpoint_of(user)
        endpoint_of(confirmed_user("omid"))
        with django_assert_num_queries(2):
            assert client.get(WEBHOOKS).json()["data"]["total"] == 1
        for _ in range(4):
            endpoint_of(user)
        with django_assert_num_queries(2):
            assert client.get(WEBHOOKS).json()["data"]["total"] == 5

    def test_of_deliveries_costs_the_same_for_many(self, django_assert_num_queries):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        client = client_of(user)
        delivery_of(endpoint)
        with django_assert_num_queries(3):
            client.get(f"{WEBHOOKS}/{endpoint.pk}/deliveries")
        for _ in range(4):
            delivery_of(endpoint)
        with django_assert_num_queries(3):
            assert client.get(f"{WEBHOOKS}/{endpoint.pk}/deliveries").json()["data"]["total"] == 5

    def test_of_deliveries_tells_how_far_each_came(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        delivery = delivery_of(endpoint, attempts=2, status_code=500, problem="It answered with status 500.")

        (item,) = client_of(user).get(f"{WEBHOOKS}/{endpoint.pk}/deliveries").json()["data"]["items"]

        assert item.pop("created_at")
        assert item.pop("next_attempt_at")
        assert item == {
            "id": str(delivery.pk),
            "message_id": f"msg_{delivery.pk.hex}",
            "event": "generation_completed",
            "status": "pending",
            "attempts": 2,
            "status_code": 500,
            "problem": "It answered with status 500.",
            "delivered_at": None,
            "replay_of": None,
        }


class TestChanging:
    def test_keeps_what_is_not_sent(self):
        user = confirmed_user()
        endpoint = endpoint_of(user, description="Uploads")

        answer = client_of(user).patch(f"{WEBHOOKS}/{endpoint.pk}", {"events": ["generation_failed"]})

        assert answer.status_code == 200
        endpoint.refresh_from_db()
        assert (endpoint.url, endpoint.description) == (NEW["url"], "Uploads")
        assert endpoint.events == ["generation_failed"]
        assert AuditEntry.objects.get(action="webhook.changed").details["changed"] == ["events"]

    def test_to_what_it_is_changes_nothing(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        assert client_of(user).patch(f"{WEBHOOKS}/{endpoint.pk}", {**NEW, "is_active": True}).status_code == 200
        assert not AuditEntry.objects.filter(action="webhook.changed").exists()

    @pytest.mark.parametrize("changes", [{"url": "http://10.0.0.1/"}, {"events": []}, {"is_active": "yes"}])
    def test_names_what_cannot_be_taken(self, changes):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        assert fields_of(client_of(user).patch(f"{WEBHOOKS}/{endpoint.pk}", changes)) == set(changes)

    def test_off_gives_up_what_waits_and_on_begins_afresh(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        delivery = delivery_of(endpoint)
        WebhookEndpoint.objects.update(failing_since=delivery.created_at)
        client = client_of(user)

        assert client.patch(f"{WEBHOOKS}/{endpoint.pk}", {"is_active": False}).json()["data"]["is_active"] is False
        delivery.refresh_from_db()
        assert delivery.status == DeliveryStatus.FAILED
        data = client.patch(f"{WEBHOOKS}/{endpoint.pk}", {"is_active": True}).json()["data"]
        assert (data["is_active"], data["failing_since"]) == (True, None)

    def test_of_the_secret_tells_the_new_one(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)

        answer = client_of(user).post(f"{WEBHOOKS}/{endpoint.pk}/rotate-secret")

        told = answer.json()["data"]["secret"]
        assert told != endpoint.secret
        endpoint.refresh_from_db()
        assert told == endpoint.secret
        assert AuditEntry.objects.filter(action="webhook.secret_rotated").count() == 1

    def test_by_deleting_leaves_nothing(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        delivery_of(endpoint)
        client = client_of(user)
        assert client.delete(f"{WEBHOOKS}/{endpoint.pk}").status_code == 200
        assert client.delete(f"{WEBHOOKS}/{endpoint.pk}").status_code == 404
        assert not WebhookDelivery.objects.exists()


class TestSending:
    def test_a_test_is_on_its_way(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        answer = client_of(user).post(f"{WEBHOOKS}/{endpoint.pk}/test")
        assert answer.status_code == 202
        assert (answer.json()["data"]["event"], answer.json()["data"]["status"]) == ("ping", "pending")

    def test_again_is_on_its_way(self):
        user = confirmed_user()
        delivery = delivery_of(endpoint_of(user), status=DeliveryStatus.FAILED)
        answer = client_of(user).post(f"{WEBHOOKS}/deliveries/{delivery.pk}/replay")
        assert answer.status_code == 202
        assert answer.json()["data"]["replay_of"] == str(delivery.pk)
        assert answer.json()["data"]["message_id"] == f"msg_{delivery.pk.hex}"

    def test_is_refused_while_it_is_off(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        delivery = delivery_of(endpoint)
        client = client_of(user)
        client.patch(f"{WEBHOOKS}/{endpoint.pk}", {"is_active": False})
        for path in (f"{endpoint.pk}/test", f"deliveries/{delivery.pk}/replay"):
            answer = client.post(f"{WEBHOOKS}/{path}")
            assert (answer.status_code, answer.json()["error"]["type"]) == (409, "webhook_is_off")


class TestStrangers:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", "{endpoint}"),
            ("patch", "{endpoint}"),
            ("delete", "{endpoint}"),
            ("post", "{endpoint}/test"),
            ("post", "{endpoint}/rotate-secret"),
            ("get", "{endpoint}/deliveries"),
            ("post", "deliveries/{delivery}/replay"),
        ],
    )
    def test_find_nothing(self, method, path):
        endpoint = endpoint_of(confirmed_user())
        delivery = delivery_of(endpoint)
        before = list(WebhookEndpoint.objects.values()), list(WebhookDelivery.objects.values())
        address = f"{WEBHOOKS}/{path.format(endpoint=endpoint.pk, delivery=delivery.pk)}"

        assert getattr(client_of(confirmed_user("omid")), method)(address).status_code == 404
        assert getattr(client_of(None), method)(address).status_code == 401
        assert before == (list(WebhookEndpoint.objects.values()), list(WebhookDelivery.objects.values()))
