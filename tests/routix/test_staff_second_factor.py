"""In production staff prove themselves twice, for the API as for the admin."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Authenticator, User
from accounts.services.sign_in import sign_in
from tests.generation.api_rows import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ADDRESSES = ("/api/v1/admin/stats", "/api/v1/algorithms/stats/performance", "/api/v1/admin/users")


@pytest.fixture
def keeper(settings: Any) -> User:
    settings.STAFF_NEED_SECOND_FACTOR = True
    return make_user(is_staff=True, is_superuser=True, is_verified=True)


def statuses(user: User) -> set[int]:
    client = Client(headers={"Authorization": f"Bearer {sign_in(user).access_token}"})
    return {client.get(address).status_code for address in ADDRESSES}


class TestStaff:
    def test_without_a_second_factor_are_nobody_to_the_api(self, keeper: User) -> None:
        assert statuses(keeper) == {403}

    def test_with_one_are_let_in(self, keeper: User) -> None:
        Authenticator.objects.create(user=keeper, seed="JBSWY3DPEHPK3PXP", confirmed_at=timezone.now())
        assert statuses(keeper) == {200}

    def test_that_signed_in_before_it_was_there_are_nobody(self, keeper: User) -> None:
        token = sign_in(keeper).access_token
        Authenticator.objects.create(user=keeper, seed="JBSWY3DPEHPK3PXP", confirmed_at=timezone.now())
        client = Client(headers={"Authorization": f"Bearer {token}"})
        assert {client.get(address).status_code for address in ADDRESSES} == {403}

    def test_by_a_session_without_a_second_proof_are_nobody(self, keeper: User) -> None:
        client = Client()
        client.force_login(keeper)
        assert {client.get(address).status_code for address in ADDRESSES} == {403}
