"""Buying over HTTP."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from billing.idempotency import IDEMPOTENCY_PARAMETERS, answer_once
from billing.models import Invoice, Order, StatementLine
from billing.selectors import get_pack, invoices_of, orders_of, statement_of
from billing.serializers.credits import StatementLineOutput
from billing.serializers.purchases import CheckoutOutput, InvoiceOutput, OrderOutput, PurchaseInput
from billing.services.purchasing import buy_pack, complete_order
from common.api.envelope import Answer
from common.client_address import hashed_ip


class PurchaseView(APIView):
    failure_statuses = ("409", "429", "503")

    @extend_schema(
        operation_id="users_credits_purchase",
        summary="Buy a pack of credits",
        description="Begins a checkout; the credits come once it is paid. The e-mail address has to be confirmed.",
        tags=["users"],
        request=PurchaseInput,
        parameters=IDEMPOTENCY_PARAMETERS,
        responses={201: CheckoutOutput},
    )
    def post(self, request: Request) -> Response:
        wanted = PurchaseInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        user = signed_in_user(request)
        slug, size = wanted.validated_data.get("pack", ""), wanted.validated_data.get("credits")

        def buy() -> Answer:
            order = buy_pack(user, get_pack(slug=slug, credits_wanted=size), ip_digest=hashed_ip(request))
            return Answer(CheckoutOutput(order).data, message="Pay at the checkout.", status=201)

        return answer_once(request, user, buy, calls_gateway=True)


class OrdersView(GenericAPIView[Order]):
    serializer_class = OrderOutput
    queryset = Order.objects.none()

    @extend_schema(
        operation_id="users_orders",
        summary="Checkouts, newest first",
        tags=["users"],
        responses={200: OrderOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(orders_of(signed_in_user(request)))
        return self.get_paginated_response(OrderOutput(page, many=True).data)


class OrderView(APIView):
    failure_statuses = ("503",)

    @extend_schema(
        operation_id="users_order",
        summary="One checkout",
        description="Asks the gateway how it stands, and books what was paid.",
        tags=["users"],
        responses={200: OrderOutput},
    )
    def get(self, request: Request, order_id: uuid.UUID) -> Response:
        return Answer(OrderOutput(complete_order(signed_in_user(request), order_id)).data)


class InvoicesView(GenericAPIView[Invoice]):
    serializer_class = InvoiceOutput
    queryset = Invoice.objects.none()

    @extend_schema(
        operation_id="users_invoices",
        summary="Paid invoices, newest first",
        tags=["users"],
        responses={200: InvoiceOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(invoices_of(signed_in_user(request)))
        return self.get_paginated_response(InvoiceOutput(page, many=True).data)


class StatementView(GenericAPIView[StatementLine]):
    scope = "account"
    serializer_class = StatementLineOutput
    queryset = StatementLine.objects.none()

    @extend_schema(
        operation_id="users_credits_statement",
        summary="The statement, newest first",
        description="Every line that explains the balance: received, held, charged, returned, expired, refunded.",
        tags=["users"],
        responses={200: StatementLineOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(statement_of(signed_in_user(request)))
        return self.get_paginated_response(StatementLineOutput(page, many=True).data)
