import pytest

from templates_lib.indexing.sentences import digest_of_sentence, sentence_of
from templates_lib.models import Category, Origin
from tests.templates_lib.bank import make_template

pytestmark = pytest.mark.unit


class TestSentenceOf:
    def test_says_what_a_look_is_for_and_how_it_appears(self):
        template = make_template(
            "warm-table", category=Category(slug="food"), tags=["recipe"], vision_tags=["pizza"],
            description="Tall cream capitals.", sample={"prompt": "grandma's lasagna"},
        )  # fmt: skip
        sentence = sentence_of(template)
        told = ("Warm Table", "food", "recipe", "pizza", "Tall cream capitals.", "grandma's lasagna", "red")
        assert [part for part in told if part not in sentence] == []

    def test_holds_nothing_of_the_original_or_the_document(self):
        sentence = sentence_of(make_template("look", sample={"headline": "canary"}, document={"text": "canary"}))
        assert "canary" not in sentence

    def test_holds_of_a_vendors_tags_only_words_that_our_lexicons_know(self):
        sentence = sentence_of(make_template("look", vision_tags=["acme corp", "brenda quillfeather", "pizza"]))
        assert "pizza" in sentence
        assert not any(word in sentence for word in ("acme", "brenda", "quillfeather"))

    def test_holds_no_description_of_an_upload(self):
        assert "Brenda" not in sentence_of(make_template("look", description="From Brenda", origin=Origin.UPLOADED))

    def test_is_the_same_for_the_same_template(self):
        assert sentence_of(make_template("look")) == sentence_of(make_template("look"))


class TestDigestOfSentence:
    def test_tells_sentences_apart(self):
        assert digest_of_sentence("one") != digest_of_sentence("two")
        assert len(digest_of_sentence("one")) == 64
