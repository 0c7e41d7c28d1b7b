"""Taking a picture along."""

import uuid
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from common.api.envelope import Answer
from common.api.negotiation import WhateverIsAccepted
from common.api.throttling import DEFAULT_CLASS
from generation.errors import ResultNotReadyError
from generation.events import picture_url
from generation.models import Status
from generation.selectors import get_generation, get_thumbnail
from generation.serializers.inputs import PictureInput
from generation.serializers.outputs import DownloadLinkOutput
from generation.services import record_download
from generation.services.exports import export_picture, filename_of


class GenerationDownload(APIView):
    scope = "generations"
    content_negotiation_class = WhateverIsAccepted
    failure_statuses = ("409", "503")

    @property
    def rate_class(self) -> str:
        """Another size may have to be drawn; all else lies in storage."""
        return "drawing" if self.request.query_params.get("size") else DEFAULT_CLASS

    @extend_schema(
        summary="Download a picture",
        description=(
            "The bytes: as they were stored, or in another format or size, under 2 MB. Another size is drawn anew from "
            "the layers, up to what the algorithm draws, and up to 4K where it draws 1440p or the picture has as many "
            "pixels. With `url=1` an address that needs no header, and a filename. "
            "409 while there is no picture, or when a photo it was made with is gone."
        ),
        parameters=[PictureInput],
        responses={
            (200, "image/jpeg"): OpenApiTypes.BINARY,
            (200, "image/png"): OpenApiTypes.BINARY,
            (200, "image/webp"): OpenApiTypes.BINARY,
            (200, "application/json"): DownloadLinkOutput,
        },
    )
    def get(self, request: Request, generation_id: uuid.UUID) -> HttpResponse | Response:
        asked = PictureInput(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = {"format": "", "size": "", **asked.validated_data}
        generation = get_generation(signed_in_user(request), generation_id)
        if generation.status != Status.COMPLETED:
            raise ResultNotReadyError(details={"status": generation.status})
        thumbnail = get_thumbnail(generation, wanted["index"])
        file = export_picture(thumbnail, format=wanted["format"], size=wanted["size"])
        record_download(generation)
        filename = filename_of(thumbnail, file, wanted["size"])
        if wanted["url"]:
            query = urlencode({name: wanted[name] for name in ("format", "size") if wanted[name]})
            address = picture_url(thumbnail.pk, thumbnail.revision)
            return Answer({"url": f"{address}?{query}" if query else address, "filename": filename})
        response = HttpResponse(file.data, content_type=file.media_type)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
        response["Cache-Control"] = "private, no-cache"
        return response
