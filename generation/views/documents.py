"""The layered document of a picture: reading it, editing it, taking it to other programs."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from canvas.operations.names import known_names
from common.api.envelope import Answer
from common.api.negotiation import WhateverIsAccepted
from common.errors import NotAllowedError
from common.rate_limits.requests import require_allowance
from generation.errors import ResultNotReadyError
from generation.models import Status, Thumbnail
from generation.selectors import get_generation, get_thumbnail
from generation.selectors.revisions import RevisionLog
from generation.selectors.shared import get_share, may_edit
from generation.serializers.editing import (
    DocumentOutput,
    EditInput,
    EditOutput,
    LayerFormatInput,
    OperationsOutput,
    RevisionOutput,
    ShareEditInput,
    describe_document,
    describe_edit,
    describe_operations,
    describe_revisions,
    describe_shared_edit,
)
from generation.serializers.inputs import DocumentInput
from generation.services import record_download
from generation.services.editing import Edit, edit_picture, restore_revision
from generation.services.exports import export_layers, filename_of

_HOW = (
    "Typed operations, one to twenty, all of them or none; `GET generation/operations` lists them. Free of credits. "
    "Undo and redo are operations, too, and stand before all others. With `revision` it is done only while the picture "
    "shows that one (409 `revision_conflict`); without it, an edit that met another one is done again on top of it. "
    "What can't be done is 422 with its place, such as `operations[2].text`."
)


def _thumbnail(request: Request, generation_id: uuid.UUID, index: int) -> Thumbnail:
    """A picture of the user. Raises `NotFoundError`, and `ResultNotReadyError` while there is none."""
    generation = get_generation(signed_in_user(request), generation_id)
    if generation.status != Status.COMPLETED:
        raise ResultNotReadyError(details={"status": generation.status})
    return get_thumbnail(generation, index)


def _index(request: Request) -> int:
    asked = DocumentInput(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return int(asked.validated_data["index"])


class GenerationDocument(APIView):
    scope = "generations"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="generation_document",
        summary="The layered document of a picture",
        description="409 while there is no picture.",
        parameters=[DocumentInput],
        responses={200: DocumentOutput},
    )
    def get(self, request: Request, generation_id: uuid.UUID) -> Response:
        return Answer(describe_document(_thumbnail(request, generation_id, _index(request))))


class GenerationEdit(APIView):
    scope = "generations"
    rate_class = "drawing"
    failure_statuses = ("409", "503")

    @extend_schema(
        operation_id="generation_edit",
        summary="Edit a picture",
        description=_HOW,
        request=EditInput,
        responses={200: EditOutput},
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        wanted = EditInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        user = signed_in_user(request)
        edited = edit_picture(get_generation(user, generation_id), Edit(**wanted.validated_data), editor=user)
        return Answer(describe_edit(edited))


class ShareEdit(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    rate_class = "drawing"
    failure_statuses = ("403", "409", "503")

    @extend_schema(
        operation_id="share_edit",
        summary="Edit a shared picture",
        description=f"For whoever has the share's `edit_token`, without signing in. {_HOW}",
        request=ShareEditInput,
        responses={200: EditOutput},
    )
    def post(self, request: Request, token: str) -> Response:
        wanted = ShareEditInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(wanted.validated_data)
        share = get_share(token)
        if not may_edit(share, values.pop("edit_token")):
            raise NotAllowedError("This secret does not let you edit what is shared.")
        # Beside the limit of the address: one secret may be in many hands.
        require_allowance(request._request, "drawing", f"share:{share.pk}")
        edited = edit_picture(share.generation, Edit(**values), editor=None, share=share)
        return Answer(describe_shared_edit(edited, share))


class RevisionList(GenericAPIView[Any]):
    scope = "generations"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="generation_revisions",
        summary="What edits made of a picture",
        description="Newest first; number 0 is what was delivered. The hundred newest are kept, and number 0.",
        parameters=[DocumentInput],
        responses={200: RevisionOutput(many=True)},
    )
    def get(self, request: Request, generation_id: uuid.UUID) -> Response:
        thumbnail = _thumbnail(request, generation_id, _index(request))
        entries: Any = self.paginate_queryset(RevisionLog(thumbnail))  # type: ignore[arg-type]
        return self.get_paginated_response(describe_revisions(thumbnail, entries))


class RevisionRestore(APIView):
    scope = "generations"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="generation_revision_restore",
        summary="Show an earlier or later state again",
        description="As undoing or redoing up to there. What lies ahead of it stays until the next edit.",
        request=None,
        parameters=[DocumentInput],
        responses={200: EditOutput},
    )
    def post(self, request: Request, generation_id: uuid.UUID, number: int) -> Response:
        index = _index(request)
        generation = get_generation(signed_in_user(request), generation_id)
        return Answer(describe_edit(restore_revision(generation, number, index=index)))


class OperationList(APIView):
    scope = "generations"

    @extend_schema(
        operation_id="generation_operations",
        summary="The operations that edit a picture",
        description="What each does, its JSON Schema, and the names that they may use.",
        responses={200: OperationsOutput},
    )
    def get(self, request: Request) -> Response:
        return Answer({"operations": describe_operations(), "catalogue": known_names()})


class DocumentExport(APIView):
    scope = "generations"
    content_negotiation_class = WhateverIsAccepted
    rate_class = "drawing"
    failure_statuses = ("409", "503")

    @extend_schema(
        operation_id="generation_document_export",
        summary="Take the layers along",
        description=(
            "As the document itself, as a vector graphic (letters are paths, all else is embedded), or as OpenRaster, "
            "which Krita and GIMP open with the layers in place. There the grade is worked into the layers, and the "
            "finished picture lies on top, hidden. 409 while there is no picture, or when one it was made with is gone."
        ),
        parameters=[
            LayerFormatInput,
            OpenApiParameter("Content-Disposition", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200]),
        ],
        responses={
            (200, "application/vnd.routix.document+json"): OpenApiTypes.OBJECT,
            (200, "image/svg+xml"): OpenApiTypes.BINARY,
            (200, "image/openraster"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, generation_id: uuid.UUID) -> HttpResponse:
        asked = LayerFormatInput(data=request.query_params)
        asked.is_valid(raise_exception=True)
        thumbnail = _thumbnail(request, generation_id, asked.validated_data["index"])
        file = export_layers(thumbnail, asked.validated_data["format"])
        record_download(thumbnail.generation)
        response = HttpResponse(file.data, content_type=file.media_type)
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=filename_of(thumbnail, file)
        )
        response["Cache-Control"] = "private, no-cache"
        # Opened in a browser, an SVG could run scripts; ours has none and shall get no chance to.
        response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        return response
