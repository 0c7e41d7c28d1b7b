"""One's own account."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import ProfileInput, UserOutput
from accounts.services.devices import device_of
from accounts.services.profile import ProfileChanges, change_profile
from common.api.envelope import Answer


class ProfileView(APIView):
    """The account of whoever asks. PUT and PATCH do the same: fields that are not sent stay as they are."""

    scope = "account"

    @extend_schema(operation_id="users_profile", tags=["users"], responses={200: UserOutput})
    def get(self, request: Request) -> Response:
        return Answer(UserOutput(signed_in_user(request)).data)

    @extend_schema(operation_id="users_profile_put", tags=["users"], request=ProfileInput, responses={200: UserOutput})
    def put(self, request: Request) -> Response:
        return self._change(request)

    @extend_schema(
        operation_id="users_profile_patch", tags=["users"], request=ProfileInput, responses={200: UserOutput}
    )
    def patch(self, request: Request) -> Response:
        return self._change(request)

    def _change(self, request: Request) -> Response:
        form = ProfileInput(data=request.data)
        form.is_valid(raise_exception=True)
        changes = {**form.validated_data}
        password = changes.pop("current_password", "")
        device = device_of(request._request)
        user = change_profile(
            signed_in_user(request), cast(ProfileChanges, changes), current_password=password, device=device
        )
        return Answer(UserOutput(user).data, message="Saved.")
