"""Pictures described by Gemini."""

from django.conf import settings
from google.genai import types
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from providers.base import CallContext, VisionTags
from providers.credentials import checked_model
from providers.describing import INSTRUCTIONS, answer_schema, log_description, tags_of
from providers.errors import MisconfiguredError, RejectedError, UnavailableError
from providers.gemini.client import NAME, check_settings, client
from providers.gemini.failures import RAISED, failure_of
from providers.vendor_facts import told

# Far more than an answer takes: the thoughts of a model that thinks first count as well.
_MOST_TOKENS = 2_000
# Reasons for which the same request would end in the same way.
_FINAL = frozenset(
    {
        "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "ESCALATION",
        "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "MAX_TOKENS", "CONTINUATION",
    }
)  # fmt: skip


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class _Part(_Wire):
    text: str = ""
    thought: bool = False


class _Content(_Wire):
    parts: list[_Part] = []


class _Candidate(_Wire):
    finish_reason: str = ""
    content: _Content = _Content()


class _PromptFeedback(_Wire):
    block_reason: str = ""


class _Tokens(_Wire):
    prompt_token_count: int
    candidates_token_count: int = 0
    thoughts_token_count: int = 0


class _Answer(_Wire):
    """The part of an answer that is read. The SDK's own type takes any object for one, and warns of unknown reasons."""

    candidates: list[_Candidate] = []
    prompt_feedback: _PromptFeedback = _PromptFeedback()
    usage_metadata: _Tokens | None = None


class GeminiVision:
    """Describes pictures with the model of `GEMINI_VISION_MODEL`. One call is one request and costs money."""

    name = NAME

    def __init__(self, seconds: float = 45.0) -> None:
        """`MisconfiguredError` without a usable key. `seconds` is how long an answer may be silent."""
        check_settings()
        self.model = checked_model(NAME, "GEMINI_VISION_MODEL", settings.GEMINI_VISION_MODEL)
        self._seconds = seconds

    def describe(self, picture: bytes, mime: str, context: CallContext) -> VisionTags:
        """Look at the picture in low resolution: that shows what tags tell."""
        config = types.GenerateContentConfig(
            system_instruction=INSTRUCTIONS,
            response_mime_type="application/json",
            response_json_schema=answer_schema(),
            media_resolution=types.MediaResolution.MEDIA_RESOLUTION_LOW,
            max_output_tokens=_MOST_TOKENS,
            should_return_http_response=True,
            # The SDK may send more requests than one on its own, each of them billed, unless it is told not to.
            automatic_continuation=False,
            automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
            http_options=types.HttpOptions(timeout=round(self._seconds * 1000)),
        )
        contents = types.Content(role="user", parts=[types.Part.from_bytes(data=picture, mime_type=mime)])
        try:
            raw = client().models.generate_content(
                model=self.model,
                contents=contents,
                config=config,
            )
        except RAISED as error:
            raise failure_of(error) from None  # the cause quotes the vendor's message
        answer = _parsed(raw)
        tokens = answer.usage_metadata
        tags = tags_of(
            _text(answer),
            provider=NAME,
            model=self.model,
            input_tokens=tokens.prompt_token_count if tokens else None,
            output_tokens=tokens.candidates_token_count + tokens.thoughts_token_count if tokens else None,
        )
        log_description(tags, context)
        return tags


def _parsed(raw: types.GenerateContentResponse) -> _Answer:
    body = raw.sdk_http_response.body if raw.sdk_http_response else None
    try:
        return _Answer.model_validate_json(body or "")
    except ValidationError:
        raise UnavailableError(NAME, "the answer is no response") from None


def _text(answer: _Answer) -> str:
    blocked = answer.prompt_feedback.block_reason
    if blocked:
        raise RejectedError(NAME, told("the picture is blocked", reason=blocked))
    if not answer.candidates:
        raise UnavailableError(NAME, "the answer has no candidate")
    candidate = answer.candidates[0]
    reason = candidate.finish_reason
    if reason in _FINAL:
        raise RejectedError(NAME, told("the answer is not finished", reason=reason))
    if reason == "PUP_LIMITED_DISABLED":
        raise MisconfiguredError(NAME, "the vendor has limited this account")
    if reason != "STOP":  # without one the model has not stopped
        raise UnavailableError(NAME, told("the answer is not finished", reason=reason))
    text = "".join(part.text for part in candidate.content.parts if not part.thought)
    if not text:
        raise UnavailableError(NAME, "the answer has no text")
    return text
