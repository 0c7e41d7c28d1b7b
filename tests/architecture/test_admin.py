"""Every page of the admin opens for staff, and for nobody else."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

_MODELS = sorted((model._meta.app_label, model._meta.model_name or "") for model in admin.site._registry)


@pytest.fixture
def staff() -> Client:
    user = get_user_model().objects.create_superuser("boss", "boss@example.com", "a long enough passphrase")
    client = Client()
    client.force_login(user)
    return client


class TestAdminPages:
    def test_index_opens(self, staff: Client) -> None:
        assert staff.get(reverse("admin:index")).status_code == 200

    @pytest.mark.parametrize(("app", "model"), _MODELS)
    def test_lists_open(self, staff: Client, app: str, model: str) -> None:
        assert staff.get(reverse(f"admin:{app}_{model}_changelist")).status_code == 200

    @pytest.mark.parametrize(("app", "model"), _MODELS)
    def test_add_pages_open_or_are_forbidden(self, staff: Client, app: str, model: str) -> None:
        assert staff.get(reverse(f"admin:{app}_{model}_add")).status_code in (200, 403)

    @pytest.mark.parametrize(("app", "model"), _MODELS)
    def test_nobody_else_gets_in(self, app: str, model: str) -> None:
        answer = Client().get(reverse(f"admin:{app}_{model}_changelist"))
        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]
