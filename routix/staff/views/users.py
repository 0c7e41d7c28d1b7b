"""Users, and what staff change about them."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Role, User
from billing.idempotency import IDEMPOTENCY_PARAMETERS, answer_once
from chat.serializers.inputs import read
from common.api.envelope import Answer
from common.client_address import hashed_ip
from common.errors import NotAllowedError, ValidationFailedError
from routix.staff.changing_users import ADJUSTS_CREDITS, CHANGES_USERS, Adjustment, UserChanges, change_user
from routix.staff.rights import staff_who_may
from routix.staff.selectors.users import facts_of_users, find_users
from routix.staff.serializers.inputs import UserChangesInput, UsersInput
from routix.staff.serializers.outputs import StaffUserOutput
from routix.staff.serializers.shapes import describe_user

_KEY = "Idempotency-Key"


class UsersView(GenericAPIView[Any]):
    serializer_class = StaffUserOutput

    @extend_schema(
        operation_id="admin_users",
        tags=["admin"],
        summary="The users",
        description="Staff.",
        parameters=[UsersInput],
        responses={200: StaffUserOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        staff_who_may(request, "accounts.view_user")
        asked = UsersInput(data=request.query_params)
        asked.is_valid(raise_exception=True)
        page = self.paginate_queryset(find_users(asked.wanted())) or []
        return self.get_paginated_response([describe_user(facts) for facts in facts_of_users(page)])


class UserView(APIView):
    failure_statuses = ("402", "409")

    @extend_schema(
        operation_id="admin_users_put",
        tags=["admin"],
        summary="Change somebody's account",
        description=(
            "Staff. Fields that are not sent stay as they are. Switching an account off ends all of its sign-ins. "
            "Superusers are changed by superusers only, and nobody locks themselves out. Credits need an "
            "`Idempotency-Key`, and the right to change credit accounts."
        ),
        request=UserChangesInput,
        parameters=IDEMPOTENCY_PARAMETERS,
        responses={200: StaffUserOutput},
    )
    def put(self, request: Request, user_id: uuid.UUID) -> Response:
        actor = staff_who_may(request, CHANGES_USERS)
        changes = _changes(request, actor, read(UserChangesInput, request.data))

        def change() -> Answer:
            user = change_user(user_id, changes, actor=actor, ip_digest=hashed_ip(request))
            fresh = list(User.objects.select_related("credit_account").filter(pk=user.pk))
            return Answer(describe_user(facts_of_users(fresh)[0]), message="Saved.")

        return answer_once(request, actor, change)


def _changes(request: Request, actor: User, wanted: dict[str, Any]) -> UserChanges:
    adjusted = wanted.pop("credits", None)
    if adjusted is not None:
        if not actor.has_perm(ADJUSTS_CREDITS):
            raise NotAllowedError
        if _KEY not in request.headers:
            raise ValidationFailedError(fields={_KEY: "Credits need one, so that they are given once."})
        adjusted = Adjustment(**adjusted, key=request.headers[_KEY])
    role = wanted.pop("role", None)
    return UserChanges(role=Role(role) if role else None, credits=adjusted, **wanted)
