"""Taking a conversation along."""

import uuid

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from chat.serializers.inputs import ExportInput, read
from chat.serializers.outputs import TranscriptOutput
from chat.services.exporting import export_conversation, export_data
from common.api.envelope import Answer
from common.api.negotiation import WhateverIsAccepted


class ConversationExport(APIView):
    content_negotiation_class = WhateverIsAccepted
    scope = "chat"
    # Setting a PDF is work, though it is only read.
    rate_class = "auth"
    failure_statuses = ("503",)

    @extend_schema(
        operation_id="conversations_export",
        tags=["chat"],
        summary="A conversation as a file",
        description=(
            "JSON has what the API shows; Markdown and text link to the thumbnails' pages; the PDF shows them small. "
            "Of a long conversation the file has the latest messages, and says so."
        ),
        parameters=[ExportInput],
        responses={
            (200, "application/json"): TranscriptOutput,
            (200, "text/markdown"): OpenApiTypes.STR,
            (200, "text/plain"): OpenApiTypes.STR,
            (200, "application/pdf"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, conversation_id: uuid.UUID) -> HttpResponse | Response:
        wanted = read(ExportInput, request.query_params)
        user = signed_in_user(request)
        if wanted["format"] == "json":
            data, filename = export_data(user, conversation_id)
            return Answer(data, headers=_headers(filename))
        file = export_conversation(user, conversation_id, format=wanted["format"])
        return HttpResponse(file.data, content_type=file.media_type, headers=_headers(file.filename))


def _headers(filename: str) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return {"Content-Disposition": str(disposition), "Cache-Control": "private, no-store"}
