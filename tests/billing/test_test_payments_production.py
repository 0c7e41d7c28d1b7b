"""Production can't have test payments, whichever way somebody tries."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as test_settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.errors import PaymentsUnavailableError
from billing.gateways import current_gateway
from billing.gateways.local import LocalGateway
from billing.gateways.local.delivery import signature_of
from billing.models import LocalEvent, LocalInvoice, LocalPayment, StripeEvent
from billing.tasks import deliver_test_webhooks, renew_test_subscriptions
from tests.accounts.people import make_user
from tests.billing.local_purchases import begin, customer_for, subscribed

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "routix.settings.production",
    "ROUTIX_ENV_FILE": os.devnull,
    "SECRET_KEY": "s" * 40,
    "ACCESS_TOKEN_KEY": "t" * 40,
    "ENCRYPTION_KEYS": "e" * 40,
    "DATABASE_URL": "postgresql://routix@db.invalid/routix",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "ALLOWED_HOSTS": "routix.example",
    "PUBLIC_URL": "https://routix.example",
    "EMAIL_URL": "smtp+tls://routix:secret@mail.invalid:587",
    # What an attacker, or a hurried operator, might set.
    "IS_PRODUCTION": "false",
    "TEST_PAYMENTS_SECRET": "known",
    "DEBUG": "true",
}
_ATTEMPTS = """
import django
django.setup()
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from billing.errors import PaymentsUnavailableError
from billing.gateways import current_gateway
from billing.gateways.local import LocalGateway
from billing.tasks import deliver_test_webhooks, renew_test_subscriptions

def outcome(attempt):
    try:
        return attempt()
    except Exception as error:
        return type(error).__name__

print("secret", repr(settings.TEST_PAYMENTS_SECRET))
print("gateway", outcome(LocalGateway))
print("chosen", outcome(current_gateway))
print("checkout", outcome(lambda: resolve("/test-payments/checkout/cs_test_1")))
print("portal", outcome(lambda: resolve("/test-payments/portal/cus_test_1")))
print("address", outcome(lambda: reverse("test-payments-checkout", args=["cs_test_1"])))
print("delivered", outcome(deliver_test_webhooks))
print("renewed", outcome(renew_test_subscriptions))
"""


class TestProductionSettings:
    """A process of its own, since settings are read once. It has no database, and needs none to refuse."""

    def test_leave_no_way_in(self):
        environment = {**os.environ, **_PRODUCTION}
        environment.pop("STRIPE_SECRET_KEY", None)

        result = subprocess.run(
            [sys.executable, "-c", _ATTEMPTS],
            cwd=test_settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert result.stdout.splitlines() == [
            "secret ''",
            "gateway ImproperlyConfigured",
            "chosen PaymentsUnavailableError",
            "checkout Resolver404",
            "portal Resolver404",
            "address NoReverseMatch",
            "delivered 0",
            "renewed 0",
        ], result.stderr


class TestProduction:
    """Where the addresses are routed nevertheless."""

    def test_has_no_such_gateway(self, settings):
        settings.IS_PRODUCTION = True

        with pytest.raises(ImproperlyConfigured, match="production"):
            LocalGateway()
        with pytest.raises(PaymentsUnavailableError):
            current_gateway()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_has_no_checkout_page(self, settings, method):
        sara = make_user("sara")
        page = reverse("test-payments-checkout", args=[begin(user_id=sara.pk).id])
        client = Client()
        client.force_login(sara)
        assert client.get(page).status_code == 200
        settings.IS_PRODUCTION = True

        assert getattr(client, method)(page, {"card": "works"}).status_code == 404
        assert not LocalPayment.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_has_no_portal(self, settings, method):
        sara = make_user("sara")
        page = reverse("test-payments-portal", args=[customer_for(sara.pk)])
        client = Client()
        client.force_login(sara)
        assert client.get(page).status_code == 200
        settings.IS_PRODUCTION = True

        assert getattr(client, method)(page, {"action": "choose_card", "card": "works"}).status_code == 404

    def test_does_not_even_tell_the_signed_out_to_sign_in(self, settings):
        settings.IS_PRODUCTION = True

        assert Client().get(reverse("test-payments-portal", args=["cus_test_1"])).status_code == 404

    def test_takes_none_of_its_webhooks(self, settings):
        begin(expires_at=timezone.now())
        body = b'{"id":"evt_test_1","object":"event","type":"x","created":1,"livemode":false,"data":{"object":{}}}'
        signature = signature_of(body, at=int(timezone.now().timestamp()))
        settings.IS_PRODUCTION = True

        answer = Client().post(
            reverse("stripe-webhook"), body, "application/json", headers={"Stripe-Signature": signature}
        )

        assert answer.status_code == 503
        assert not StripeEvent.objects.exists()

    def test_sends_and_renews_nothing(self, settings):
        subscribed()
        settings.IS_PRODUCTION = True

        assert (deliver_test_webhooks(), renew_test_subscriptions()) == (0, 0)
        assert not LocalEvent.objects.filter(attempts__gt=0).exists()
        assert LocalInvoice.objects.count() == 1
