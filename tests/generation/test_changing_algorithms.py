"""Algorithms, as staff change them over HTTP."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from rest_framework.test import APIClient

from accounts.models import AuditEntry, Scope
from accounts.services.api_keys import create_api_key
from common.errors import ValidationFailedError
from generation.models import Algorithm
from generation.services.algorithms import change_algorithm, create_algorithm
from tests.generation.api_rows import client_of, make_algorithm, make_user
from tests.generation.core_rows import at_once
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = "/api/v1/algorithms/"
ONE = "algorithms/{algorithm_id}"
NEW = {
    "slug": "routix_v8",
    "name": "Routix V8",
    "description": "Draws it better.",
    "credit_cost": 3,
    "providers": ["local"],
}


def staff_with(*actions):
    staff = make_user(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=[f"{action}_algorithm" for action in actions]))
    return staff


@pytest.fixture
def staff():
    return staff_with("add", "change", "delete")


@pytest.fixture
def client(staff):
    return client_of(staff)


@pytest.fixture
def default(db):
    return make_algorithm(slug="routix_v6", is_default=True)


def address(algorithm):
    return f"{LIST}{algorithm.pk}"


class TestWhoMay:
    @pytest.mark.parametrize(("method", "needed"), [("put", "change"), ("patch", "change"), ("delete", "delete")])
    def test_change_one(self, default, method, needed):
        others = {"add", "change", "delete", "view"} - {needed}
        statuses = {}
        for name, user in (("stranger", make_user()), ("staff", staff_with(*others))):
            response = getattr(client_of(user), method)(address(default), {})
            assert_described(response, ONE)
            statuses[name] = response.status_code
        assert statuses == {"stranger": 403, "staff": 403}
        signed_out = getattr(APIClient(), method)(address(default), {})
        assert signed_out.status_code == 401
        assert_described(signed_out, ONE)

    def test_add_one(self, default):
        assert APIClient().post(LIST, NEW).status_code == 401
        for user in (make_user(), staff_with("change", "delete", "view")):
            response = client_of(user).post(LIST, NEW)
            assert response.status_code == 403
            assert_described(response, "algorithms/")
        assert Algorithm.objects.count() == 1

    def test_not_a_program_of_staff(self, staff, default):
        staff.is_verified = True
        staff.save()
        _, secret = create_api_key(staff, name="bot", scopes=[Scope.GENERATIONS_READ, Scope.GENERATIONS_WRITE])
        program = APIClient(headers={"authorization": f"Bearer {secret}"})
        assert program.get(LIST).status_code == 200
        refused = program.post(LIST, NEW)
        assert (refused.status_code, refused.json()["error"]["type"]) == (403, "scope_missing")
        assert program.delete(address(default)).status_code == 403


class TestAdding:
    def test_makes_a_row_that_everybody_can_pick(self, staff, client):
        response = client.post(LIST, {**NEW, "params": {"looks": 2, "tries": ["layout"]}, "features": ["face_swap"]})
        assert response.status_code == 201
        data = assert_described(response, "algorithms/")
        algorithm = Algorithm.objects.get(slug="routix_v8")
        assert (data["id"], data["credit_cost"], data["max_resolution"]) == (str(algorithm.pk), 3, "1280x720")
        assert algorithm.params == {"looks": 2, "tries": ["layout"]}
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.actor, entry.details) == ("algorithm.created", staff, {"slug": "routix_v8"})

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"params": {"speed": 3}}, "params"),
            ({"params": {"looks": 0}}, "params"),
            ({"params": {"looks": True}}, "params"),
            ({"params": {"tries": "layout"}}, "params"),
            ({"params": {"tries": [["layout"]]}}, "params"),
            ({"params": {"style": ["anime"]}}, "params"),
            ({"params": []}, "params"),
            ({"providers": ["dalle"]}, "providers"),
            ({"providers": []}, "providers"),
            ({"providers": [5]}, "providers"),
            ({"credit_cost": 0}, "credit_cost"),
            ({"credit_cost": 10**9}, "credit_cost"),
            ({"slug": "no such"}, "slug"),
            ({"slug": "routix_v6"}, "slug"),
            ({"name": ""}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"name": "a\x00b"}, "name"),
            ({"tier": "gold"}, "tier"),
            ({"max_width": 720, "max_height": 1280}, "max_height"),
            ({"max_width": 9000}, "max_width"),
            ({"is_default": True, "is_active": False}, "is_default"),
            ({"is_active": "yes"}, "is_active"),
            ({"features": "face_swap"}, "features"),
            ({"features": ["x" * 41]}, "features"),
            ({"sort": -1}, "sort"),
        ],
    )
    def test_names_what_is_wrong_and_writes_nothing(self, client, default, change, field):
        response = client.post(LIST, {**NEW, **change})
        assert response.status_code == 422, response.content
        assert_described(response, "algorithms/")
        faults = response.json()["error"]["details"]["validation_errors"]
        assert faults[0]["field"].partition("[")[0].partition(".")[0] == field
        assert Algorithm.objects.count() == 1
        assert not AuditEntry.objects.exists()

    def test_of_another_default_takes_that_from_the_one_before(self, client, default):
        assert client.post(LIST, {**NEW, "is_default": True}).status_code == 201
        default.refresh_from_db()
        assert not default.is_default
        assert Algorithm.objects.get(is_default=True).slug == "routix_v8"


class TestChanging:
    def test_sets_what_is_sent_and_keeps_the_rest(self, client):
        algorithm = make_algorithm(slug="routix_v4", credit_cost=1)
        response = client.patch(address(algorithm), {"credit_cost": 2, "params": {"repairs": 1}})
        assert assert_described(response, ONE)["credit_cost"] == 2
        algorithm.refresh_from_db()
        assert (algorithm.credit_cost, algorithm.params, algorithm.providers) == (2, {"repairs": 1}, ["local"])
        assert AuditEntry.objects.get().details == {"slug": "routix_v4", "changed": "credit_cost, params"}

    def test_of_everything_resets_what_is_left_out(self, client):
        algorithm = make_algorithm(slug="routix_v8", version="7.0.0", params={"repairs": 1}, features=["face_swap"])
        response = client.put(address(algorithm), NEW)
        assert_described(response, ONE)
        assert response.status_code == 200
        algorithm.refresh_from_db()
        assert (algorithm.version, algorithm.params, algorithm.features) == ("1.0.0", {}, [])

    def test_of_everything_needs_all_that_has_no_default(self, client, default):
        response = client.put(address(default), {"slug": "routix_v6"})
        assert response.status_code == 422
        assert {fault["field"] for fault in response.json()["error"]["details"]["validation_errors"]} == {
            "name", "description", "credit_cost", "providers"
        }  # fmt: skip

    def test_never_changes_the_slug(self, client, default):
        response = client.patch(address(default), {"slug": "another"})
        assert response.status_code == 422
        assert client.patch(address(default), {"slug": "routix_v6"}).status_code == 200

    def test_of_nothing_is_not_written_down(self, client, default):
        assert client.patch(address(default), {"name": default.name}).status_code == 200
        assert not AuditEntry.objects.exists()

    def test_of_what_is_not_there_is_not_found(self, client):
        response = client.patch(f"{LIST}{uuid.uuid4()}", {"name": "x"})
        assert response.status_code == 404
        assert_described(response, ONE)

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_default": False}])
    def test_leaves_the_default_what_it_is(self, client, default, change):
        response = client.patch(address(default), change)
        assert (response.status_code, response.json()["error"]["type"]) == (409, "default_algorithm")
        assert_described(response, ONE)
        default.refresh_from_db()
        assert (default.is_active, default.is_default) == (True, True)


class TestTakingAway:
    def test_makes_it_inactive(self, client, default):
        algorithm = make_algorithm(slug="routix_v4")
        response = client.delete(address(algorithm))
        assert response.status_code == 200
        assert assert_described(response, ONE) is None
        algorithm.refresh_from_db()
        assert not algorithm.is_active
        assert client_of(make_user()).get(address(algorithm)).status_code == 404
        assert client.delete(address(algorithm)).status_code == 200

    def test_spares_the_default(self, client, default):
        response = client.delete(address(default))
        assert response.status_code == 409
        assert_described(response, ONE)
        default.refresh_from_db()
        assert default.is_active


@pytest.mark.django_db(transaction=True)
class TestChangingAtOnce:
    def test_leaves_one_default(self, staff):
        algorithms = [make_algorithm() for _ in range(4)]
        outcomes = at_once(8, lambda number: change_algorithm(staff, algorithms[number % 4].pk, {"is_default": True}))
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
        assert Algorithm.objects.filter(is_default=True).count() == 1


@pytest.mark.django_db(transaction=True)
class TestAddingAtOnce:
    def add(self, staff, count):
        return at_once(
            count, lambda number: create_algorithm(staff, {**NEW, "slug": f"routix_n{number}", "is_default": True})
        )

    def test_leaves_one_default(self, staff, default):
        outcomes = self.add(staff, 6)
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
        assert Algorithm.objects.count() == 7
        assert Algorithm.objects.filter(is_default=True).count() == 1

    def test_blames_no_slug_for_a_default_that_another_one_became(self, staff):
        outcomes = self.add(staff, 6)
        faults = [outcome for outcome in outcomes if isinstance(outcome, ValidationFailedError)]
        assert len(faults) + Algorithm.objects.count() == len(outcomes), outcomes
        assert {fault.details["validation_errors"][0]["field"] for fault in faults} <= {"is_default"}
        assert Algorithm.objects.filter(is_default=True).count() == 1
