"""OpenAI's vision, against a server on a real socket."""

import base64
import json
import logging
import traceback

import openai
import pytest
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import TypeAdapter

from providers.base import CallContext
from providers.errors import MisconfiguredError, RateLimitedError, RejectedError, UnavailableError
from providers.openai.failures import failure_of
from providers.openai.vision import OpenAIVision
from tests.fakes.vendor_server import Answer, as_json

pytestmark = pytest.mark.unit

PICTURE = b"\x89PNG the bytes of a picture"
CONTEXT = CallContext(reference="template-7", attempt=1)
DESCRIPTION = {"tags": ["Red Car", "night city"], "category": "vlog", "mood": "dark"}


def message(text, **parts):
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": content, **parts}


def response(*output, **parts):
    return {
        "id": "resp_1",
        "object": "response",
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "output": list(output),
        "usage": {"input_tokens": 900, "output_tokens": 40, "total_tokens": 940},
        **parts,
    }


def error(code, *, status, kind="invalid_request_error", headers=None):
    body = {"error": {"message": "Quotes the key sk-a-key***", "type": kind, "code": code, "param": None}}
    return as_json(body, status=status, headers=headers)


def describe(seconds=5.0):
    return OpenAIVision(seconds).describe(PICTURE, "image/png", CONTEXT)


class TestOpenAIVision:
    def test_tells_what_the_vendor_sees(self, openai_server):
        reasoning = {"type": "reasoning", "id": "rs_1", "summary": []}
        openai_server.will_answer(as_json(response(reasoning, message(json.dumps(DESCRIPTION)))))
        tags = describe()
        assert (tags.tags, tags.category, tags.mood) == (("red car", "night city"), "vlog", "dark")
        assert (tags.provider, tags.model) == ("openai", "gpt-5.6-luna")
        assert (tags.input_tokens, tags.output_tokens) == (900, 40)

    def test_sends_one_request_that_the_sdks_own_type_allows_to_the_last_field(self, openai_server):
        openai_server.will_answer(as_json(response(message(json.dumps(DESCRIPTION)))))
        describe()
        (request,) = openai_server.requests
        assert request.path == "/v1/responses"
        assert request.headers["authorization"] == "Bearer sk-a-key-of-the-tests"
        # Unknown fields are dropped by the validation: what is equal after it had none.
        assert TypeAdapter(ResponseCreateParamsNonStreaming).validate_python(request.body) == request.body
        image = request.body["input"][0]["content"][0]
        assert base64.b64decode(image["image_url"].removeprefix("data:image/png;base64,")) == PICTURE
        assert request.body["text"]["format"]["strict"] is True
        assert request.body["store"] is False

    def test_reads_the_final_answer_where_a_model_thinks_aloud_before_it(self, openai_server):
        aloud = message("I see a car", phase="commentary")
        openai_server.will_answer(as_json(response(aloud, message(json.dumps(DESCRIPTION), phase="final_answer"))))
        assert describe().mood == "dark"

    def test_leaves_tokens_open_where_the_vendor_does_not_count_them(self, openai_server):
        openai_server.will_answer(as_json(response(message(json.dumps(DESCRIPTION)), usage=None)))
        assert describe().input_tokens is None

    def test_drops_what_we_do_not_know_and_too_many_tags(self, openai_server):
        body = {"tags": [f"tag {at}" for at in range(30)], "category": "crime", "mood": "none"}
        openai_server.will_answer(as_json(response(message(json.dumps(body)))))
        tags = describe()
        assert (len(tags.tags), tags.category, tags.mood) == (12, "", "")

    @pytest.mark.parametrize("reason", ["content_filter", "max_output_tokens"])
    def test_rejects_an_answer_that_would_be_cut_again(self, openai_server, reason):
        cut = message('{"tags": ["red c', status="incomplete")
        openai_server.will_answer(as_json(response(cut, status="incomplete", incomplete_details={"reason": reason})))
        with pytest.raises(RejectedError, match=reason):
            describe()

    def test_rejects_a_refusal_without_quoting_it(self, openai_server):
        refusal = message("")
        refusal["content"] = [{"type": "refusal", "refusal": "I can't describe this person"}]
        openai_server.will_answer(as_json(response(refusal), headers={"x-request-id": "req_9"}))
        with pytest.raises(RejectedError) as raised:
            describe()
        assert str(raised.value) == "openai: the model refuses request=req_9"

    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("server_error", UnavailableError),
            ("rate_limit_exceeded", RateLimitedError),
            ("vector_store_timeout", UnavailableError),
            ("something_new", UnavailableError),
            ("invalid_prompt", RejectedError),
            ("image_content_policy_violation", RejectedError),
            ("invalid_image", RejectedError),
            ("image_too_large", RejectedError),
            ("data_residency_mismatch", MisconfiguredError),
        ],
    )
    def test_reads_a_failure_that_comes_with_status_200(self, openai_server, code, kind):
        failed = {"code": code, "message": "Quotes the prompt"}
        openai_server.will_answer(as_json(response(status="failed", error=failed)))
        with pytest.raises(kind, match=code) as raised:
            describe()
        assert type(raised.value) is kind
        assert "Quotes" not in str(raised.value)

    @pytest.mark.parametrize(
        "body",
        [
            response(message("")),
            response(),
            response(message('{"tags": ["red car"], "categ')),
            response(message(json.dumps({"tags": [], "category": "vlog", "mood": "dark"}))),
            response(message(json.dumps(DESCRIPTION)), status="in_progress"),
            response(status="failed"),
            response(status="incomplete", incomplete_details=None),
            {"object": "list", "data": []},
            {},
            [],
            None,
        ],
    )
    def test_takes_no_rubbish_for_an_answer(self, openai_server, body):
        openai_server.will_answer(as_json(body))
        with pytest.raises(UnavailableError):
            describe()

    @pytest.mark.parametrize("content_type", ["text/html", "application/json"])
    def test_takes_no_page_for_an_answer(self, openai_server, content_type):
        openai_server.will_answer(Answer(b"<html><h1>Sign in</h1></html>", content_type=content_type))
        with pytest.raises(UnavailableError, match="no response"):
            describe()

    def test_asks_only_once_and_never_waits_by_itself(self, openai_server):
        openai_server.will_answer(error("rate_limit_exceeded", status=429, headers={"retry-after": "60"}))
        with pytest.raises(RateLimitedError) as raised:
            describe()
        assert raised.value.retry_after == 60
        assert len(openai_server.requests) == 1

    @pytest.mark.parametrize(
        ("answer", "kind"),
        [
            (error("moderation_blocked", status=400, kind="image_generation_user_error"), RejectedError),
            (error("content_policy_violation", status=400), RejectedError),
            (error("invalid_prompt", status=400), RejectedError),
            (error("billing_hard_limit_reached", status=400), MisconfiguredError),
            (error("insufficient_quota", status=429, kind="insufficient_quota"), MisconfiguredError),
            (error(None, status=429, kind="insufficient_quota"), MisconfiguredError),
            (error("rate_limit_exceeded", status=429), RateLimitedError),
            (error("slow_down", status=429), RateLimitedError),
            (error("invalid_api_key", status=401), MisconfiguredError),
            (error("organization_not_verified", status=403), MisconfiguredError),
            (error("model_not_found", status=404), MisconfiguredError),
            (error("model_not_found", status=400), MisconfiguredError),
            (error("unknown_parameter", status=400), RejectedError),
            (error("too_large", status=413), RejectedError),
            (error("unprocessable", status=422), RejectedError),
            (error("timeout", status=408), UnavailableError),
            (error("conflict", status=409), UnavailableError),
            (error("server_error", status=500), UnavailableError),
            (error("overloaded", status=503, headers={"retry-after": "3"}), UnavailableError),
            (Answer(b"<html>502</html>", status=502, content_type="text/html"), UnavailableError),
            (Answer(b"", status=302), UnavailableError),
        ],
    )
    def test_translates_every_row_of_the_table(self, openai_server, answer, kind):
        openai_server.will_answer(answer)
        with pytest.raises(kind) as raised:
            describe()
        assert type(raised.value) is kind
        assert f"status={answer.status}" in raised.value.detail
        assert "Quotes" not in str(raised.value)
        assert len(openai_server.requests) == 1

    def test_passes_on_how_long_an_overloaded_vendor_wants_to_be_left_alone(self, openai_server):
        openai_server.will_answer(error("overloaded", status=503, headers={"retry-after-ms": "2500"}))
        with pytest.raises(UnavailableError) as raised:
            describe()
        assert raised.value.retry_after == 2.5

    def test_gives_up_on_a_silent_vendor(self, openai_server):
        openai_server.will_answer(Answer(b"{}", silent_for=20))
        with pytest.raises(UnavailableError, match="in time"):
            describe(seconds=0.2)
        assert len(openai_server.requests) == 1

    def test_notices_a_connection_that_breaks_in_the_middle(self, openai_server):
        body = json.dumps(response(message(json.dumps(DESCRIPTION)))).encode()
        openai_server.will_answer(Answer(body, reset_after=50))
        with pytest.raises(UnavailableError, match="no connection"):
            describe()

    def test_notices_that_nobody_listens(self, openai_server, settings):
        settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
        with pytest.raises(UnavailableError, match="no connection"):
            describe()

    def test_knows_no_error_of_the_sdk_that_is_not_a_providers(self):
        assert type(failure_of(openai.OpenAIError("Quotes the prompt"))) is UnavailableError
        assert "Quotes" not in str(failure_of(openai.OpenAIError("Quotes the prompt")))

    def test_leaves_neither_key_nor_picture_nor_prompt_in_any_log(self, openai_server, caplog):
        caplog.set_level(logging.DEBUG)
        openai_server.will_answer(
            as_json(response(message(json.dumps(DESCRIPTION)))), error("invalid_api_key", status=401)
        )
        describe()
        with pytest.raises(MisconfiguredError) as raised:
            describe()
        assert "Quotes the key" not in "".join(traceback.format_exception(raised.value))
        assert "Sending HTTP Request" in caplog.text  # the SDK does log, at this level
        for secret in ("sk-a-key", base64.b64encode(PICTURE).decode(), "Describe this", "red car"):
            assert secret not in caplog.text
