"""RELIABILITY 20: every operation of the schema is asked what it should and should not be asked.

One check of schemathesis is left out: that whatever fits the schema is taken. No schema can say which algorithms there
are, or which password is right.
"""

import os
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.openapi.world import World, make_world

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

_EXAMPLES = 150 if os.environ.get("PROOF") else 8

_PLACEHOLDER = "Bearer of the world's owner"
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Requests are thought out before there is anybody to sign in: here the owner of the world does."""
    if environ.get("HTTP_AUTHORIZATION") == _PLACEHOLDER:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {World.latest.token}"
    answer = _django(environ, start_response)
    with closing(answer):
        return list(answer)


schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = application


@schema.auth()
class Owner:
    """Lets schemathesis leave the sign-in away, to see whether it is asked for."""

    def get(self, case: Any, context: Any) -> str:
        return _PLACEHOLDER

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "Authorization": data}


@pytest.fixture
def world(db: None) -> World:
    return make_world(owner_is_staff=True)


@schema.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    """Half of the addresses name something that is there, or hardly anything but 404 would be seen.

    What breaks the schema on purpose is left as it is.
    """
    known = World.latest.ids if World.latest else {}
    if not path_parameters or sum(map(ord, "".join(map(str, path_parameters.values())))) % 2:
        return path_parameters
    return {
        name: known.get(name, value) if _is_an_id(value) or name == "token" else value
        for name, value in path_parameters.items()
    }


def _is_an_id(value: Any) -> bool:
    try:
        return str(UUID(str(value))) == value
    except ValueError:
        return False


@schema.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_the_schema_says(case: Any, world: World) -> None:
    answer = case.call()
    case.validate_response(answer, excluded_checks=[positive_data_acceptance])
    assert answer.status_code < 500
