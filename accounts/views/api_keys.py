"""API keys, managed by a person: a key can't manage keys."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.models import ApiKey
from accounts.selectors import spent_by_keys, unrevoked_api_keys
from accounts.serializers.api_keys import ApiKeyInput, ApiKeyOutput, NewApiKeyOutput, RevokedKeysOutput
from accounts.serializers.fields import NO_DATA
from accounts.services.api_keys import create_api_key, revoke_all_api_keys, revoke_api_key
from common.api.envelope import Answer
from common.client_address import hashed_ip


class ApiKeysView(GenericAPIView[ApiKey]):
    """One's own keys. Expired ones are listed until they are revoked."""

    serializer_class = ApiKeyOutput
    failure_statuses = ("409",)

    @extend_schema(operation_id="users_api_keys_list", tags=["users"], responses={200: ApiKeyOutput(many=True)})
    def get(self, request: Request) -> Response:
        """The list, newest first, with what each spent this month."""
        user = signed_in_user(request)
        page = self.paginate_queryset(unrevoked_api_keys(user))
        context = {"spent": spent_by_keys(user)}
        return self.get_paginated_response(ApiKeyOutput(page, many=True, context=context).data)

    @extend_schema(
        operation_id="users_api_keys_create", tags=["users"], request=ApiKeyInput, responses={201: NewApiKeyOutput}
    )
    def post(self, request: Request) -> Response:
        """Make a key. Its secret is told in this answer only. Needs a confirmed address; there are 20 at most."""
        form = ApiKeyInput(data=request.data)
        form.is_valid(raise_exception=True)
        user = signed_in_user(request)
        key, secret = create_api_key(user, **form.validated_data, ip_digest=hashed_ip(request._request))
        context = {"spent": {}, "secret": secret}
        message = "Keep the key in a safe place: it is not shown again."
        return Answer(NewApiKeyOutput(key, context=context).data, message=message, status=201)

    @extend_schema(
        operation_id="users_api_keys_revoke_all", tags=["users"], request=None, responses={200: RevokedKeysOutput}
    )
    def delete(self, request: Request) -> Response:
        """Revoke all of one's keys, at once."""
        user = signed_in_user(request)
        revoked = revoke_all_api_keys(user, actor=user, ip_digest=hashed_ip(request._request))
        return Answer(RevokedKeysOutput({"revoked": revoked}).data, message="Revoked.")


class ApiKeyView(APIView):
    """One key."""

    @extend_schema(operation_id="users_api_keys_revoke", tags=["users"], responses={200: NO_DATA})
    def delete(self, request: Request, key_id: uuid.UUID) -> Response:
        """Revoke a key, at once."""
        user = signed_in_user(request)
        revoke_api_key(user, key_id, actor=user, ip_digest=hashed_ip(request._request))
        return Answer(None, message="Revoked.")
