import time

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


class TestUser:
    @pytest.mark.parametrize(
        ("username", "email"),
        [("sara", "other@example.com"), ("SARA", "other@example.com"), ("other", "Sara@Example.COM")],
    )
    def test_is_unique_by_name_and_address_whatever_the_case(self, username, email):
        make_user("sara")

        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user(username, email)

        assert User.objects.count() == 1

    @pytest.mark.parametrize("username", ["a@b", "a b", "-ab", "ab\n", "سارا", ""])
    def test_keeps_odd_characters_out_of_names_in_the_database(self, username):
        with pytest.raises(IntegrityError, match="usernames_have_sensible_characters"), transaction.atomic():
            User.objects.create_user(username, "a@example.com")

    def test_has_an_id_in_order_of_time(self):
        first = make_user("first")
        time.sleep(0.002)  # ids of one millisecond have no order

        assert first.pk < make_user("second").pk

    def test_is_found_by_name_or_address_in_any_case(self):
        user = make_user("Sara", email="Sara.K@example.com")

        assert User.objects.identified("sARA").get() == user
        assert User.objects.identified("sara.k@EXAMPLE.com").get() == user
        assert not User.objects.identified("sara.k").exists()

    def test_is_found_through_the_unique_index(self):
        query = User.objects.identified("sara@example.com")

        with transaction.atomic():
            connection.cursor().execute("SET LOCAL enable_seqscan = off")
            plan = query.explain()

        assert "emails_differ_by_more_than_case" in plan


class TestCreateSuperuser:
    def test_makes_an_administrator(self):
        boss = User.objects.create_superuser("boss", "boss@example.com", "a long pass phrase")

        assert (boss.role, boss.is_staff, boss.is_superuser, boss.is_verified) == ("admin", True, True, True)
        assert boss.check_password("a long pass phrase")
