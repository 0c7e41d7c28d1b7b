"""Webhooks, managed by a person: an API key can't manage them."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.models import WebhookDelivery, WebhookEndpoint
from accounts.selectors import get_webhook_endpoint, webhook_deliveries_of, webhook_endpoints_of
from accounts.serializers.fields import NO_DATA
from accounts.serializers.webhooks import (
    NewWebhookOutput,
    WebhookChangeInput,
    WebhookDeliveryOutput,
    WebhookInput,
    WebhookOutput,
)
from accounts.services.webhook_endpoints import add_endpoint, change_endpoint, delete_endpoint, rotate_secret
from accounts.services.webhooks import replay, send_ping
from common.api.envelope import Answer
from common.client_address import hashed_ip

_KEEP_IT = "Keep the secret in a safe place: it is not shown again."


class WebhooksView(GenericAPIView[WebhookEndpoint]):
    """One's own webhooks."""

    serializer_class = WebhookOutput
    failure_statuses = ("409",)

    @extend_schema(operation_id="users_webhooks_list", tags=["webhooks"], responses={200: WebhookOutput(many=True)})
    def get(self, request: Request) -> Response:
        """The list, newest first."""
        page = self.paginate_queryset(webhook_endpoints_of(signed_in_user(request)))
        return self.get_paginated_response(WebhookOutput(page, many=True).data)

    @extend_schema(
        operation_id="users_webhooks_add", tags=["webhooks"], request=WebhookInput, responses={201: NewWebhookOutput}
    )
    def post(self, request: Request) -> Response:
        """Add a webhook. Its secret is told in this answer only. Needs a confirmed e-mail address; 10 at most."""
        form = WebhookInput(data=request.data)
        form.is_valid(raise_exception=True)
        endpoint = add_endpoint(signed_in_user(request), **form.validated_data, ip_digest=hashed_ip(request._request))
        return Answer(NewWebhookOutput(endpoint).data, message=_KEEP_IT, status=201)


class WebhookView(APIView):
    """One webhook."""

    @extend_schema(operation_id="users_webhooks_get", tags=["webhooks"], responses={200: WebhookOutput})
    def get(self, request: Request, endpoint_id: uuid.UUID) -> Response:
        return Answer(WebhookOutput(get_webhook_endpoint(signed_in_user(request), endpoint_id)).data)

    @extend_schema(
        operation_id="users_webhooks_change",
        tags=["webhooks"],
        request=WebhookChangeInput,
        responses={200: WebhookOutput},
    )
    def patch(self, request: Request, endpoint_id: uuid.UUID) -> Response:
        """Change what is sent; also switches it off, and on again."""
        form = WebhookChangeInput(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        endpoint = change_endpoint(
            signed_in_user(request), endpoint_id, **form.validated_data, ip_digest=hashed_ip(request._request)
        )
        return Answer(WebhookOutput(endpoint).data, message="Saved.")

    @extend_schema(operation_id="users_webhooks_delete", tags=["webhooks"], responses={200: NO_DATA})
    def delete(self, request: Request, endpoint_id: uuid.UUID) -> Response:
        """Delete a webhook and what was kept of its calls."""
        delete_endpoint(signed_in_user(request), endpoint_id, ip_digest=hashed_ip(request._request))
        return Answer(None, message="Deleted.")


class WebhookTestView(APIView):
    """Trying a webhook out."""

    failure_statuses = ("409",)

    @extend_schema(
        operation_id="users_webhooks_test", tags=["webhooks"], request=None, responses={202: WebhookDeliveryOutput}
    )
    def post(self, request: Request, endpoint_id: uuid.UUID) -> Response:
        """Have it called with a `ping`, now. Ask its deliveries for what came of it."""
        delivery = send_ping(signed_in_user(request), endpoint_id)
        return Answer(WebhookDeliveryOutput(delivery).data, message="On its way.", status=202)


class WebhookSecretView(APIView):
    """The secret of a webhook."""

    @extend_schema(
        operation_id="users_webhooks_rotate_secret", tags=["webhooks"], request=None, responses={200: NewWebhookOutput}
    )
    def post(self, request: Request, endpoint_id: uuid.UUID) -> Response:
        """Make a new secret, told in this answer only. It signs from the next call on; the old one signs no more."""
        endpoint = rotate_secret(signed_in_user(request), endpoint_id, ip_digest=hashed_ip(request._request))
        return Answer(NewWebhookOutput(endpoint).data, message=_KEEP_IT)


class WebhookDeliveriesView(GenericAPIView[WebhookDelivery]):
    """What a webhook was told in the last 30 days."""

    serializer_class = WebhookDeliveryOutput

    @extend_schema(
        operation_id="users_webhooks_deliveries",
        tags=["webhooks"],
        responses={200: WebhookDeliveryOutput(many=True)},
    )
    def get(self, request: Request, endpoint_id: uuid.UUID) -> Response:
        """The list, newest first."""
        endpoint = get_webhook_endpoint(signed_in_user(request), endpoint_id)
        page = self.paginate_queryset(webhook_deliveries_of(endpoint))
        return self.get_paginated_response(WebhookDeliveryOutput(page, many=True).data)


class WebhookReplayView(APIView):
    """Sending something again."""

    failure_statuses = ("409",)

    @extend_schema(
        operation_id="users_webhooks_replay", tags=["webhooks"], request=None, responses={202: WebhookDeliveryOutput}
    )
    def post(self, request: Request, delivery_id: uuid.UUID) -> Response:
        """Send the same body again, under the same `webhook-id`. One that waits still is sent now instead."""
        delivery = replay(signed_in_user(request), delivery_id)
        return Answer(WebhookDeliveryOutput(delivery).data, message="On its way.", status=202)
