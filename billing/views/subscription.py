"""Plans over HTTP."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.models import User
from billing.idempotency import IDEMPOTENCY_PARAMETERS, answer_once
from billing.models import Subscription
from billing.selectors import packs_on_sale, plan_of_tier, plans_on_sale, subscription_of, tier_of
from billing.selectors.purchases import LIVING
from billing.serializers.purchases import (
    ChangeOutput,
    OffersOutput,
    PortalOutput,
    SubscriptionOutput,
    TierInput,
    UpgradeInput,
    UpgradeOutput,
)
from billing.services import subscribing
from billing.tiers import Tier
from common.api.envelope import Answer
from common.client_address import hashed_ip
from common.errors import NotFoundError
from common.ids import new_id

_FAILURES = ("402", "409", "429", "503")


class TiersView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="users_subscription_tiers",
        summary="Plans and packs on sale",
        tags=["users"],
        responses={200: OffersOutput},
    )
    def get(self, request: Request) -> Response:
        tier = tier_of(request.user) if isinstance(request.user, User) else None
        offers = {"tiers": plans_on_sale(), "packs": packs_on_sale()}
        return Answer(OffersOutput(offers, context={"tier": tier}).data)


class SubscriptionView(APIView):
    failure_statuses = ("404",)

    @extend_schema(
        operation_id="users_subscription",
        summary="The user's plan",
        tags=["users"],
        responses={200: SubscriptionOutput},
        description="404 for whoever never had one.",
    )
    def get(self, request: Request) -> Response:
        subscription = subscription_of(signed_in_user(request))
        if subscription is None:
            raise NotFoundError("You never had a plan.")
        return Answer(SubscriptionOutput(subscription).data)


class UpgradeView(APIView):
    failure_statuses = _FAILURES

    @extend_schema(
        operation_id="users_subscription_upgrade",
        summary="Subscribe, or change the plan",
        description=(
            "Without a plan it begins a checkout. With one, a higher plan is charged at once for the rest of the "
            "period (see the preview), a lower one begins with the next. The e-mail address has to be confirmed."
        ),
        tags=["users"],
        request=UpgradeInput,
        parameters=IDEMPOTENCY_PARAMETERS,
        responses={200: UpgradeOutput, 201: UpgradeOutput},
    )
    def post(self, request: Request) -> Response:
        wanted = UpgradeInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        user = signed_in_user(request)
        plan = plan_of_tier(Tier(wanted.validated_data["tier"]))
        at = wanted.validated_data.get("at") or timezone.now().replace(microsecond=0)
        key = request.headers.get("Idempotency-Key") or str(new_id())

        def upgrade() -> Answer:
            subscription = subscription_of(user)
            if subscription is None or subscription.status not in LIVING:
                order = subscribing.subscribe(user, plan, ip_digest=hashed_ip(request))
                begun = {"checkout_url": order.checkout_url, "order_id": order.pk, "subscription": None}
                return Answer(UpgradeOutput(begun).data, message="Pay at the checkout.", status=201)
            changed = subscribing.change_plan(user, plan, at=at, key=key)
            done = {"checkout_url": None, "order_id": None, "subscription": changed}
            return Answer(UpgradeOutput(done).data, message="Your plan is changed.")

        return answer_once(request, user, upgrade, calls_gateway=True)


class PreviewView(APIView):
    failure_statuses = _FAILURES

    @extend_schema(
        operation_id="users_subscription_preview",
        summary="What a change of plan would cost and bring",
        tags=["users"],
        request=TierInput,
        responses={200: ChangeOutput},
    )
    def post(self, request: Request) -> Response:
        wanted = TierInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        plan = plan_of_tier(Tier(wanted.validated_data["tier"]))
        return Answer(ChangeOutput(subscribing.preview_change(signed_in_user(request), plan)).data)


class CancelView(APIView):
    failure_statuses = _FAILURES

    @extend_schema(
        operation_id="users_subscription_cancel",
        summary="End the plan with its period",
        tags=["users"],
        request=None,
        parameters=IDEMPOTENCY_PARAMETERS,
        responses={200: SubscriptionOutput},
    )
    def post(self, request: Request) -> Response:
        return _turn(request, subscribing.cancel, "It ends with its period.")


class ResumeView(APIView):
    failure_statuses = _FAILURES

    @extend_schema(
        operation_id="users_subscription_resume",
        summary="Take back the ending",
        tags=["users"],
        request=None,
        parameters=IDEMPOTENCY_PARAMETERS,
        responses={200: SubscriptionOutput},
    )
    def post(self, request: Request) -> Response:
        return _turn(request, subscribing.resume, "It goes on.")


class PortalView(APIView):
    failure_statuses = _FAILURES

    @extend_schema(
        operation_id="users_subscription_portal",
        summary="Where cards and invoices are managed",
        tags=["users"],
        request=None,
        responses={200: PortalOutput},
    )
    def post(self, request: Request) -> Response:
        address = settings.PUBLIC_URL + reverse("plan")
        return Answer({"portal_url": subscribing.portal_url(signed_in_user(request), return_url=address)})


def _turn(request: Request, turn: Callable[[User], Subscription], message: str) -> Answer:
    user = signed_in_user(request)
    return answer_once(
        request, user, lambda: Answer(SubscriptionOutput(turn(user)).data, message=message), calls_gateway=True
    )
