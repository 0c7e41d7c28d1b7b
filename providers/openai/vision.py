"""Pictures described by OpenAI's Responses API."""

import base64

import openai
from django.conf import settings
from pydantic import BaseModel, ValidationError

from providers.base import CallContext, VisionTags
from providers.credentials import checked_model
from providers.describing import INSTRUCTIONS, answer_schema, log_description, tags_of
from providers.errors import RejectedError, UnavailableError
from providers.openai.client import NAME, check_settings, client
from providers.openai.failures import failure_of, failure_of_code
from providers.vendor_facts import told

# Far more than an answer takes: the thoughts of a model that thinks first count as well.
_MOST_TOKENS = 2_000
# Reasons for which the same request would end in the same way.
_FINAL = frozenset({"content_filter", "max_output_tokens"})


class _Part(BaseModel):
    type: str
    text: str = ""


class _Item(BaseModel):
    type: str
    phase: str | None = None
    content: list[_Part] | None = None


class _Error(BaseModel):
    code: str


class _IncompleteDetails(BaseModel):
    reason: str | None = None


class _Tokens(BaseModel):
    input_tokens: int
    output_tokens: int


class _Answer(BaseModel):
    """The part of a response that is read. The SDK's own type checks nothing: it takes a page of HTML for one."""

    status: str
    error: _Error | None = None
    incomplete_details: _IncompleteDetails | None = None
    output: list[_Item] = []
    usage: _Tokens | None = None


class OpenAIVision:
    """Describes pictures with the model of `OPENAI_VISION_MODEL`. One call is one request and costs money."""

    name = NAME

    def __init__(self, seconds: float = 45.0) -> None:
        """`MisconfiguredError` without a usable key. `seconds` is how long an answer may be silent."""
        check_settings()
        self.model = checked_model(NAME, "OPENAI_VISION_MODEL", settings.OPENAI_VISION_MODEL)
        self._seconds = seconds

    def describe(self, picture: bytes, mime: str, context: CallContext) -> VisionTags:
        """Look at the picture in low detail: that shows what tags tell."""
        data = base64.b64encode(picture).decode("ascii")
        try:
            raw = client(self._seconds).responses.with_raw_response.create(
                model=self.model,
                instructions=INSTRUCTIONS,
                input=[
                    {
                        "role": "user",
                        "content": [
                            {"type": "input_image", "image_url": f"data:{mime};base64,{data}", "detail": "low"}
                        ],
                    }
                ],
                text={
                    "format": {
                        "type": "json_schema",
                        "name": "description",
                        "strict": True,
                        "schema": answer_schema(),
                    }
                },
                max_output_tokens=_MOST_TOKENS,
                store=False,
            )
        except openai.OpenAIError as error:
            raise failure_of(error) from None  # the cause quotes the vendor's message, and that a part of the key
        answer = _parsed(raw.content, raw.request_id)
        tags = tags_of(
            _text(answer, raw.request_id),
            provider=NAME,
            model=self.model,
            input_tokens=answer.usage.input_tokens if answer.usage else None,
            output_tokens=answer.usage.output_tokens if answer.usage else None,
        )
        log_description(tags, context)
        return tags


def _parsed(body: bytes, request: str | None) -> _Answer:
    try:
        return _Answer.model_validate_json(body)
    except ValidationError:
        raise UnavailableError(NAME, told("the answer is no response", request=request)) from None


def _text(answer: _Answer, request: str | None) -> str:
    if answer.error is not None:
        raise failure_of_code(answer.error.code, told(code=answer.error.code, request=request))
    if answer.status == "incomplete":
        reason = answer.incomplete_details.reason if answer.incomplete_details else None
        detail = told("the answer is incomplete", reason=reason, request=request)
        if reason in _FINAL:
            raise RejectedError(NAME, detail)
        raise UnavailableError(NAME, detail)
    if answer.status != "completed":
        raise UnavailableError(NAME, told("the answer is not complete", state=answer.status, request=request))
    messages = [item for item in answer.output if item.type == "message" and item.phase in {None, "final_answer"}]
    parts = [part for message in messages for part in message.content or []]
    if any(part.type == "refusal" for part in parts):
        raise RejectedError(NAME, told("the model refuses", request=request))
    text = "".join(part.text for part in parts if part.type == "output_text")
    if not text:
        raise UnavailableError(NAME, told("the answer has no text", request=request))
    return text
