from uuid import uuid4

import pytest
from django.urls import reverse

from billing import ledger
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MODELS = ["creditaccount", "ledgertransaction", "hold"]


@pytest.fixture
def staff_client(client):
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def rows():
    user, reference = make_user("sara"), uuid4()
    ledger.reserve(user, amount=2, reference=reference)
    ledger.capture(reference)
    transaction = ledger.recent_transactions(user, 1)[0].transaction
    return {"creditaccount": user.pk, "ledgertransaction": transaction.pk, "hold": reference}


class TestBillingAdmin:
    @pytest.mark.parametrize("model", MODELS)
    def test_lists_and_shows(self, staff_client, rows, model):
        assert "sara" in staff_client.get(reverse(f"admin:billing_{model}_changelist")).content.decode()
        assert staff_client.get(reverse(f"admin:billing_{model}_change", args=[rows[model]])).status_code == 200

    @pytest.mark.parametrize("model", MODELS)
    def test_lets_nobody_change_anything(self, staff_client, rows, model):
        change = reverse(f"admin:billing_{model}_change", args=[rows[model]])

        assert staff_client.get(reverse(f"admin:billing_{model}_add")).status_code == 403
        assert staff_client.post(change, {"posted": 999, "tier": "pro"}).status_code == 403
        assert staff_client.post(reverse(f"admin:billing_{model}_delete", args=[rows[model]])).status_code == 403

    def test_lists_transactions_in_few_queries(self, staff_client, rows, django_assert_max_num_queries):
        for index in range(20):
            ledger.grant(make_user(f"user{index}"), amount=1, key=f"gift{index}", reason="A gift")

        with django_assert_max_num_queries(16):
            staff_client.get(reverse("admin:billing_ledgertransaction_changelist"))

    @pytest.mark.parametrize("model", MODELS)
    def test_finds(self, staff_client, rows, model):
        answer = staff_client.get(reverse(f"admin:billing_{model}_changelist"), {"q": "sara"})

        assert answer.status_code == 200
        assert answer.context["cl"].result_count >= 1
