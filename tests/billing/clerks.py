"""Staff who look after money, and the pages they look at."""

from typing import Any
from uuid import uuid4

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.people import make_user


def clerk(*rights: str) -> User:
    """Staff with those rights in billing, such as `view_order`."""
    user = make_user(f"clerk_{uuid4().hex[:8]}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights, content_type__app_label="billing"))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def boss() -> User:
    return make_user(f"boss_{uuid4().hex[:8]}", is_staff=True, is_superuser=True)


def address(model: str, page: str, *args: Any) -> str:
    return reverse(f"admin:billing_{model}_{page}", args=[quote(arg) for arg in args])


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def messages_of(answer: Any) -> list[str]:
    """What the next page tells."""
    return [str(message) for message in answer.context["messages"]]


def history() -> list[tuple[str, str]]:
    """Who did what by way of the admin, in their own words, the oldest first."""
    entries = LogEntry.objects.order_by("pk").select_related("user")
    return [(entry.user.username, entry.get_change_message()) for entry in entries]


def spoil(sql: str, *values: Any) -> None:
    """Write past every guard of the database, as nobody should."""
    with connection.cursor() as cursor:
        # What was written before is checked before, not at the end of the test, when it is spoilt.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(sql, values)
        finally:
            cursor.execute("SET session_replication_role = origin")
