"""Where the gateway tells us that something happened."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.errors import PaymentsUnavailableError
from billing.gateways import current_gateway
from billing.stripe_events import receive
from billing.tasks import apply_stripe_events
from common.api.exception_handler import error_body
from common.background import nudge

LARGEST_BODY = 512 * 1024


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> JsonResponse:
    """Check the signature over the raw body, write the event down once, answer; a task applies it.

    400 for what is forged, stale or of the other mode, 413 beyond 512 KB, 503 where no payments are set up.
    """
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdigit() or int(declared) > LARGEST_BODY:
        return _refuse(request, 413, "body_too_large", "The body of the request is too large.")
    try:
        gateway = current_gateway()
    except PaymentsUnavailableError as error:
        return _refuse(request, error.status, error.code, error.message)
    try:
        event = gateway.read_event(request.body, request.headers.get("Stripe-Signature", ""))
    except ValueError:
        # Why, is in the log; whoever forges need not know.
        return _refuse(request, 400, "invalid_signature", "The signature does not fit.")
    if event.livemode != gateway.livemode:
        return _refuse(request, 400, "wrong_mode", "The event is of the other mode, live or test.")
    if receive(gateway.name, event):
        nudge(apply_stripe_events)
    return JsonResponse({"received": True})


def _refuse(request: HttpRequest, status: int, code: str, message: str) -> JsonResponse:
    request_id = getattr(request, "request_id", "")
    return JsonResponse(error_body(code=code, message=message, details={}, request_id=request_id), status=status)
