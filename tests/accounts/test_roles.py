"""Roles: who gives them, and what rights follow."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import AuditEntry, Role, User
from accounts.services.roles import ensure_role_groups, may_set_role, set_role
from common.errors import NotAllowedError
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def boss() -> User:
    return make_user("boss", is_staff=True, is_superuser=True)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


class TestAModerator:
    def test_curates_templates_and_sees_users_and_no_more(self, boss):
        user = set_role(make_user(), Role.MODERATOR, actor=boss)

        may = fresh(user).has_perm
        assert user.is_staff
        for right in ("accounts.view_user", "accounts.delete_brandasset", "templates_lib.change_template"):
            assert may(right), right
        for right in (
            *("accounts.change_user", "accounts.view_auditentry", "billing.view_order", "generation.add_algorithm"),
            *("billing.change_creditaccount", "auth.change_group", "accounts.add_user"),
        ):
            assert not may(right), right

    def test_loses_it_all_with_the_role(self, boss):
        user = set_role(make_user(), Role.MODERATOR, actor=boss)

        set_role(user, Role.USER, actor=boss)

        stored = fresh(user)
        assert (stored.role, stored.is_staff) == ("user", False)
        assert not stored.groups.exists()
        assert not stored.has_perm("templates_lib.change_template")


class TestAnAdmin:
    def test_does_what_moderators_do_and_looks_after_users_and_money(self, boss):
        user = set_role(set_role(make_user(), Role.MODERATOR, actor=boss), Role.ADMIN, actor=boss)

        stored = fresh(user)
        assert [group.name for group in stored.groups.all()] == ["Admins"]
        for right in (
            *("templates_lib.change_template", "accounts.change_user", "billing.change_creditaccount"),
            *("generation.add_algorithm", "accounts.view_auditentry", "accounts.change_apikey"),
        ):
            assert stored.has_perm(right), right
        for right in ("auth.change_group", "auth.add_permission", "accounts.delete_user"):
            assert not stored.has_perm(right), right


class TestGivingARole:
    @pytest.mark.parametrize(
        ("actor", "of", "role", "may"),
        [
            ("superuser", "user", Role.ADMIN, True),
            ("superuser", "admin", Role.USER, True),
            ("superuser", "superuser", Role.USER, True),
            ("admin", "user", Role.MODERATOR, True),
            ("admin", "moderator", Role.USER, True),
            ("admin", "user", Role.ADMIN, False),
            ("admin", "admin", Role.USER, False),
            ("admin", "superuser", Role.USER, False),
            ("moderator", "user", Role.MODERATOR, False),
            ("user", "user", Role.USER, False),
        ],
    )
    def test_is_for_superusers_and_within_bounds_for_admins(self, boss, actor, of, role, may):
        def made(kind: str, name: str) -> User:
            if kind == "superuser":
                return make_user(name, is_staff=True, is_superuser=True)
            return set_role(make_user(name), Role(kind), actor=boss)

        giver, taker = made(actor, "giver"), made(of, "taker")

        assert may_set_role(giver, taker, role) is may
        if not may:
            with pytest.raises(NotAllowedError):
                set_role(taker, role, actor=giver)

    def test_to_oneself_is_nobodys(self, boss):
        with pytest.raises(NotAllowedError):
            set_role(boss, Role.USER, actor=boss)

    def test_is_written_down(self, boss):
        user = make_user()

        set_role(user, Role.MODERATOR, actor=boss)
        set_role(user, Role.MODERATOR, actor=boss)

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.user, entry.actor) == ("role.changed", user, boss)
        assert entry.details == {"from": "user", "to": "moderator"}

    def test_leaves_other_groups_alone(self, boss):
        user = make_user()
        user.groups.add(Group.objects.create(name="Press"))

        set_role(set_role(user, Role.ADMIN, actor=boss), Role.USER, actor=boss)

        assert [group.name for group in user.groups.all()] == ["Press"]


class TestTheGroups:
    def test_are_brought_in_line_again(self):
        groups = ensure_role_groups()
        groups[Role.MODERATOR].permissions.clear()

        assert ensure_role_groups()[Role.MODERATOR].permissions.filter(codename="view_user").exists()


class TestTheAdmin:
    def test_gives_the_role_with_its_rights(self, client, boss):
        user = make_user()
        client.force_login(boss)

        answer = client.post(
            reverse("admin:accounts_user_change", args=[user.pk]),
            {
                "username": "sara",
                "email": "sara@example.com",
                "role": "moderator",
                "preferences": "{}",
                "is_active": "on",
            },
        )

        assert answer.status_code == 302
        stored = fresh(user)
        assert (stored.role, stored.is_staff) == ("moderator", True)
        assert [group.name for group in stored.groups.all()] == ["Moderators"]
        assert AuditEntry.objects.get(action="role.changed").actor == boss

    def test_lets_an_admin_make_a_moderator_and_no_admin(self, client, boss):
        admin = set_role(make_user("admin1"), Role.ADMIN, actor=boss)
        user = make_user()
        client.force_login(admin)
        address = reverse("admin:accounts_user_change", args=[user.pk])
        fields = {"username": "sara", "email": "sara@example.com", "preferences": "{}", "is_active": "on"}

        refused = client.post(address, {**fields, "role": "admin"})
        assert refused.status_code == 200
        assert refused.context["adminform"].form.errors
        assert client.post(address, {**fields, "role": "moderator"}).status_code == 302

        assert fresh(user).role == "moderator"

    def test_keeps_admins_from_each_other_and_from_superusers(self, client, boss):
        admin, other = (set_role(make_user(name), Role.ADMIN, actor=boss) for name in ("admin1", "admin2"))
        client.force_login(admin)

        for victim in (other, boss):
            address = reverse("admin:accounts_user_change", args=[victim.pk])
            assert client.post(address, {"username": "x"}).status_code == 403
            password = reverse("admin:auth_user_password_change", args=[victim.pk])
            assert client.post(password, {"usable_password": "true"}).status_code == 403

    def test_writes_down_what_staff_change_and_ends_who_is_shut_out(self, client, boss):
        user = make_user()
        client.force_login(boss)
        fields = {"username": "sara", "email": "new@example.com", "role": "user", "preferences": "{}"}

        client.post(reverse("admin:accounts_user_change", args=[user.pk]), fields)

        entry = AuditEntry.objects.get(action="account.changed_by_staff")
        assert set(entry.details["fields"]) >= {"email", "is_active"}
        assert "new@example.com" not in str(entry.details)
