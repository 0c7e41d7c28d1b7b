"""A user's pictures: faces, logos, references."""

import uuid
from typing import Any

from django.http import FileResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.models import AssetKind, BrandAsset
from accounts.selectors import assets_of, get_owned_asset
from accounts.serializers import NO_DATA, AssetAddressInput, AssetInput, AssetOutput
from accounts.services.assets import LARGEST_UPLOAD, delete_asset, fetch_asset, open_picture, store_asset
from common.api.envelope import Answer
from common.api.negotiation import WhateverIsAccepted
from common.api.parsers import BoundedJSONParser
from common.images import PictureTooLargeError

# Room for the boundaries and the other field of the form.
_LARGEST_BODY = max(LARGEST_UPLOAD.values()) + 64 * 1024


class AssetsView(GenericAPIView[BrandAsset]):
    """The list, newest first; and adding to it."""

    scope = "account"
    rate_class = "upload"
    parser_classes = (MultiPartParser, BoundedJSONParser)
    serializer_class = AssetOutput
    failure_statuses = ("409", "413")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a huge body by its stated length, before anything reads it."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > _LARGEST_BODY:
            raise PictureTooLargeError
        super().initial(request, *args, **kwargs)

    @extend_schema(operation_id="users_assets_list", tags=["users"], responses={200: AssetOutput(many=True)})
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(assets_of(signed_in_user(request)))
        return self.get_paginated_response(AssetOutput(page, many=True).data)

    @extend_schema(
        operation_id="users_assets_add",
        tags=["users"],
        request={"multipart/form-data": AssetInput, "application/json": AssetAddressInput},
        responses={201: AssetOutput},
    )
    def post(self, request: Request) -> Response:
        """Keep a picture, sent as a file or fetched from an address of the web.

        It is decoded, turned upright and encoded anew, without metadata.
        """
        user = signed_in_user(request)
        is_file = request.content_type.startswith("multipart/")
        form = (AssetInput if is_file else AssetAddressInput)(data=request.data)
        form.is_valid(raise_exception=True)
        kind = AssetKind(form.validated_data["kind"])
        if not is_file:
            asset = fetch_asset(user, kind=kind, url=form.validated_data["url"])
        elif form.validated_data["file"].size > LARGEST_UPLOAD[kind]:
            raise PictureTooLargeError
        else:
            asset = store_asset(user, kind=kind, data=form.validated_data["file"].read())
        return Answer(AssetOutput(asset).data, status=201)


class AssetView(APIView):
    """One picture."""

    scope = "account"

    @extend_schema(operation_id="users_assets_get", tags=["users"], responses={200: AssetOutput})
    def get(self, request: Request, asset_id: uuid.UUID) -> Response:
        """What is known of a picture, and where it is."""
        return Answer(AssetOutput(get_owned_asset(signed_in_user(request), asset_id)).data)

    @extend_schema(operation_id="users_assets_delete", tags=["users"], responses={200: NO_DATA})
    def delete(self, request: Request, asset_id: uuid.UUID) -> Response:
        """Delete a picture and its file."""
        delete_asset(signed_in_user(request), asset_id)
        return Answer(None, message="Deleted.")


class AssetFileView(APIView):
    """The picture itself."""

    scope = "account"
    rate_class = "picture"
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="users_assets_file",
        tags=["users"],
        parameters=[OpenApiParameter("asset_id", OpenApiTypes.UUID, OpenApiParameter.PATH)],
        responses={
            (200, "image/png"): OpenApiTypes.BINARY,
            (200, "image/jpeg"): OpenApiTypes.BINARY,
            (200, "image/webp"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, asset_id: uuid.UUID) -> HttpResponseBase:
        """The bytes, for the owner only."""
        asset = get_owned_asset(signed_in_user(request), asset_id)
        response = FileResponse(open_picture(asset), content_type=f"image/{asset.format}")
        response["Cache-Control"] = "private, max-age=3600"
        response["X-Content-Type-Options"] = "nosniff"
        return response
