"""Credits over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from billing import ledger
from billing.selectors import tier_of
from billing.serializers import CreditsOutput
from common.api.envelope import Answer

_RECENT = 20


class CreditsView(APIView):
    """What the user may spend, and the latest movements.

    No plan brings or expires credits yet, so nothing is expiring and the monthly allowance is 0.
    """

    @extend_schema(operation_id="users_credits", tags=["users"], responses={200: CreditsOutput})
    def get(self, request: Request) -> Response:
        user = signed_in_user(request)
        balance = ledger.balance(user)
        credits_state = {
            "available": balance.available,
            "held": balance.held,
            "expiring": [],
            "monthly_allowance": 0,
            "subscription_tier": tier_of(user),
            "recent_transactions": ledger.recent_transactions(user, _RECENT),
        }
        return Answer(CreditsOutput(credits_state).data)
