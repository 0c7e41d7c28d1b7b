"""That nothing of the contract is left out of the walk, and that its examples are true."""

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from common.api.examples import kept_examples
from tests.contract.described import Described, shape_of
from tests.contract.endpoints import API, OUTSIDE
from tests.contract.lines import LINES, Line
from tests.contract.themes import THEMES

pytestmark = pytest.mark.unit

_SCHEMA: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
_DESCRIBED = Described(_SCHEMA)
_OPERATIONS = {
    operation["operationId"]: f"{method.upper()} {path}"
    for path, operations in _SCHEMA["paths"].items()
    for method, operation in operations.items()
}
_WALKED = [line.endpoint if isinstance(line, Line) else line.label for line in LINES]


class TestTheContract:
    def test_is_in_the_schema_line_by_line(self) -> None:
        assert [endpoint for endpoint in API if shape_of(endpoint) not in _DESCRIBED.endpoints] == []

    def test_is_walked_line_by_line_in_its_order(self) -> None:
        walked = list(dict.fromkeys(name for name in _WALKED if name in {*API, *OUTSIDE}))
        assert len(THEMES) == 9
        assert walked == [*API, *OUTSIDE]


class TestTheExamples:
    def test_are_of_operations_that_there_are(self) -> None:
        assert set(kept_examples()) <= set(_OPERATIONS)

    def test_are_there_for_whatever_of_the_contract_answers_json(self) -> None:
        kept = kept_examples()
        files = {"users_export", "generation_download_retrieve", "conversations_export"}
        wanted = {_DESCRIBED.operation_id(endpoint) for endpoint in API} - files
        assert wanted - set(kept) == set()

    @pytest.mark.parametrize("operation_id", sorted(kept_examples()))
    def test_are_as_the_schema_says(self, operation_id: str) -> None:
        for status, body in kept_examples()[operation_id].items():
            _DESCRIBED.require(_OPERATIONS[operation_id], int(status), body)
            assert status.startswith("2")

    @pytest.mark.parametrize("operation_id", sorted(kept_examples()))
    def test_stand_in_the_schema(self, operation_id: str) -> None:
        method, _, path = _OPERATIONS[operation_id].partition(" ")
        responses = _SCHEMA["paths"][path][method.lower()]["responses"]
        for status, body in kept_examples()[operation_id].items():
            assert responses[status]["content"]["application/json"]["example"] == body

    def test_tell_nothing_that_the_schema_does_not_know(self) -> None:
        endpoint = _OPERATIONS["generation_favorite"]
        told = {"success": True, "data": {"is_favorite": True, "owner": "somebody"}, "message": ""}
        with pytest.raises(AssertionError, match="owner"):
            _DESCRIBED.require(endpoint, 200, told)
