"""Keys, models and addresses as an operator typed them."""

import pytest

from providers.credentials import checked_key, checked_model, checked_url
from providers.errors import MisconfiguredError

pytestmark = pytest.mark.unit


class TestCheckedKey:
    def test_is_taken_as_it_is(self):
        assert checked_key("openai", "OPENAI_API_KEY", "sk-proj_1.2-3") == "sk-proj_1.2-3"

    @pytest.mark.parametrize("key", ["sk-1\n", " sk-1", "sk 1", "sk-۱", "sk-1\x00"])
    def test_is_refused_unseen_when_it_can_not_stand_in_a_header(self, key):
        with pytest.raises(MisconfiguredError, match="OPENAI_API_KEY") as raised:
            checked_key("openai", "OPENAI_API_KEY", key)
        assert key.strip() not in str(raised.value)

    def test_is_missed_in_a_sentence_that_names_the_setting(self):
        with pytest.raises(MisconfiguredError, match="OPENAI_API_KEY is not set"):
            checked_key("openai", "OPENAI_API_KEY", "")


class TestCheckedModel:
    @pytest.mark.parametrize("model", ["gpt-5.6-luna", "models/gemini-3.1-flash-lite", "ft:gpt-5.6:a::b"])
    def test_is_taken_as_it_is(self, model):
        assert checked_model("openai", "OPENAI_VISION_MODEL", model) == model

    @pytest.mark.parametrize("model", ["", " ", "../secrets", "a model", "a?b", "x" * 200])
    def test_is_refused_when_it_could_not_be_one(self, model):
        with pytest.raises(MisconfiguredError, match="OPENAI_VISION_MODEL names no model"):
            checked_model("openai", "OPENAI_VISION_MODEL", model)


class TestCheckedUrl:
    def test_is_the_vendors_own_when_empty(self):
        assert checked_url("openai", "OPENAI_BASE_URL", "", default="https://vendor.test") == "https://vendor.test"

    def test_is_taken_as_it_is(self):
        url = "http://127.0.0.1:8080/v1"
        assert checked_url("openai", "OPENAI_BASE_URL", url, default="https://vendor.test") == url

    @pytest.mark.parametrize(
        "url", ["vendor.test", "ftp://vendor.test", "https://", "http://a:port/", "http://[::1", "http://a b/", "/v1"]
    )
    def test_is_refused_when_it_is_no_address(self, url):
        with pytest.raises(MisconfiguredError, match="OPENAI_BASE_URL"):
            checked_url("openai", "OPENAI_BASE_URL", url, default="https://vendor.test")
