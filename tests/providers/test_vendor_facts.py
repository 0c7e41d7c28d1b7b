"""What is taken over from a vendor's answer into our errors."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from providers.vendor_facts import retry_after, safe_code, told

pytestmark = pytest.mark.unit


class TestSafeCode:
    def test_keeps_a_code(self):
        assert safe_code("rate_limit_exceeded") == "rate_limit_exceeded"

    @pytest.mark.parametrize("value", ["Incorrect API key: sk-1", "", "x" * 65, "a\nb", None, 3, ["a"]])
    def test_keeps_nothing_else(self, value):
        assert safe_code(value) == ""


class TestTold:
    def test_lists_the_facts_after_the_sentence_and_leaves_out_prose(self):
        assert told("no text", status=429, code="slow_down", message="Your prompt was …", request=None) == (
            "no text status=429 code=slow_down"
        )

    def test_is_empty_without_any(self):
        assert told(message="two words") == ""


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"retry-after": "7"}, 7.0),
            ({"retry-after": "0.5"}, 0.5),
            ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
            ({"retry-after": "Thu, 01 Jan 2015 00:00:00 GMT"}, 0.0),
            ({"retry-after": "Thu, 01 Jan 2015 00:00:00 -0000"}, 0.0),
        ],
    )
    def test_is_read_from_seconds_milliseconds_or_a_date_that_has_passed(self, headers, seconds):
        assert retry_after(headers) == seconds

    def test_is_read_from_a_date_to_come(self):
        header = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
        assert retry_after({"retry-after": header}) == pytest.approx(60, abs=2)

    @pytest.mark.parametrize("headers", [{}, {"retry-after": ""}, {"retry-after": "-1"}, {"retry-after": "nan"}])
    def test_is_none_when_nothing_sensible_is_said(self, headers):
        assert retry_after(headers) is None
