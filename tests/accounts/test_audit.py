"""What happened to accounts: told to their owners and to staff, changed by nobody, kept for a year."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiKey, AuditEntry, Scope
from accounts.services.api_keys import create_api_key
from accounts.services.audit import record
from accounts.tasks import delete_year_old_audit_entries
from tests.accounts.people import client_of, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ACTIVITY = "/api/v1/users/activity"


class TestOnesOwnActivity:
    def test_needs_a_sign_in(self):
        assert client_of(None).get(ACTIVITY).status_code == 401

    def test_is_told_newest_first_and_by_whom(self, django_assert_num_queries):
        user, boss = make_user(), make_user("boss", is_staff=True)
        client = client_of(user)
        AuditEntry.objects.all().delete()
        record("first", user=user, actor=user, details={"n": 1})
        record("second", user=user, actor=boss)
        record("third", user=user)
        record("not.mine", user=boss, actor=user)

        with django_assert_num_queries(2):
            data = client.get(ACTIVITY).json()["data"]

        assert [(item["action"], item["by"]) for item in data["items"]] == [
            ("third", "nobody"),
            ("second", "staff"),
            ("first", "you"),
        ]
        assert data["items"][2]["details"] == {"n": 1}
        assert "boss" not in str(data)


class TestKeepingEntries:
    def test_ends_after_a_year(self):
        user = make_user()
        for days in (1, 364, 366):
            record(f"day.{days}", user=user)
            AuditEntry.objects.filter(action=f"day.{days}").update(created_at=timezone.now() - timedelta(days=days))

        assert delete_year_old_audit_entries() == 1

        assert set(AuditEntry.objects.values_list("action", flat=True)) == {"day.1", "day.364"}


class TestTheAdmin:
    def test_shows_entries_and_lets_nobody_change_them(self, client):
        boss = make_user("boss", is_staff=True, is_superuser=True)
        record("password.changed", user=make_user(), details={"name": "x"})
        entry = AuditEntry.objects.get(action="password.changed")
        client.force_login(boss)

        listed = client.get(reverse("admin:accounts_auditentry_changelist"), {"q": "sara"})
        shown = client.get(reverse("admin:accounts_auditentry_change", args=[entry.pk]))

        assert "password.changed" in listed.content.decode()
        assert shown.status_code == 200
        for name in ("change", "delete"):
            answer = client.post(reverse(f"admin:accounts_auditentry_{name}", args=[entry.pk]), {"post": "yes"})
            assert answer.status_code == 403
        assert AuditEntry.objects.filter(pk=entry.pk).exists()

    def test_revokes_keys_for_staff_who_may(self, client):
        user = make_user(is_verified=True)
        key, _ = create_api_key(user, name="x", scopes=[Scope.CHAT_READ])
        clerk = make_user("clerk", is_staff=True)
        clerk.user_permissions.set(Permission.objects.filter(codename="view_apikey"))
        client.force_login(clerk)
        address = reverse("admin:accounts_apikey_changelist")
        action = {"action": "revoke", "_selected_action": [str(key.pk)]}

        client.post(address, action)
        assert ApiKey.objects.get().revoked_at is None
        clerk.user_permissions.add(Permission.objects.get(codename="change_apikey"))
        client.post(address, action)

        assert ApiKey.objects.get().revoked_at is not None
        entry = AuditEntry.objects.get(action="api_key.revoked")
        assert (entry.user, entry.actor) == (user, clerk)
