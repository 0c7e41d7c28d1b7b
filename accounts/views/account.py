"""An account as a whole: what happened to it, taking all of it along, erasing it."""

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.models import AuditEntry
from accounts.selectors import recent_audit
from accounts.serializers.account import AccountActivityOutput, ErasureInput
from accounts.serializers.fields import NO_DATA
from accounts.services.devices import device_of
from accounts.services.erasing import erase_account
from accounts.services.exporting import export_account
from common.api.envelope import Answer
from common.api.negotiation import WhateverIsAccepted
from common.api.sending import PiecemealFileResponse
from common.client_address import hashed_ip


class ActivityView(GenericAPIView[AuditEntry]):
    """What happened to one's account: sign-ins, changes of what guards it, acts of staff. Kept for a year."""

    serializer_class = AccountActivityOutput

    @extend_schema(operation_id="users_activity", tags=["users"], responses={200: AccountActivityOutput(many=True)})
    def get(self, request: Request) -> Response:
        """The list, newest first."""
        page = self.paginate_queryset(recent_audit(signed_in_user(request)))
        return self.get_paginated_response(AccountActivityOutput(page, many=True).data)


class ExportView(APIView):
    """Everything that is kept about whoever asks."""

    rate_class = "auth"
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="users_export", tags=["users"], responses={(200, "application/zip"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request) -> HttpResponseBase:
        """A zip archive: profile, activity, keys, conversations, generations with their pictures, money."""
        archive = export_account(signed_in_user(request), ip_digest=hashed_ip(request._request))
        name = f"routix-{timezone.now():%Y-%m-%d}.zip"
        response = PiecemealFileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
        response["Cache-Control"] = "no-store"
        return response


class AccountView(APIView):
    """The account of whoever asks."""

    rate_class = "auth"
    failure_statuses = ("409", "413", "415", "422", "503")

    @extend_schema(operation_id="users_account_erase", tags=["users"], request=ErasureInput, responses={200: NO_DATA})
    def delete(self, request: Request) -> Response:
        """Erase it, for ever. The body is `{"password"}`, with `otp` where there is a second factor.

        At once nobody can sign in any more; pictures and conversations are gone within moments. A plan ends without
        money going back. What was paid stays in the books, without a name.
        """
        form = ErasureInput(data=request.data)
        form.is_valid(raise_exception=True)
        erase_account(signed_in_user(request), **form.validated_data, device=device_of(request._request))
        return Answer(None, message="Your account is erased.")
