"""Conversations and broadcasts in the admin."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from chat.models import Broadcast
from tests.chat.talking import begin, make_user, say
from tests.routix.staffing import boss, staff

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def broadcast_form():
    until = timezone.now() + timedelta(hours=2)
    return {
        "title": "Tonight",
        "message": "We are moving house.",
        "level": "warning",
        "expires_at_0": f"{until:%Y-%m-%d}",
        "expires_at_1": f"{until:%H:%M:%S}",
    }


class TestBroadcasts:
    def test_are_told_by_a_form(self):
        chief = boss()
        answer = browser_of(chief).post(reverse("admin:chat_broadcast_add"), broadcast_form())
        assert answer.status_code == 302, answer.content[:500]
        assert Broadcast.objects.get().author == chief
        assert AuditEntry.objects.get(action="broadcast.sent").actor == chief

    def test_are_not_told_by_who_may_not(self):
        clerk = browser_of(staff("chat.view_broadcast"))
        assert clerk.post(reverse("admin:chat_broadcast_add"), broadcast_form()).status_code == 403
        assert not Broadcast.objects.exists()

    def test_are_taken_back_but_not_changed(self):
        chief = boss()
        sent = Broadcast.objects.create(title="Then", message="x", expires_at=timezone.now() + timedelta(hours=1))
        client = browser_of(chief)
        change = reverse("admin:chat_broadcast_change", args=[sent.pk])
        assert client.post(change, broadcast_form()).status_code == 403
        client.post(reverse("admin:chat_broadcast_delete", args=[sent.pk]), {"post": "yes"})
        assert not Broadcast.objects.exists()
        assert AuditEntry.objects.get(action="broadcast.taken_back").actor == chief


class TestConversations:
    def test_are_shown_without_what_was_said(self):
        guest = make_user()
        talk = begin(make_user(), title="zq-title", viewer=guest)
        say(talk, "zq-secret")
        page = browser_of(boss()).get(reverse("admin:chat_conversation_change", args=[talk.pk]))
        assert page.status_code == 200
        assert guest.username.encode() in page.content
        assert b"zq-secret" not in page.content
        assert b"zq-title" not in page.content
