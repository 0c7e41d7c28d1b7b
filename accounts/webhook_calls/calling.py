"""One call: signed, sent, and what came of it."""

import time
from dataclasses import dataclass

import structlog
from django.conf import settings

from accounts.webhook_calls.claiming import Claim
from accounts.webhook_calls.signing import signature
from common.errors import DomainError
from common.fetching import post

_log = structlog.get_logger(__name__)
# For everything together, from looking up the name to the head of the answer.
SECONDS = 10.0
GONE = 410


@dataclass(frozen=True)
class Outcome:
    """What came of a call. `problem` is empty when it was taken, and else tells the owner what to look at."""

    status_code: int | None
    problem: str

    @property
    def is_taken(self) -> bool:
        return not self.problem


def call(claim: Claim) -> Outcome:
    """Call the endpoint. Whatever goes wrong is an outcome: one that can't be called must not keep the others."""
    if claim.secret is None:
        return Outcome(None, "The secret of this endpoint can't be read any more. Make a new one.")
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": claim.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(claim.secret, message_id=claim.message_id, timestamp=timestamp, body=claim.body),
    }
    try:
        status = post(
            claim.url, body=claim.body, headers=headers, is_https_needed=settings.IS_PRODUCTION, seconds=SECONDS
        )
    except DomainError as error:
        return Outcome(None, error.message)
    except Exception:
        _log.exception("webhook_call_broke", delivery=str(claim.delivery_id))
        return Outcome(None, "The call broke on our side.")
    return Outcome(status, _problem_of(status))


def _problem_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"It answered with status {status}; redirects are not followed."
    return f"It answered with status {status}."
