"""`/account/webhooks`: what a person does by hand."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, DeliveryStatus, User, WebhookDelivery, WebhookEndpoint, WebhookEvent
from accounts.services.webhook_endpoints import add_endpoint
from accounts.services.webhooks import enqueue, send_ping
from common.fetching import Policy
from tests.accounts.people import make_user
from tests.accounts.webhook_servers import confirmed_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

URL = "https://hooks.example/routix?a=1&b=<2>"
FORM = {"url": URL, "description": "Uploads", "events": ["generation_completed"]}
POLICY = Policy(resolve=lambda host, port, seconds: ["1.1.1.1" if host.endswith(".example") else "127.0.0.1"])


@pytest.fixture(autouse=True)
def outside(settings):
    settings.FETCH_POLICY = f"{__name__}.POLICY"


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def endpoint_of(user: User, **fields) -> WebhookEndpoint:
    return add_endpoint(user, **{"url": URL, "events": list(WebhookEvent), **fields})


class TestTheList:
    def test_leads_the_signed_out_to_the_sign_in_page(self):
        answer = Client().get(reverse("account-webhooks"))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login")

    def test_shows_ones_own_and_no_secret(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        endpoint_of(confirmed_user("omid"), url="https://other.example/")

        page = browser_of(user).get(reverse("account-webhooks")).content.decode()

        assert "https://hooks.example/routix?a=1&amp;b=&lt;2&gt;" in page
        assert "other.example" not in page
        assert endpoint.secret not in page

    def test_costs_the_same_for_many(self):
        user = confirmed_user()
        browser = browser_of(user)
        endpoint_of(user)
        browser.get(reverse("account-webhooks"))
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                browser.get(reverse("account-webhooks"))
            counts.append(len(queries))
            for _ in range(4):
                endpoint_of(user)
        assert counts[0] == counts[1]

    def test_adds_one_and_shows_its_secret_once(self):
        user = confirmed_user()
        browser = browser_of(user)

        answer = browser.post(reverse("account-webhooks"), FORM)

        endpoint = WebhookEndpoint.objects.get()
        assert answer.status_code == 200
        assert endpoint.secret in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        for page in (reverse("account-webhooks"), reverse("webhook", args=[endpoint.pk])):
            assert endpoint.secret not in browser.get(page).content.decode()

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"url": "http://127.0.0.1/"}, "public internet"),
            ({"url": ""}, "This field is required"),
            ({"events": []}, "Choose at least one"),
            ({"url": "https://hooks.example/\x00"}, "Null characters"),
        ],
    )
    def test_says_beside_its_field_what_is_wrong(self, changes, told):
        answer = browser_of(confirmed_user()).post(reverse("account-webhooks"), {**FORM, **changes})
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert not WebhookEndpoint.objects.exists()

    def test_says_that_the_address_has_to_be_confirmed_first(self):
        answer = browser_of(make_user()).post(reverse("account-webhooks"), FORM)
        assert answer.status_code == 403
        assert "Confirm your e-mail address first." in answer.content.decode()


class TestOne:
    def test_shows_what_it_was_told(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        enqueue(user, WebhookEvent.GENERATION_FAILED, {})
        WebhookDelivery.objects.update(
            attempts=3, problem="It answered with status 503.", next_attempt_at=timezone.now() + timedelta(hours=2)
        )

        page = browser_of(user).get(reverse("webhook", args=[endpoint.pk])).content.decode()

        assert "A generation failed" in page
        assert "It answered with status 503." in page
        assert "3 attempts" in page
        assert "hx-trigger" not in page

    def test_looks_again_while_something_is_under_way(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        send_ping(user, endpoint.pk)
        browser = browser_of(user)
        address = reverse("webhook", args=[endpoint.pk])

        part = browser.get(address, headers={"HX-Request": "true"}).content.decode()

        assert "hx-trigger" in part
        assert "<html" not in part
        WebhookDelivery.objects.update(status=DeliveryStatus.DELIVERED, status_code=200)
        assert "hx-trigger" not in browser.get(address, headers={"HX-Request": "true"}).content.decode()

    def test_leafs_through_all_of_them(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        for _ in range(25):
            enqueue(user, WebhookEvent.GENERATION_FAILED, {})
        browser = browser_of(user)
        first = browser.get(reverse("webhook", args=[endpoint.pk])).content.decode()
        older = re.search(r'href="([^"]*\?before=[^"]*)"', first)[1]
        second = browser.get(older).content.decode()
        shown = [set(re.findall(r"deliveries/([0-9a-f-]{36})/replay", page)) for page in (first, second)]
        assert [len(one) for one in shown] == [20, 5]
        assert not shown[0] & shown[1]
        assert browser.get(reverse("webhook", args=[endpoint.pk]) + "?before=nonsense").status_code == 200

    def test_is_changed(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        answer = browser_of(user).post(reverse("webhook-change", args=[endpoint.pk]), FORM)
        assert answer.status_code == 302
        endpoint.refresh_from_db()
        assert (endpoint.description, endpoint.events) == ("Uploads", ["generation_completed"])

    def test_says_what_cannot_be_changed(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        answer = browser_of(user).post(
            reverse("webhook-change", args=[endpoint.pk]), {**FORM, "url": "http://10.0.0.1/"}
        )
        assert answer.status_code == 422
        assert "public internet" in answer.content.decode()

    def test_is_tried_out(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        answer = browser_of(user).post(reverse("webhook-test", args=[endpoint.pk]), follow=True)
        assert "A ping is on its way" in answer.content.decode()
        assert WebhookDelivery.objects.get().event == "ping"

    def test_is_told_something_again(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        enqueue(user, WebhookEvent.GENERATION_FAILED, {})
        delivery = WebhookDelivery.objects.get()
        WebhookDelivery.objects.update(status=DeliveryStatus.FAILED)
        answer = browser_of(user).post(reverse("webhook-replay", args=[delivery.pk]))
        assert answer["Location"] == reverse("webhook", args=[endpoint.pk])
        assert WebhookDelivery.objects.get(replay_of=delivery).status == DeliveryStatus.PENDING

    def test_is_switched_off_and_on_however_often_it_is_pressed(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        browser = browser_of(user)
        for sent, is_active in (("0", False), ("0", False), ("1", True)):
            browser.post(reverse("webhook-switch", args=[endpoint.pk]), {"is_active": sent})
            endpoint.refresh_from_db()
            assert endpoint.is_active is is_active
        assert AuditEntry.objects.filter(action="webhook.changed").count() == 2

    def test_gets_a_new_secret(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        page = browser_of(user).post(reverse("webhook-secret", args=[endpoint.pk])).content.decode()
        before = endpoint.secret
        endpoint.refresh_from_db()
        assert endpoint.secret != before
        assert endpoint.secret in page

    def test_is_deleted(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        browser = browser_of(user)
        for _ in range(2):
            assert browser.post(reverse("webhook-delete", args=[endpoint.pk])).status_code == 302
        assert not WebhookEndpoint.objects.exists()


class TestStrangers:
    def test_is_not_switched_on_at_an_address_that_nobody_confirmed(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        WebhookEndpoint.objects.update(is_active=False)
        User.objects.update(is_verified=False)
        browser = browser_of(User.objects.get())
        answer = browser.post(reverse("webhook-switch", args=[endpoint.pk]), {"is_active": "1"}, follow=True)
        assert "Confirm your e-mail address first." in answer.content.decode()
        assert not WebhookEndpoint.objects.get().is_active

    @pytest.mark.parametrize("name", ["webhook-change", "webhook-test", "webhook-secret", "webhook-switch", "webhook"])
    def test_find_nothing(self, name):
        endpoint = endpoint_of(confirmed_user())
        before = list(WebhookEndpoint.objects.values())
        browser = browser_of(confirmed_user("omid"))
        address = reverse(name, args=[endpoint.pk])
        answer = browser.get(address) if name == "webhook" else browser.post(address, FORM)
        assert answer.status_code == 404
        assert list(WebhookEndpoint.objects.values()) == before

    def test_send_nothing_again_and_delete_nothing(self):
        user = confirmed_user()
        endpoint = endpoint_of(user)
        enqueue(user, WebhookEvent.GENERATION_FAILED, {})
        browser = browser_of(confirmed_user("omid"))
        delivery = WebhookDelivery.objects.get()
        assert browser.post(reverse("webhook-replay", args=[delivery.pk])).status_code == 404
        browser.post(reverse("webhook-delete", args=[endpoint.pk]))
        assert WebhookEndpoint.objects.filter(pk=endpoint.pk).exists()


class TestTheAdmin:
    @pytest.fixture
    def staff(self, client):
        boss = User.objects.create_superuser("boss", "boss@example.com", "a long enough passphrase")
        client.force_login(boss)
        return client

    def test_shows_endpoints_and_deliveries_without_secrets(self, staff):
        endpoint = endpoint_of(confirmed_user())
        enqueue(endpoint.user, WebhookEvent.GENERATION_FAILED, {})
        for name, key in (("webhookendpoint", endpoint.pk), ("webhookdelivery", WebhookDelivery.objects.get().pk)):
            for page in (
                reverse(f"admin:accounts_{name}_changelist"),
                reverse(f"admin:accounts_{name}_change", args=[key]),
            ):
                answer = staff.get(page)
                assert answer.status_code == 200
                assert endpoint.secret not in answer.content.decode()

    def test_switches_off(self, staff):
        endpoint = endpoint_of(confirmed_user())
        staff.post(
            reverse("admin:accounts_webhookendpoint_changelist"),
            {"action": "switch_off", "_selected_action": [str(endpoint.pk)]},
        )
        endpoint.refresh_from_db()
        assert not endpoint.is_active
        assert AuditEntry.objects.get(action="webhook.changed").actor.username == "boss"
