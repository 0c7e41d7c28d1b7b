"""Users, and what staff change about them."""

import json
import threading

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction

from accounts.models import AuditEntry, Role, TokenFamily, User
from accounts.services.roles import ensure_role_groups
from accounts.services.sign_in import sign_in
from billing import ledger
from billing.selectors import facts_of
from common.errors import DomainError, NotAllowedError
from routix.staff.changing_users import Adjustment, UserChanges, change_user
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_user
from tests.generation.core_rows import rich_user
from tests.generation.openapi import assert_described
from tests.routix.staffing import API, boss, staff

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = f"{API}/users"
CHANGES = ("accounts.view_user", "accounts.change_user")


@pytest.fixture
def sara():
    return make_user(full_name="Sara Karimi", is_verified=True)


def put(client, user, body, **headers):
    return client.put(f"{LIST}/{user.pk}", json.dumps(body), content_type="application/json", **headers)


def changed(response, status=200):
    assert response.status_code == status, response.content
    return response.json()["data"]


class TestList:
    def names(self, client, query):
        data = assert_described(client.get(f"{LIST}?{query}"), "admin/users")
        return {row["username"] for row in data["items"]}

    def test_is_searched_and_filtered(self, sara):
        chief, off, plain = boss(), make_user(is_active=False), rich_user()
        client = client_of(chief)
        assert self.names(client, "search=KARIMI") == {sara.username}
        assert self.names(client, f"search={sara.email[:8]}+sara") == {sara.username}
        assert self.names(client, "search=%25") == set()
        assert self.names(client, "is_active=false") == {off.username}
        assert self.names(client, "is_verified=true") == {sara.username}
        assert self.names(client, "role=admin") == {chief.username}
        assert self.names(client, "is_staff=false&is_active=true") == {sara.username, plain.username}
        assert len(self.names(client, "tier=free")) == 4
        assert self.names(client, "tier=pro") == set()

    @pytest.mark.parametrize("order", ["newest", "oldest", "username", "last_login"])
    def test_is_sorted(self, sara, order):
        assert sara.username in self.names(client_of(boss()), f"sort_by={order}")

    @pytest.mark.parametrize("query", ["role=king", "tier=x", "is_active=perhaps", "sort_by=age", "search=a%00b"])
    def test_refuses_what_is_no_filter(self, query):
        assert client_of(boss()).get(f"{LIST}?{query}").status_code in (400, 422)

    def test_shows_what_each_has_and_made(self, sara):
        rich = rich_user()
        ledger.reserve(rich, amount=3, reference=make_generation(rich, make_algorithm()).pk)
        rows = {row["id"]: row for row in client_of(boss()).get(LIST).json()["data"]["items"]}
        for user in (sara, rich):
            facts, row = facts_of(user), rows[str(user.pk)]
            assert (row["credits"]["available"], row["subscription_tier"]) == (
                facts["credits"],
                facts["subscription_tier"],
            )
        assert rows[str(rich.pk)]["credits"]["held"] == 3
        assert rows[str(rich.pk)]["generation_count"] == 1

    def test_asks_as_many_queries_for_many_as_for_one(self, django_assert_num_queries):
        chief = boss()
        for _ in range(15):
            rich_user()
        with django_assert_num_queries(3):
            assert len(client_of(chief).get(LIST).json()["data"]["items"]) == 16


class TestChanging:
    def test_switches_an_account_off_with_its_sign_ins(self, sara):
        sign_in(sara)
        clerk = staff(*CHANGES)
        row = changed(put(client_of(clerk), sara, {"is_active": False}))
        assert row["is_active"] is False
        assert not TokenFamily.objects.filter(user=sara, revoked_at=None).exists()
        entry = AuditEntry.objects.get(action="account.changed_by_staff")
        assert (entry.user, entry.actor, entry.details) == (sara, clerk, {"is_active": False})

    def test_leaves_what_is_not_sent(self, sara):
        changed(put(client_of(staff(*CHANGES)), sara, {}))
        sara.refresh_from_db()
        assert (sara.is_active, sara.is_verified, sara.role) == (True, True, Role.USER)
        assert not AuditEntry.objects.exists()

    def test_gives_a_role_with_its_rights(self, sara):
        ensure_role_groups()
        row = changed(put(client_of(boss()), sara, {"role": "moderator"}))
        assert (row["role"], row["is_staff"]) == ("moderator", True)
        assert User.objects.get(pk=sara.pk).has_perm("accounts.view_user")

    def test_lets_plain_staff_give_no_role(self, sara):
        assert put(client_of(staff(*CHANGES)), sara, {"role": "admin"}).status_code == 403
        sara.refresh_from_db()
        assert sara.role == Role.USER

    def test_leaves_superusers_to_superusers(self):
        chief = boss()
        clerk = staff(*CHANGES, role=Role.ADMIN)
        assert put(client_of(clerk), chief, {"is_active": False}).status_code == 403
        assert put(client_of(boss()), chief, {"is_active": False}).status_code == 200

    def test_leaves_staff_to_admins(self):
        other = staff(role=Role.MODERATOR)
        assert put(client_of(staff(*CHANGES, role=Role.MODERATOR)), other, {"is_active": False}).status_code == 403
        assert put(client_of(staff(*CHANGES, role=Role.ADMIN)), other, {"is_active": False}).status_code == 200

    def test_locks_nobody_out_by_their_own_hand(self):
        chief = boss()
        response = put(client_of(chief), chief, {"is_active": False})
        assert response.status_code == 409
        assert_described(response, "admin/users/{user_id}")
        chief.refresh_from_db()
        assert chief.is_active

    def test_is_not_for_who_may_only_look(self, sara):
        assert put(client_of(staff("accounts.view_user")), sara, {"is_verified": False}).status_code == 403
        assert put(client_of(make_user()), sara, {"is_verified": False}).status_code == 403

    def test_finds_nobody_where_nobody_is(self):
        erased = make_user(is_active=False)
        User.objects.filter(pk=erased.pk).update(erased_at=erased.created_at)
        assert put(client_of(boss()), erased, {"is_active": True}).status_code == 404

    @pytest.mark.parametrize(
        "body",
        [
            {"role": "king"},
            {"is_active": "perhaps"},
            {"is_active": None},
            {"credits": 5},
            {"credits": {"amount": 0, "reason": "x"}},
            {"credits": {"amount": 10**30, "reason": "x"}},
            {"credits": {"amount": 5}},
            {"credits": {"amount": 5, "reason": "a\x00b"}},
            [],
        ],
    )
    def test_refuses_what_is_no_change(self, sara, body):
        response = put(client_of(boss()), sara, body, HTTP_IDEMPOTENCY_KEY="k")
        assert response.status_code == 422
        assert_described(response, "admin/users/{user_id}")


class TestAnActor:
    """Whoever was let in, and lost it before the change began."""

    @pytest.mark.parametrize(
        "loss", [{"is_active": False}, {"is_superuser": False}, {"is_superuser": False, "is_staff": False}]
    )
    def test_may_no_longer_do_what_they_may_no_longer_do(self, sara, loss):
        chief = boss()
        User.objects.filter(pk=chief.pk).update(**loss)
        with pytest.raises(NotAllowedError):
            change_user(sara.pk, UserChanges(is_active=False), actor=chief)
        sara.refresh_from_db()
        assert sara.is_active

    def test_is_measured_by_the_role_that_is_left(self):
        clerk, other = staff(*CHANGES, role=Role.ADMIN), staff(role=Role.MODERATOR)
        User.objects.filter(pk=clerk.pk).update(role=Role.MODERATOR)
        with pytest.raises(NotAllowedError):
            change_user(other.pk, UserChanges(is_active=False), actor=clerk)
        assert User.objects.get(pk=other.pk).is_active

    def test_gives_no_credits_once_that_right_is_gone(self, sara):
        clerk = staff(*CHANGES, "billing.change_creditaccount")
        assert clerk.has_perm("billing.change_creditaccount")
        clerk.user_permissions.remove(Permission.objects.get(codename="change_creditaccount"))
        before = facts_of(sara)["credits"]
        with pytest.raises(NotAllowedError):
            change_user(sara.pk, UserChanges(credits=Adjustment(5, "for the trouble", "k")), actor=clerk)
        assert facts_of(sara)["credits"] == before


@pytest.mark.django_db(transaction=True)
class TestTwoSuperusers:
    def test_can_not_switch_each_other_off_at_once(self):
        first, second = boss(), boss()
        refusals: list[DomainError] = []

        def strike_back():
            try:
                change_user(first.pk, UserChanges(is_active=False), actor=second)
            except DomainError as refusal:
                refusals.append(refusal)
            finally:
                connection.close()

        other = threading.Thread(target=strike_back)
        with transaction.atomic():
            change_user(second.pk, UserChanges(is_active=False), actor=first)
            other.start()
            # The other is well under way, and must wait for what is not committed yet.
            other.join(timeout=1)
        other.join(timeout=30)
        assert [type(refusal) for refusal in refusals] == [NotAllowedError]
        assert list(User.objects.filter(is_active=True)) == [first]


class TestCredits:
    def test_are_given_once_for_one_key(self, sara):
        client = client_of(boss())
        before = facts_of(sara)["credits"]
        body = {"credits": {"amount": 25, "reason": "for the trouble"}}
        rows = [changed(put(client, sara, body, HTTP_IDEMPOTENCY_KEY="a-key")) for _ in range(2)]
        assert rows[0] == rows[1]
        assert rows[0]["credits"]["available"] == facts_of(sara)["credits"] == before + 25
        assert AuditEntry.objects.get(action="credits.adjusted").details == {
            "amount": 25,
            "reason": "for the trouble",
        }

    def test_are_taken(self, sara):
        before = facts_of(sara)["credits"]
        body = {"credits": {"amount": -3, "reason": "a mistake"}}
        changed(put(client_of(boss()), sara, body, HTTP_IDEMPOTENCY_KEY="a-key"))
        assert facts_of(sara)["credits"] == before - 3

    def test_are_not_taken_where_there_are_none(self, sara):
        body = {"is_verified": False, "credits": {"amount": -1000, "reason": "a mistake"}}
        response = put(client_of(boss()), sara, body, HTTP_IDEMPOTENCY_KEY="a-key")
        assert response.status_code == 402
        sara.refresh_from_db()
        assert sara.is_verified

    def test_need_a_key(self, sara):
        response = put(client_of(boss()), sara, {"credits": {"amount": 5, "reason": "x"}})
        assert response.status_code == 422

    def test_need_a_right_of_their_own(self, sara):
        body = {"credits": {"amount": 5, "reason": "x"}}
        response = put(client_of(staff(*CHANGES)), sara, body, HTTP_IDEMPOTENCY_KEY="k")
        assert response.status_code == 403
