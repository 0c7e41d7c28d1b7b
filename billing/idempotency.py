"""`Idempotency-Key` on the requests that spend."""

import json
from collections.abc import Callable

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from accounts.models import User
from billing.services.idempotency import LONGEST_KEY, Outcome, name_request, once, once_outside
from common.api.envelope import Answer

_HEADER = "Idempotency-Key"
_KEPT_HEADERS = ("X-Credits-Cost", "X-Credits-Remaining")

IDEMPOTENCY_PARAMETERS = [
    OpenApiParameter(
        _HEADER,
        {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
        OpenApiParameter.HEADER,
        description=(
            "Names this request: sent again with the same key within a day, it is carried out once and answered the "
            "same. The key with another request is a conflict."
        ),
    ),
    OpenApiParameter(
        "Idempotent-Replayed",
        OpenApiTypes.BOOL,
        OpenApiParameter.HEADER,
        response=True,
        description="The answer is one that was given before.",
    ),
]


def answer_once(
    request: Request, user: User, carry_out: Callable[[], Answer], *, calls_gateway: bool = False
) -> Answer:
    """Carry out a request, or give the answer that it got before.

    Without an `Idempotency-Key` it is simply carried out. `calls_gateway` is for work that no transaction may wait for.
    """
    key = request.headers.get(_HEADER)
    if key is None:
        return carry_out()
    named = name_request(user, key, route=f"{request.method} {request.path}", body=request.data)
    run = once_outside if calls_gateway else once
    outcome = run(named, lambda: _outcome(carry_out()))
    headers = dict(outcome.headers)
    if outcome.is_replay:
        headers["Idempotent-Replayed"] = "true"
    return Answer(outcome.body["data"], message=outcome.body["message"], status=outcome.status, headers=headers)


def _outcome(answer: Answer) -> Outcome:
    # As it will stand at the wire, so that the first answer and its replays are the same to the last byte.
    data = json.loads(JSONRenderer().render(answer.data) or b"null")
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    return Outcome(answer.status_code, {"data": data, "message": answer.message}, headers)
