"""Addresses that only tests have, beside the real ones: a view of each class of limits, and views that break."""

from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.envelope import Answer
from common.rate_limits.pages import limited
from routix.urls import handler400, handler403, handler404, handler500
from routix.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class _Open(APIView):
    permission_classes = (AllowAny,)
    scope = "account"

    def get(self, request: Request) -> Response:
        return Answer({"seen": True})

    def post(self, request: Request) -> Response:
        return Answer({"seen": request.data})


class Generating(_Open):
    rate_class = "generation"


class Uploading(_Open):
    rate_class = "upload"


class Checking(_Open):
    rate_class = "auth"


class Personal(APIView):
    def get(self, request: Request) -> Response:
        return Answer({"seen": True})


class ForStaff(Personal):
    permission_classes = (IsAdminUser,)


class Kept(_Open):
    def get(self, request: Request) -> Response:
        return Answer({"seen": True}, headers={"Cache-Control": "private, max-age=60"})


class Unwritable(_Open):
    def get(self, request: Request) -> Response:
        return Answer({"seen": object()})


RAISED: dict[str, type[Exception]] = {
    "bug": RuntimeError,
    "missing": Http404,
    "forbidden": PermissionDenied,
    "suspicious": SuspiciousOperation,
}


class Raising(_Open):
    def get(self, request: Request, what: str = "bug") -> Response:
        raise RAISED[what]("the secret reason")


def raising(request: HttpRequest, what: str) -> HttpResponse:
    raise RAISED[what]("the secret reason")


@limited("auth")
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"taken" if request.method == "POST" else b"shown")


urlpatterns: list[Any] = [
    path("api/v1/made-up/open", _Open.as_view()),
    path("api/v1/made-up/generating", Generating.as_view()),
    path("api/v1/made-up/uploading", Uploading.as_view()),
    path("api/v1/made-up/checking", Checking.as_view()),
    path("api/v1/made-up/personal", Personal.as_view()),
    path("api/v1/made-up/staff", ForStaff.as_view()),
    path("api/v1/made-up/kept", Kept.as_view()),
    path("api/v1/made-up/unwritable", Unwritable.as_view()),
    path("api/v1/made-up/raising/<str:what>", Raising.as_view()),
    path("api/v1/made-up/plain/<str:what>", raising),
    path("made-up/raising/<str:what>", raising),
    path("made-up/form", form),
    *real,
]
