"""Favourites and ratings."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from common.api.envelope import Answer
from generation import services
from generation.serializers.opinions import FavoriteOutput, RatingInput, RatingOutput


class GenerationFavorite(APIView):
    scope = "generations"

    @extend_schema(
        operation_id="generation_favorite",
        summary="Make it a favourite",
        request=None,
        responses={200: FavoriteOutput},
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        services.set_favorite(signed_in_user(request), generation_id, is_favorite=True)
        return Answer({"is_favorite": True})

    @extend_schema(
        operation_id="generation_favorite_delete",
        summary="Make it no favourite any more",
        responses={200: FavoriteOutput},
    )
    def delete(self, request: Request, generation_id: uuid.UUID) -> Response:
        services.set_favorite(signed_in_user(request), generation_id, is_favorite=False)
        return Answer({"is_favorite": False})


class GenerationRating(APIView):
    scope = "generations"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="generation_rating",
        summary="Rate it, 1 to 5",
        description="A new rating takes the place of the one before. 409 while there is no picture.",
        request=RatingInput,
        responses={200: RatingOutput},
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        sent = RatingInput(data=request.data)
        sent.is_valid(raise_exception=True)
        services.set_rating(signed_in_user(request), generation_id, rating=sent.validated_data["rating"])
        return Answer({"rating": sent.validated_data["rating"]})

    @extend_schema(
        operation_id="generation_rating_delete",
        summary="Take the rating back",
        description="409 while there is no picture.",
        responses={200: RatingOutput},
    )
    def delete(self, request: Request, generation_id: uuid.UUID) -> Response:
        services.set_rating(signed_in_user(request), generation_id, rating=None)
        return Answer({"rating": None})
