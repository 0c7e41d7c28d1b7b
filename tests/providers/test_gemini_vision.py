"""Gemini's vision, against a server on a real socket."""

import base64
import json
import logging
import traceback

import pytest
from google.genai import types

from providers.base import CallContext
from providers.describing import answer_schema
from providers.errors import MisconfiguredError, RateLimitedError, RejectedError, UnavailableError
from providers.gemini.vision import GeminiVision
from tests.fakes.vendor_server import Answer, as_json

pytestmark = pytest.mark.unit

PICTURE = b"\x89PNG the bytes of a picture"
CONTEXT = CallContext(reference="template-7", attempt=1)
DESCRIPTION = {"tags": ["Red Car", "night city"], "category": "vlog", "mood": "dark"}
TOKENS = {"promptTokenCount": 300, "candidatesTokenCount": 30, "thoughtsTokenCount": 12, "totalTokenCount": 342}


def answered(text, *, reason="STOP", tokens=TOKENS, parts=()):
    candidate = {"content": {"role": "model", "parts": [*parts, {"text": text}]}, "finishReason": reason, "index": 0}
    return {"candidates": [candidate], "modelVersion": "m", **({"usageMetadata": tokens} if tokens else {})}


def error(status, name, *details, headers=None):
    body = {"code": status, "status": name, "message": "Quotes the prompt", "details": list(details)}
    return as_json({"error": body}, status=status, headers=headers)


def info(reason):
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}


def wait(delay):
    return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}


def quota(name):
    return {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": name}]}


def describe(seconds=5.0):
    return GeminiVision(seconds).describe(PICTURE, "image/png", CONTEXT)


class TestGeminiVision:
    def test_tells_what_the_vendor_sees(self, gemini_server):
        thought = {"text": "a car, I think", "thought": True}
        gemini_server.will_answer(as_json(answered(json.dumps(DESCRIPTION), parts=[thought])))
        tags = describe()
        assert (tags.tags, tags.category, tags.mood) == (("red car", "night city"), "vlog", "dark")
        assert (tags.provider, tags.model) == ("gemini", "gemini-3.1-flash-lite")
        assert (tags.input_tokens, tags.output_tokens) == (300, 42)

    def test_sends_one_request_that_the_sdks_own_types_allow_to_the_last_field(self, gemini_server):
        gemini_server.will_answer(as_json(answered(json.dumps(DESCRIPTION))))
        describe(seconds=5.0)
        (request,) = gemini_server.requests
        assert request.path == "/v1/models/gemini-3.1-flash-lite:generateContent"
        assert request.headers["x-goog-api-key"] == "AIza-a-key-of-the-tests"
        assert request.headers["x-server-timeout"] == "5"
        body = request.body
        assert sorted(body) == ["contents", "generationConfig", "systemInstruction"]
        (content,) = [types.Content.model_validate(part) for part in body["contents"]]  # these models forbid extras
        assert content.parts[0].inline_data == types.Blob(data=PICTURE, mime_type="image/png")
        assert "search index" in types.Content.model_validate(body["systemInstruction"]).parts[0].text
        config = types.GenerationConfig.model_validate(body["generationConfig"])
        assert config.response_json_schema == answer_schema()
        assert config.response_mime_type == "application/json"

    def test_reads_an_answer_in_several_parts(self, gemini_server):
        text = json.dumps(DESCRIPTION)
        gemini_server.will_answer(as_json(answered(text[20:], parts=[{"text": text[:20]}])))
        assert describe().mood == "dark"

    def test_leaves_tokens_open_where_the_vendor_does_not_count_them(self, gemini_server):
        gemini_server.will_answer(as_json(answered(json.dumps(DESCRIPTION), tokens=None)))
        assert describe().output_tokens is None

    def test_drops_what_we_do_not_know_and_too_many_tags(self, gemini_server):
        body = {"tags": [f"tag {at}" for at in range(30)], "category": "crime", "mood": "none"}
        gemini_server.will_answer(as_json(answered(json.dumps(body))))
        tags = describe()
        assert (len(tags.tags), tags.category, tags.mood) == (12, "", "")

    @pytest.mark.parametrize("reason", ["SAFETY", "OTHER", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "A_NEW_ONE"])
    def test_rejects_a_blocked_picture(self, gemini_server, reason):
        gemini_server.will_answer(as_json({"promptFeedback": {"blockReason": reason}, "usageMetadata": TOKENS}))
        with pytest.raises(RejectedError, match=reason):
            describe()

    @pytest.mark.parametrize(
        ("reason", "kind"),
        [
            ("SAFETY", RejectedError),
            ("RECITATION", RejectedError),
            ("BLOCKLIST", RejectedError),
            ("PROHIBITED_CONTENT", RejectedError),
            ("SPII", RejectedError),
            ("MODEL_ARMOR", RejectedError),
            ("ESCALATION", RejectedError),
            ("IMAGE_SAFETY", RejectedError),
            ("MAX_TOKENS", RejectedError),
            ("CONTINUATION", RejectedError),
            ("PUP_LIMITED_DISABLED", MisconfiguredError),
            ("OTHER", UnavailableError),
            ("MALFORMED_RESPONSE", UnavailableError),
            ("FINISH_REASON_UNSPECIFIED", UnavailableError),
            ("A_NEW_ONE", UnavailableError),
            ("", UnavailableError),
        ],
    )
    def test_reads_why_an_answer_did_not_end_well(self, gemini_server, reason, kind):
        gemini_server.will_answer(as_json(answered('{"tags": ["red c', reason=reason)))
        with pytest.raises(kind) as raised:
            describe()
        assert type(raised.value) is kind
        assert len(gemini_server.requests) == 1

    def test_reads_a_candidate_without_content(self, gemini_server):
        gemini_server.will_answer(as_json({"candidates": [{"finishReason": "SAFETY", "index": 0}]}))
        with pytest.raises(RejectedError, match="SAFETY"):
            describe()

    @pytest.mark.parametrize(
        "body",
        [
            answered(""),
            answered('{"tags": ["red car"], "categ'),
            answered(json.dumps({"tags": [], "category": "vlog", "mood": "dark"})),
            {"candidates": []},
            {"candidates": [None]},
            {"candidates": "none"},
            {},
            [],
            None,
        ],
    )
    def test_takes_no_rubbish_for_an_answer(self, gemini_server, body):
        gemini_server.will_answer(as_json(body))
        with pytest.raises(UnavailableError):
            describe()

    @pytest.mark.parametrize("content_type", ["text/html", "application/json"])
    def test_takes_no_page_for_an_answer(self, gemini_server, content_type):
        gemini_server.will_answer(Answer(b"<html><h1>Sign in</h1></html>", content_type=content_type))
        with pytest.raises(UnavailableError, match="no response"):
            describe()

    @pytest.mark.parametrize(
        ("answer", "kind", "seconds"),
        [
            (error(429, "RESOURCE_EXHAUSTED", wait("2s")), RateLimitedError, 2.0),
            (error(429, "RESOURCE_EXHAUSTED", wait("0.5s"), quota("RequestsPerMinute")), RateLimitedError, 0.5),
            (error(429, "RESOURCE_EXHAUSTED", headers={"retry-after": "8"}), RateLimitedError, 8.0),
            (error(429, "RESOURCE_EXHAUSTED"), RateLimitedError, None),
            (error(429, "RESOURCE_EXHAUSTED", wait("2s"), quota("RequestsPerDay-FreeTier")), MisconfiguredError, None),
            (error(400, "INVALID_ARGUMENT", info("API_KEY_INVALID")), MisconfiguredError, None),
            (error(400, "FAILED_PRECONDITION"), MisconfiguredError, None),
            (error(400, "INVALID_ARGUMENT"), RejectedError, None),
            (error(400, "INVALID_ARGUMENT", "prose", {"violations": "prose"}), RejectedError, None),
            (error(401, "UNAUTHENTICATED"), MisconfiguredError, None),
            (error(403, "PERMISSION_DENIED"), MisconfiguredError, None),
            (error(404, "NOT_FOUND"), MisconfiguredError, None),
            (error(413, "TOO_LARGE"), RejectedError, None),
            (error(408, "TIMEOUT"), UnavailableError, None),
            (error(499, "CANCELLED"), UnavailableError, None),
            (error(500, "INTERNAL"), UnavailableError, None),
            (error(503, "UNAVAILABLE", wait("3s")), UnavailableError, 3.0),
            (error(504, "DEADLINE_EXCEEDED"), UnavailableError, None),
            (Answer(b"<html>502</html>", status=502, content_type="text/html"), UnavailableError, None),
            (Answer(b'{"error": "\xff"}', status=400), UnavailableError, None),
            (as_json({"error": "prose"}, status=403), MisconfiguredError, None),
            (as_json([{"error": {"status": "NOT_FOUND"}}], status=404), MisconfiguredError, None),
        ],
    )
    def test_translates_every_row_of_the_table(self, gemini_server, answer, kind, seconds):
        gemini_server.will_answer(answer)
        with pytest.raises(kind) as raised:
            describe()
        assert type(raised.value) is kind
        assert raised.value.retry_after == seconds
        assert "Quotes" not in str(raised.value)
        assert len(gemini_server.requests) == 1

    def test_gives_up_on_a_silent_vendor(self, gemini_server):
        gemini_server.will_answer(Answer(b"{}", silent_for=20))
        with pytest.raises(UnavailableError, match="in time"):
            describe(seconds=0.2)
        assert len(gemini_server.requests) == 1

    def test_notices_a_connection_that_breaks_in_the_middle(self, gemini_server):
        gemini_server.will_answer(Answer(json.dumps(answered("{}")).encode(), reset_after=50))
        with pytest.raises(UnavailableError, match="no connection"):
            describe()

    def test_notices_that_nobody_listens(self, gemini_server, settings):
        settings.GEMINI_BASE_URL = "http://127.0.0.1:9"
        with pytest.raises(UnavailableError, match="no connection"):
            describe()

    def test_is_not_led_elsewhere_by_the_environment(self, gemini_server, monkeypatch):
        monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:9")
        monkeypatch.setenv("GOOGLE_GENAI_API_VERSION", "v1alpha")
        monkeypatch.setenv("GOOGLE_API_KEY", "another-key")
        gemini_server.will_answer(as_json(answered(json.dumps(DESCRIPTION))))
        describe()
        assert gemini_server.requests[0].path.startswith("/v1/models/")
        assert gemini_server.requests[0].headers["x-goog-api-key"] == "AIza-a-key-of-the-tests"

    def test_leaves_neither_key_nor_picture_nor_prompt_in_any_log(self, gemini_server, caplog):
        caplog.set_level(logging.DEBUG)
        gemini_server.will_answer(
            as_json(answered(json.dumps(DESCRIPTION))), error(400, "INVALID_ARGUMENT", info("API_KEY_INVALID"))
        )
        describe()
        with pytest.raises(MisconfiguredError) as raised:
            describe()
        assert "Quotes the prompt" not in "".join(traceback.format_exception(raised.value))
        assert "httpcore2" in caplog.text  # the HTTP library does log, at this level
        for secret in ("AIza-a-key", base64.b64encode(PICTURE).decode(), "Describe this", "red car"):
            assert secret not in caplog.text
