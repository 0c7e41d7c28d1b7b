"""The pictures: previews that Routix drew, for all who are signed in, and originals, for staff alone."""

import hashlib
import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import User
from common.api.negotiation import WhateverIsAccepted
from common.storage import check_signature, open_or_none, originals
from templates_lib.errors import TemplateNotFoundError
from templates_lib.selectors import get_original, get_template, may_see_secrets
from templates_lib.views.rights import viewer

# The address changes with the picture.
_PREVIEW_SECONDS = 30 * 24 * 3600
_TEMPLATE_ID = OpenApiParameter("template_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class TemplatePreview(APIView):
    scope = "templates"
    rate_class = "picture"
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="templates_preview",
        summary="A template's preview",
        description="Drawn by Routix; 404 until it is. With `If-None-Match` 304, where nothing has changed.",
        parameters=[_TEMPLATE_ID],
        responses={(200, "image/webp"): OpenApiTypes.BINARY, 304: None},
    )
    def get(self, request: Request, template_id: uuid.UUID) -> HttpResponseBase:
        _, is_staff = viewer(request)
        template = get_template(template_id, for_staff=is_staff)
        file = open_or_none(default_storage, template.preview.name) if template.preview.name else None
        if file is None:
            raise TemplateNotFoundError("Its preview is not drawn yet.")
        with file:
            data = file.read()
        tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
        headers = {"Cache-Control": f"private, max-age={_PREVIEW_SECONDS}", "ETag": tag}
        if request.headers.get("If-None-Match") == tag:
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(data, content_type="image/webp", headers={**headers, "X-Content-Type-Options": "nosniff"})


class TemplateOriginal(APIView):
    """What was uploaded. To everybody but the one whom its address was made for there is nothing here."""

    permission_classes = (AllowAny,)
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="templates_original",
        summary="What was uploaded",
        description=(
            "Staff, at the address that a template's `original.url` gives. It is good for five minutes and for the one "
            "who asked for it, signed in; for anybody else this is 404."
        ),
        parameters=[
            _TEMPLATE_ID,
            OpenApiParameter(
                "signature", OpenApiTypes.STR, OpenApiParameter.QUERY, description="Comes in the address."
            ),
        ],
        responses={
            (200, "image/png"): OpenApiTypes.BINARY,
            (200, "image/jpeg"): OpenApiTypes.BINARY,
            (200, "image/webp"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, template_id: uuid.UUID) -> HttpResponseBase:
        user = request.user
        path = reverse("template-original", args=[template_id])
        signature = request.query_params.get("signature", "")
        if not (isinstance(user, User) and check_signature(path, signature, user_id=user.pk)):
            raise TemplateNotFoundError
        if not may_see_secrets(user):
            raise TemplateNotFoundError  # no longer staff since the address was made
        original = get_original(template_id)
        file = open_or_none(originals(), original.key)
        if file is None:
            raise TemplateNotFoundError("Its picture is missing from the storage.")
        response = FileResponse(file, content_type=f"image/{original.format}")
        # Django names the file in it, by its key.
        response.headers.pop("Content-Disposition", None)
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
