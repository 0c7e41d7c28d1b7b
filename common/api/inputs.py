"""What the API takes, as exactly as the schema says it."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.fields import empty

_WHOLE = re.compile(r"-?[0-9]{1,18}|")
_TEXT = (serializers.CharField, serializers.UUIDField, serializers.ChoiceField, serializers.DateTimeField)


class Texts(dict[str, str]):
    """What stands in an address, where what is left out is left out: a `QueryDict` would make it false."""


class Input(serializers.Serializer[Any]):
    """Takes JSON by its types: `"1"` is no number, `1` no text and `"yes"` no truth, though DRF would take them.

    Forms and addresses know only text, so there the fields read it; one that is sent empty but may not be is refused
    rather than taken for one that was not sent.
    """

    def run_validation(self, data: Any = empty) -> Any:
        faults: dict[str, Any] = {}
        if isinstance(data, QueryDict | Texts):
            found = {name: _fault_of_text(self.fields.get(name), data[name]) for name in data}
            faults = {name: fault for name, fault in found.items() if fault}
        elif isinstance(data, Mapping):
            faults = _faults_of(self, data)
        if faults:
            raise serializers.ValidationError(faults)
        return super().run_validation(data)


_MESSAGES = {
    "blank": "This field may not be blank.",
    "text": "Must be text.",
    "number": "Must be a number.",
    "integer": "Must be a whole number.",
    "boolean": "Must be true or false.",
    "list": "Must be a list.",
    "object": "Must be an object.",
}


def _told(fault: str) -> list[serializers.ErrorDetail]:
    return [serializers.ErrorDetail(_MESSAGES[fault], code="blank" if fault == "blank" else "type")]


def _is_wrongly_empty(field: Any, value: Any) -> bool:
    if value != "" or field is None or field.read_only:
        return False
    return not (
        getattr(field, "allow_blank", False) or isinstance(field, serializers.FileField | serializers.ListField)
    )


def _fault_of_text(field: Any, value: Any) -> Any:
    if _is_wrongly_empty(field, value):
        return _told("blank")
    # `int` would also take `1_0` and digits of other scripts.
    if isinstance(field, serializers.IntegerField) and isinstance(value, str) and not _WHOLE.fullmatch(value):
        return _told("integer")
    return None


def _faults_of(serializer: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        name: _fault_of(field, data[name])
        for name, field in serializer.fields.items()
        if name in data and data[name] is not None and not field.read_only
    }
    return {name: fault for name, fault in found.items() if fault}


def _fault_of(field: Any, value: Any) -> Any:
    """Return what is wrong with a value's type, as DRF nests it; nothing when it is right."""
    if isinstance(field, Input):
        return None  # it looks for itself
    if isinstance(field, serializers.BaseSerializer) and not isinstance(field, serializers.ListSerializer):
        return _faults_of(field, value) if isinstance(value, Mapping) else _told("object")
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        return _fault_of_items(field.child, value) if isinstance(value, list) else _told("list")
    if isinstance(field, serializers.DictField):
        return None if isinstance(value, Mapping) else _told("object")
    return _fault_of_scalar(field, value)


def _fault_of_items(child: Any, values: list[Any]) -> Any:
    faults = {index: _fault_of(child, value) for index, value in enumerate(values) if value is not None}
    return {str(index): fault for index, fault in faults.items() if fault}


def _fault_of_scalar(field: Any, value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(field, serializers.BooleanField):
        return None if isinstance(value, bool) else _told("boolean")
    if isinstance(field, serializers.IntegerField):
        is_whole = is_number and (isinstance(value, int) or value.is_integer())
        return None if is_whole else _told("integer")
    if isinstance(field, serializers.FloatField):
        return None if is_number else _told("number")
    if isinstance(field, _TEXT):
        return None if isinstance(value, str) else _told("text")
    return None
