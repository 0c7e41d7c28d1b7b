"""Credits over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from billing import ledger
from billing.selectors import account_of, expiring_of, plan_of_tier, statement_of, tier_of
from billing.serializers.credits import CreditsOutput
from common.api.envelope import Answer

_RECENT = 20


class CreditsView(APIView):
    """What the user may spend, what of it expires when, and the latest lines of the statement."""

    scope = "account"

    @extend_schema(operation_id="users_credits", tags=["users"], responses={200: CreditsOutput})
    def get(self, request: Request) -> Response:
        user = signed_in_user(request)
        balance = ledger.balance(user)
        tier, account = tier_of(user), account_of(user)
        state = {
            "available": balance.available,
            "held": balance.held,
            "owed": balance.owed,
            "lapsed": balance.lapsed,
            "is_frozen": balance.is_frozen,
            "expiring": expiring_of(user),
            "monthly_allowance": plan_of_tier(tier).monthly_credits,
            "monthly_cap": account.monthly_cap if account else None,
            "subscription_tier": tier,
            "recent_transactions": statement_of(user)[:_RECENT],
        }
        return Answer(CreditsOutput(state).data)
