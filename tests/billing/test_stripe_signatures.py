import hashlib
import hmac
import json
import time
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from billing.stripe_gateway import verify_event

pytestmark = pytest.mark.unit

SECRET = "whsec_present"
FORMER = "whsec_former"
EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "livemode": False,
    "created": 1_790_000_000,
    "data": {"object": {"id": "cs_1", "object": "checkout.session", "note": "é"}},
}
# Not as json.dumps would write it again: only the raw bytes fit the signature.
BODY = json.dumps(EVENT, indent=3, ensure_ascii=False).encode()


def signed(body: bytes = BODY, *, secret: str = SECRET, age: float = 0, scheme: str = "v1") -> str:
    """The header as Stripe documents it, by its own arithmetic and not by the SDK's."""
    at = int(time.time() - age)
    return f"t={at},{scheme}={digest(at, body, secret)}"


def digest(at: int, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def body_with(**changes: object) -> bytes:
    return json.dumps({**EVENT, **changes}).encode()


class TestAnEvent:
    def test_is_read_when_its_signature_fits(self):
        event = verify_event(BODY, signed(), [SECRET])

        assert (event.id, event.type, event.livemode, event.object_id) == (
            "evt_1",
            "checkout.session.completed",
            False,
            "cs_1",
        )
        assert event.created_at == datetime.fromtimestamp(1_790_000_000, tz=UTC)
        assert event.payload == EVENT

    @pytest.mark.parametrize("secret", [SECRET, FORMER])
    def test_may_be_signed_with_either_secret_while_they_are_rotated(self, secret):
        assert verify_event(BODY, signed(secret=secret), [SECRET, FORMER]).id == "evt_1"

    def test_may_bear_several_signatures(self):
        at = int(time.time())
        header = f"t={at},v1={'0' * 64},v1={digest(at, BODY, SECRET)},v0=abc"

        assert verify_event(BODY, header, [SECRET]).id == "evt_1"

    @pytest.mark.parametrize("age", [-290, 290])
    def test_may_come_from_a_clock_that_is_a_little_off(self, age):
        assert verify_event(BODY, signed(age=age), [SECRET]).id == "evt_1"

    def test_may_be_about_something_without_an_id(self):
        body = body_with(type="balance.available", data={"object": {"object": "balance"}})

        assert verify_event(body, signed(body), [SECRET]).object_id == ""


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("header", "reason"),
        [
            (lambda: signed(secret="whsec_another"), "signature"),
            (lambda: signed(b"{}"), "signature"),
            (lambda: signed(scheme="v0"), "scheme"),
            (lambda: signed(age=301), "too old"),
            (lambda: signed(age=-310), "future"),
            (lambda: "", "signature|header"),
            (lambda: "nonsense", "header"),
            (lambda: "t=,v1=", "header"),
            (lambda: f"t={'9' * 5000},v1=a", "header"),
            (lambda: signed().replace("t=", "t=1="), "signature"),
            (lambda: signed() + "é", "readable"),
            (lambda: signed().split(",")[0], "scheme"),
            (lambda: signed().split(",")[1], "header"),
        ],
    )
    def test_is_a_header_that_does_not_fit(self, header, reason):
        with pytest.raises(ValueError, match=f"(?i){reason}"):
            verify_event(BODY, header(), [SECRET])

    def test_is_a_body_that_was_written_anew(self):
        with pytest.raises(ValueError, match="signature"):
            verify_event(json.dumps(EVENT).encode(), signed(), [SECRET])

    @pytest.mark.parametrize("secrets", [[], [""], [" "]])
    def test_is_everything_while_no_secret_is_set(self, secrets):
        with pytest.raises(ValueError, match="secret"):
            verify_event(BODY, signed(secret="".join(secrets)), secrets)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"\xff\xfe",
            b"no json",
            b"[]",
            b"null",
            body_with(object="v2.core.event"),
            body_with(id=1),
            body_with(livemode="false"),
            body_with(created="soon"),
            body_with(created=10**30),
            body_with(data={}),
            body_with(data={"object": "cs_1"}),
        ],
    )
    def test_is_a_signed_body_that_is_no_event(self, body):
        with pytest.raises(ValueError):
            verify_event(body, signed(body), [SECRET])

    def test_is_logged_with_its_reason_and_without_its_body(self):
        with capture_logs() as logs, pytest.raises(ValueError):
            verify_event(BODY, signed(age=400), [SECRET])

        assert logs == [{"event": "webhook_refused", "reason": "the signature is too old", "log_level": "warning"}]
