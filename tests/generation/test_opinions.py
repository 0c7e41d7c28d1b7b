"""Favourites, ratings and deleting: over HTTP, and while the generation ends."""

import uuid

import pytest
from rest_framework.test import APIClient

from billing import ledger
from billing.selectors import balance_of
from generation import lifecycle, services
from generation.errors import RunLostError
from generation.models import Generation, Share, Stage, Status
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_result, make_user
from tests.generation.core_rows import a_picture, at_once, claim_one, queue_one, rich_user
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ONE = "generation/{generation_id}"


@pytest.fixture
def user():
    return rich_user(is_verified=True)


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def algorithm(db):
    return make_algorithm(slug="routix_v4", is_default=True)


def address(generation, rest=""):
    return f"/api/v1/generation/{generation.pk}{rest}"


class TestEveryOpinion:
    @pytest.mark.parametrize(
        ("method", "rest"),
        [("post", "/favorite"), ("delete", "/favorite"), ("post", "/rating"), ("delete", "/rating"), ("delete", "")],
    )
    def test_is_for_the_owner_only(self, user, client, algorithm, method, rest):
        generation = make_result(user, algorithm, rating=3)
        signed_out = getattr(APIClient(), method)(address(generation, rest), {"rating": 5})
        stranger = getattr(client_of(make_user()), method)(address(generation, rest), {"rating": 5})
        nothing = getattr(client, method)(f"/api/v1/generation/{uuid.uuid4()}{rest}", {"rating": 5})
        assert [answer.status_code for answer in (signed_out, stranger, nothing)] == [401, 404, 404]
        for response in (signed_out, stranger, nothing):
            assert_described(response, ONE + rest)
        generation.refresh_from_db()
        assert (generation.is_favorite, generation.rating, generation.deleted_at) == (False, 3, None)


class TestAFavorite:
    def test_is_one_until_it_is_taken_back(self, user, client, algorithm):
        generation = make_generation(user, algorithm)
        for method, expected in (("post", True), ("post", True), ("delete", False), ("delete", False)):
            response = getattr(client, method)(address(generation, "/favorite"))
            assert assert_described(response, ONE + "/favorite") == {"is_favorite": expected}
            generation.refresh_from_db()
            assert generation.is_favorite is expected


class TestARating:
    def test_takes_the_place_of_the_one_before(self, user, client, algorithm):
        generation = make_result(user, algorithm)
        for rating in (1, 5):
            response = client.post(address(generation, "/rating"), {"rating": rating})
            assert assert_described(response, ONE + "/rating") == {"rating": rating}
        generation.refresh_from_db()
        assert generation.rating == 5
        assert assert_described(client.delete(address(generation, "/rating")), ONE + "/rating") == {"rating": None}
        generation.refresh_from_db()
        assert generation.rating is None

    @pytest.mark.parametrize("rating", [0, 6, -1, 2.5, "5", None, True, [5], 10**40])
    def test_is_a_whole_number_from_1_to_5(self, user, client, algorithm, rating):
        generation = make_result(user, algorithm)
        response = client.post(address(generation, "/rating"), {"rating": rating})
        assert response.status_code == 422
        assert_described(response, ONE + "/rating")

    def test_is_for_what_can_be_seen(self, user, client, algorithm):
        response = client.post(address(make_generation(user, algorithm), "/rating"), {"rating": 5})
        assert response.status_code == 409
        assert_described(response, ONE + "/rating")


class TestDeleting:
    def test_takes_it_out_of_everything(self, user, client, algorithm):
        generation = make_result(user, algorithm)
        shared = services.share_generation(user, generation.pk)
        picture = client.get(address(generation)).json()["data"]["thumbnail_url"]
        response = client.delete(address(generation))
        assert response.status_code == 200
        assert assert_described(response, ONE) is None
        for rest in ("", "/status", "/result", "/document", "/download"):
            assert client.get(address(generation, rest)).status_code == 404
        assert client.get("/api/v1/generation/history").json()["data"]["total"] == 0
        assert APIClient().get(picture).status_code == 404
        assert APIClient().get(f"/api/v1/shares/{shared.share.token}").status_code == 404
        assert Share.objects.get().revoked_at is not None
        assert client.delete(address(generation)).status_code == 404

    @pytest.mark.parametrize("make", [queue_one, claim_one])
    def test_stops_what_is_under_way_and_returns_its_credits(self, user, make):
        generation = make(owner=user)
        services.delete_generation(user, generation.pk)
        stored = Generation.objects.get(pk=generation.pk)
        assert (stored.status, stored.deleted_at is not None) == (Status.CANCELLED, True)
        assert ledger.balance(user).held == 0

    def test_keeps_the_books(self, user):
        generation = claim_one(owner=user)
        lifecycle.succeed(generation, [a_picture()], engine="local")
        before = balance_of(user)
        services.delete_generation(user, generation.pk)
        assert balance_of(user) == before
        assert Generation.objects.get(pk=generation.pk).credits_charged == 1


@pytest.mark.django_db(transaction=True)
class TestWhileItEnds:
    @pytest.mark.parametrize("round_", range(3))
    def test_deleting_cancelling_and_succeeding_have_one_winner_and_exact_credits(self, round_):
        user = rich_user()
        generation = claim_one(owner=user)
        before = ledger.balance(user).available

        def act(number: int) -> str:
            mine = Generation.objects.get(pk=generation.pk)
            mine.run_id = generation.run_id
            match number % 3:
                case 0:
                    services.delete_generation(user, generation.pk)
                case 1:
                    services.cancel_generation(user, generation.pk)
                case _:
                    lifecycle.succeed(mine, [a_picture()], engine="local")
            return "done"

        at_once(6, act)
        stored = Generation.objects.get(pk=generation.pk)
        assert stored.deleted_at is not None
        assert stored.status in (Status.CANCELLED, Status.COMPLETED)
        balance = ledger.balance(user)
        assert (balance.held, balance.available) == (0, before + generation.credits_cost - stored.credits_charged)

    def test_opinions_stay_and_the_end_stays(self):
        user = rich_user()
        generation = claim_one(owner=user)

        def act(number: int) -> str:
            mine = Generation.objects.get(pk=generation.pk)
            mine.run_id = generation.run_id
            if number == 0:
                lifecycle.succeed(mine, [a_picture()], engine="local")
            elif number % 2:
                services.set_favorite(user, generation.pk, is_favorite=True)
            else:
                lifecycle.report(mine, stage=Stage.STORING, progress=90)
            return "done"

        answers = at_once(8, act)
        assert all(answer == "done" or isinstance(answer, RunLostError) for answer in answers), answers
        stored = Generation.objects.get(pk=generation.pk)
        assert (stored.status, stored.is_favorite, stored.progress) == (Status.COMPLETED, True, 100)
