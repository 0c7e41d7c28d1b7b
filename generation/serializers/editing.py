"""What editing a picture takes and answers."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from canvas.operations import OPERATIONS
from canvas.operations.operation import Operation
from canvas.operations.schema import describe, operation_schema
from common.api.inputs import Input
from generation.events import picture_url
from generation.models import Share, Thumbnail
from generation.selectors.revisions import LogEntry, ways_from
from generation.serializers.inputs import DocumentInput
from generation.serializers.shapes import PREVIEW_WIDTH, preview_url
from generation.services.editing import REDO, UNDO, Edited
from generation.services.sharing import ways_of_share

MOST_OPERATIONS = 20
_STEPS = {
    UNDO: "Go back to the state before the present one. It stands before all other operations and takes nothing.",
    REDO: "Go forward again to what was undone last. It stands before all other operations and takes nothing.",
}


@extend_schema_field(
    {
        "type": "object",
        "properties": {"op": {"type": "string", "enum": [*OPERATIONS, UNDO, REDO]}},
        "required": ["op"],
        "description": "An operation; `GET generation/operations` has the schema of each.",
    }
)
class OperationField(serializers.Field[Any, Any, Any, Any]):
    """One operation, as it was sent: the service reads it and names the place of a fault."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class _OperationsInput(Input):
    revision = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        allow_null=True,
        help_text="Edit only while it shows this revision, else `revision_conflict`.",
    )
    operations = serializers.ListField(child=OperationField(allow_null=True), min_length=1, max_length=MOST_OPERATIONS)


class EditInput(_OperationsInput):
    """What to change. All of it is done, or nothing."""

    index = serializers.IntegerField(min_value=0, max_value=3, default=0, help_text="Which picture; 0 is the best.")


class ShareEditInput(_OperationsInput):
    """What to change of the picture that is shared, by whoever has the secret of the share."""

    edit_token = serializers.CharField(max_length=200, help_text="The secret that was told when it was shared.")


class LayerFormatInput(DocumentInput):
    """Which picture, and for which program."""

    format = serializers.ChoiceField(
        choices=("json", "svg", "ora"),
        help_text="`json` the document itself, `svg` a vector graphic, `ora` OpenRaster for Krita and GIMP.",
    )


class TouchedOutput(serializers.Serializer[Any]):
    layer = serializers.CharField()
    box = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=1),
        min_length=4,
        max_length=4,
        help_text="x0, y0, x1, y1 in ratios of the picture.",
    )


class DocumentOutput(serializers.Serializer[Any]):
    generation_id = serializers.UUIDField()
    index = serializers.IntegerField(min_value=0)
    revision = serializers.IntegerField(min_value=0, help_text="0 is what was delivered.")
    document = serializers.DictField(help_text="The layered thumbnail; see `docs/schemas/document.json`.")


class EditOutput(DocumentOutput):
    thumbnail_url = serializers.CharField(
        help_text="A path on this host, each revision has its own; of a shared picture it shows what the share shows."
    )
    preview_url = serializers.CharField(help_text="The same picture, 480 pixels wide.")
    score = serializers.FloatField(min_value=0, max_value=100)
    inverse = serializers.ListField(child=serializers.DictField(), help_text="Operations that lead back.")
    touched = TouchedOutput(
        many=True, help_text="Where layers look different; elsewhere the drawing is the same to the last bit."
    )
    can_undo = serializers.BooleanField()
    can_redo = serializers.BooleanField()


class RevisionOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=0, help_text="0 is what was delivered.")
    is_current = serializers.BooleanField()
    operations = serializers.ListField(child=serializers.DictField(), help_text="What led here from the one before.")
    score = serializers.FloatField(min_value=0, max_value=100)
    thumbnail_url = serializers.CharField()
    preview_url = serializers.CharField()
    edited_by = serializers.ChoiceField(
        choices=("you", "share"), allow_null=True, help_text="`share` is whoever had its secret; null for 0."
    )
    created_at = serializers.DateTimeField()


class OperationOutput(serializers.Serializer[Any]):
    op = serializers.CharField()
    description = serializers.CharField()
    schema = serializers.DictField(help_text="JSON Schema, draft 2020-12.")


class OperationsOutput(serializers.Serializer[Any]):
    operations = OperationOutput(many=True)
    catalogue = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="The names that operations may use: fonts, layouts, effects, marks, paints, scenes, props.",
    )


def describe_document(thumbnail: Thumbnail) -> dict[str, Any]:
    return {
        "generation_id": str(thumbnail.generation_id),
        "index": thumbnail.index,
        "revision": thumbnail.revision,
        "document": thumbnail.document,
    }


def describe_edit(edited: Edited) -> dict[str, Any]:
    thumbnail = edited.thumbnail
    url = picture_url(thumbnail.pk, thumbnail.revision)
    return _describe_edit(edited, (url, preview_url(url)), ways_from(thumbnail))


def describe_shared_edit(edited: Edited, share: Share) -> dict[str, Any]:
    """What whoever edits by a share is answered: its addresses end with the share, and show what that shows."""
    thumbnail = edited.thumbnail
    # The picture's page reads no revision; browsers do, and so ask for the new picture at once.
    url = f"{reverse('share-picture', args=[share.token])}?revision={thumbnail.revision}"
    return _describe_edit(edited, (url, f"{url}&width={PREVIEW_WIDTH}"), ways_of_share(share, thumbnail))


def _describe_edit(edited: Edited, urls: tuple[str, str], ways: tuple[bool, bool]) -> dict[str, Any]:
    thumbnail, (can_undo, can_redo) = edited.thumbnail, ways
    return {
        **describe_document(thumbnail),
        "thumbnail_url": urls[0],
        "preview_url": urls[1],
        "score": thumbnail.score,
        "inverse": edited.inverse,
        "touched": [{"layer": touched.layer, "box": touched.box} for touched in edited.touched],
        "can_undo": can_undo,
        "can_redo": can_redo,
    }


def describe_revisions(thumbnail: Thumbnail, entries: Sequence[LogEntry]) -> list[dict[str, Any]]:
    return [_describe_revision(thumbnail, entry) for entry in entries]


def describe_operations() -> list[dict[str, Any]]:
    steps = [{"op": name, "description": text, "schema": _step_schema(name, text)} for name, text in _STEPS.items()]
    return [*(_describe_operation(operation) for operation in OPERATIONS.values()), *steps]


def _describe_operation(operation: type[Operation]) -> dict[str, Any]:
    return {"op": operation.name, "description": describe(operation), "schema": operation_schema(operation)}


def _step_schema(name: str, text: str) -> dict[str, Any]:
    properties = {"op": {"const": name}}
    rules = {"properties": properties, "required": ["op"], "additionalProperties": False}
    return {"title": name, "description": text, "type": "object", **rules}


def _describe_revision(thumbnail: Thumbnail, entry: LogEntry) -> dict[str, Any]:
    url = picture_url(thumbnail.pk, entry.number)
    editor = "you" if entry.editor_id else "share"
    return {
        "number": entry.number,
        "is_current": entry.number == thumbnail.revision,
        "operations": entry.operations,
        "score": entry.score,
        "thumbnail_url": url,
        "preview_url": preview_url(url),
        "edited_by": editor if entry.number else None,
        "created_at": entry.created_at.isoformat().replace("+00:00", "Z"),
    }
