"""OpenAI's embeddings, against a server on a real socket."""

import base64

import numpy as np
import pytest
from openai.types import EmbeddingCreateParams
from pydantic import TypeAdapter

from providers.errors import MisconfiguredError, RateLimitedError, UnavailableError
from providers.openai.embedding import OpenAIEmbedding
from tests.fakes.vendor_server import Answer, as_json

pytestmark = pytest.mark.unit

DIMENSIONS = 1536


def vectors(count, dimensions=DIMENSIONS, seed=1):
    return np.random.default_rng(seed).normal(size=(count, dimensions)).astype("<f4")


def as_base64(vector):
    return base64.b64encode(np.asarray(vector, "<f4").tobytes()).decode()


def embeddings(values, encode=as_base64):
    data = [{"object": "embedding", "index": at, "embedding": encode(value)} for at, value in enumerate(values)]
    return {"object": "list", "data": data, "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def unit(values):
    return values / np.linalg.norm(values.astype(np.float64), axis=1, keepdims=True)


class TestOpenAIEmbedding:
    @pytest.mark.parametrize("encode", [as_base64, lambda vector: vector.tolist()], ids=["base64", "floats"])
    def test_gives_unit_rows_whether_they_come_as_base64_or_as_numbers(self, openai_server, encode):
        values = vectors(3)
        openai_server.will_answer(as_json(embeddings(values, encode)))
        rows = OpenAIEmbedding().embed(["a", "b", "c"])
        assert rows.shape == (3, DIMENSIONS)
        assert rows.dtype == np.float32
        np.testing.assert_allclose(rows, unit(values), atol=1e-6)

    def test_sends_a_request_that_the_sdks_own_type_allows_to_the_last_field(self, openai_server):
        openai_server.will_answer(as_json(embeddings(vectors(2))))
        OpenAIEmbedding().embed(["a boss fight", "سفر به بالی"])
        (request,) = openai_server.requests
        assert request.path == "/v1/embeddings"
        assert request.headers["authorization"] == "Bearer sk-a-key-of-the-tests"
        assert TypeAdapter(EmbeddingCreateParams).validate_python(request.body)["model"] == "text-embedding-3-small"
        assert request.body == {
            "model": "text-embedding-3-small",
            "input": ["a boss fight", "سفر به بالی"],
            "dimensions": DIMENSIONS,
            "encoding_format": "base64",
        }

    def test_puts_rows_in_the_order_of_the_texts(self, openai_server):
        values = vectors(3)
        body = embeddings(values)
        body["data"].reverse()
        openai_server.will_answer(as_json(body))
        np.testing.assert_allclose(OpenAIEmbedding().embed(["a", "b", "c"]), unit(values), atol=1e-6)

    def test_splits_at_the_vendors_limit_of_texts(self, openai_server):
        values = vectors(2_050)
        openai_server.will_answer(as_json(embeddings(values[:2_048])), as_json(embeddings(values[2_048:])))
        rows = OpenAIEmbedding().embed([f"text {at}" for at in range(2_050)])
        assert [len(request.body["input"]) for request in openai_server.requests] == [2_048, 2]
        np.testing.assert_allclose(rows, unit(values), atol=1e-6)

    def test_splits_at_the_vendors_limit_of_tokens(self, openai_server):
        values = vectors(50)
        openai_server.will_answer(as_json(embeddings(values[:37])), as_json(embeddings(values[37:])))
        OpenAIEmbedding().embed(["x" * 8_000] * 50)
        assert [len(request.body["input"]) for request in openai_server.requests] == [37, 13]

    def test_cuts_a_long_text_to_fewer_bytes_than_the_limit_has_tokens(self, openai_server):
        openai_server.will_answer(as_json(embeddings(vectors(2))))
        OpenAIEmbedding().embed(["پ" * 9_000, "😀" * 9_000])
        assert [len(text.encode()) for text in openai_server.requests[0].body["input"]] == [8_000, 8_000]

    def test_sends_no_empty_text_and_no_half_characters(self, openai_server):
        openai_server.will_answer(as_json(embeddings(vectors(3))))
        OpenAIEmbedding().embed(["", " \n ", "broken \ud83d"])
        assert openai_server.requests[0].body["input"] == [".", ".", "broken ?"]

    def test_refuses_no_text_without_asking(self, openai_server):
        with pytest.raises(ValueError, match="no text"):
            OpenAIEmbedding().embed([])
        assert openai_server.requests == []

    def test_knows_the_dimensions_of_the_model_that_is_set(self, openai_server, settings):
        settings.OPENAI_EMBEDDING_MODEL = "text-embedding-3-large"
        openai_server.will_answer(as_json(embeddings(vectors(1, 3072))))
        assert OpenAIEmbedding().embed(["a"]).shape == (1, 3072)
        assert openai_server.requests[0].body["dimensions"] == 3072

    def test_refuses_a_model_whose_dimensions_nobody_knows(self, openai_server, settings):
        settings.OPENAI_EMBEDDING_MODEL = "text-embedding-9"
        with pytest.raises(MisconfiguredError, match="OPENAI_EMBEDDING_MODEL"):
            OpenAIEmbedding()

    @pytest.mark.parametrize("dimensions", [256, 1535, 1537, 0])
    def test_tells_operators_that_another_model_answers(self, openai_server, dimensions):
        openai_server.will_answer(as_json(embeddings(vectors(1, dimensions))))
        with pytest.raises(MisconfiguredError, match=f"{dimensions} dimensions where text-embedding-3-small has 1536"):
            OpenAIEmbedding().embed(["a"])

    @pytest.mark.parametrize("wrong", [0.0, np.nan, np.inf, -np.inf])
    @pytest.mark.parametrize("encode", [as_base64, lambda vector: vector.tolist()], ids=["base64", "floats"])
    def test_takes_no_vector_without_a_direction(self, openai_server, wrong, encode):
        vector = np.zeros(DIMENSIONS, np.float32)
        vector[3] = wrong
        openai_server.will_answer(as_json(embeddings([vector], encode)))
        with pytest.raises(UnavailableError, match="direction"):
            OpenAIEmbedding().embed(["a"])

    @pytest.mark.parametrize(
        "body",
        [
            embeddings(vectors(1)),
            embeddings(vectors(3)),
            {**embeddings(vectors(2)), "data": [{"index": 0, "embedding": as_base64(vectors(1)[0])}] * 2},
            {**embeddings(vectors(2)), "data": [{"index": at, "embedding": "&&&&"} for at in (0, 1)]},
            {**embeddings(vectors(2)), "data": [{"index": at, "embedding": "AAAA"} for at in (0, 1)]},
            {"object": "list", "data": []},
            {"object": "list", "data": None},
            {},
            [],
            "text",
        ],
        ids=["one", "three", "twice", "no base64", "no floats", "none", "null", "nothing", "list", "string"],
    )
    def test_takes_no_rubbish_for_two_embeddings(self, openai_server, body):
        openai_server.will_answer(as_json(body))
        with pytest.raises(UnavailableError):
            OpenAIEmbedding().embed(["a", "b"])

    def test_takes_no_page_for_an_answer(self, openai_server):
        openai_server.will_answer(Answer(b"<html></html>", content_type="text/html"))
        with pytest.raises(UnavailableError, match="no list of embeddings"):
            OpenAIEmbedding().embed(["a"])

    def test_gives_nothing_when_a_later_part_fails(self, openai_server):
        openai_server.will_answer(
            as_json(embeddings(vectors(2_048))),
            as_json({"error": {"code": "rate_limit_exceeded"}}, status=429, headers={"retry-after": "9"}),
        )
        with pytest.raises(RateLimitedError) as raised:
            OpenAIEmbedding().embed(["a"] * 2_049)
        assert raised.value.retry_after == 9

    def test_translates_a_bad_key(self, openai_server):
        openai_server.will_answer(as_json({"error": {"code": "invalid_api_key", "message": "sk-a-key"}}, status=401))
        with pytest.raises(MisconfiguredError) as raised:
            OpenAIEmbedding().embed(["a"])
        assert "sk-a-key" not in str(raised.value)

    def test_gives_up_on_a_silent_vendor(self, openai_server):
        openai_server.will_answer(Answer(b"{}", silent_for=20))
        with pytest.raises(UnavailableError, match="in time"):
            OpenAIEmbedding(seconds=0.2).embed(["a"])

    def test_notices_a_connection_that_breaks_in_the_middle(self, openai_server):
        openai_server.will_answer(Answer(b'{"data": [ and so on', reset_after=9))
        with pytest.raises(UnavailableError, match="no connection"):
            OpenAIEmbedding().embed(["a"])
