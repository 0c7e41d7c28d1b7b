"""Inputs take JSON by its types, as the schema says."""

from typing import Any

import pytest
from django.http import QueryDict
from rest_framework import serializers

from common.api.inputs import Input

pytestmark = pytest.mark.unit


class InnerInput(Input):
    name = serializers.CharField()


class WholeInput(Input):
    text = serializers.CharField(required=False)
    blank = serializers.CharField(required=False, allow_blank=True)
    count = serializers.IntegerField(required=False, allow_null=True)
    share = serializers.FloatField(required=False)
    is_on = serializers.BooleanField(required=False)
    kind = serializers.ChoiceField(choices=["a", "1"], required=False)
    names = serializers.ListField(child=serializers.CharField(), required=False)
    inner = InnerInput(required=False)
    pairs = InnerInput(many=True, required=False)
    free = serializers.DictField(required=False)


def faults_of(data: Any) -> dict[str, Any]:
    asked = WholeInput(data=data)
    asked.is_valid()
    return asked.errors


class TestJson:
    @pytest.mark.parametrize(
        "data",
        [
            {"text": 1},
            {"count": "1"},
            {"count": True},
            {"count": 1.5},
            {"share": "0.5"},
            {"is_on": "yes"},
            {"is_on": 1},
            {"kind": 1},
            {"names": "one"},
            {"names": [1]},
            {"inner": {"name": 1}},
            {"pairs": [{"name": "one"}, {"name": 2}]},
            {"free": []},
        ],
    )
    def test_of_another_type_is_refused_by_field(self, data: dict[str, Any]) -> None:
        assert set(faults_of(data)) == set(data)

    def test_of_the_right_types_is_taken(self) -> None:
        data = {
            "text": "a",
            "blank": "",
            "count": 5.0,
            "share": 1,
            "is_on": False,
            "kind": "1",
            "names": ["a"],
            "inner": {"name": "b"},
            "pairs": [{"name": "c"}],
            "free": {"x": 1},
        }
        asked = WholeInput(data=data)
        assert asked.is_valid(), asked.errors
        assert asked.validated_data["count"] == 5

    def test_may_be_null_where_the_field_allows_it(self) -> None:
        assert faults_of({"count": None}) == {}

    def test_that_is_no_object_is_refused(self) -> None:
        assert "non_field_errors" in faults_of([1])


class TestForms:
    def test_know_only_text(self) -> None:
        asked = WholeInput(data=QueryDict("count=5&is_on=true&share=0.5&text=7"))
        assert asked.is_valid(), asked.errors
        assert asked.validated_data["count"] == 5

    @pytest.mark.parametrize("count", ["1_0", "+5", "1.0", "\u0661", "\uff11"])
    def test_take_numbers_as_the_schema_writes_them(self, count: str) -> None:
        asked = QueryDict(mutable=True)
        asked["count"] = count
        assert set(faults_of(asked)) == {"count"}

    def test_may_not_send_a_field_empty_that_needs_something(self) -> None:
        assert set(faults_of(QueryDict("count=&kind=&text=&blank="))) == {"count", "kind", "text"}
