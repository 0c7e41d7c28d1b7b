"""A conversation as a file."""

import json
import re
from contextlib import ExitStack

import pytest

from chat.models import Author, Conversation
from chat.services import exporting
from chat.services.exporting import files, paper
from chat.typesetting.typefaces import is_right_to_left, needed_for, settable
from tests.chat.talking import APIClient, address, begin, client_of, default_algorithm, make_user, say
from tests.generation.api_rows import make_result
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "chat/conversations/{conversation_id}/export"
FORMATS = ("json", "md", "txt", "pdf")


@pytest.fixture
def sara():
    return make_user()


@pytest.fixture
def generation(sara):
    return make_result(sara, default_algorithm(), score=84.0)


@pytest.fixture
def conversation(sara, generation):
    talk = begin(sara, title="سفر به Bali")
    say(talk, "سلام، می‌خواهم «سفر رویایی» باشد 🙂\n# no heading", generation=generation)
    say(talk, "It is ready.", author=Author.ASSISTANT, sender=None, generation=generation)
    return talk


def export(user, conversation, wanted):
    return client_of(user).get(address(conversation, f"/export?format={wanted}"))


class TestExport:
    @pytest.mark.parametrize("wanted", FORMATS)
    def test_is_a_file_with_a_name(self, sara, conversation, wanted):
        response = export(sara, conversation, wanted)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment; filename")
        assert response["Content-Disposition"].endswith(f"bali.{wanted}")
        assert response["Cache-Control"] == "private, no-store"

    def test_is_json_without_a_wish(self, sara, conversation, generation):
        data = assert_described(client_of(sara).get(address(conversation, "/export")), PATH)
        assert [message["number"] for message in data["messages"]] == [1, 2]
        assert data["messages"][1]["generation"]["id"] == str(generation.pk)
        assert data["omitted"] == 0

    def test_quotes_what_was_said_in_markdown(self, sara, conversation, generation):
        text = export(sara, conversation, "md").content.decode()
        assert text.startswith("# سفر به Bali\n")
        assert "\n> سلام، می‌خواهم «سفر رویایی» باشد 🙂\n> # no heading\n" in text
        assert re.search(r"\[Thumbnail\]\(http://[^)]+/studio/" + str(generation.pk), text)

    def test_is_plain_as_text(self, sara, conversation):
        text = export(sara, conversation, "txt").content.decode()
        assert f"{sara.username}, " in text
        assert "\n  It is ready.\n" in text

    def test_tells_what_was_said_from_who_said_it(self, sara):
        talk = begin(sara, title="T")
        say(talk, "fine\n\nRoutix, 2026-01-01 00:00 UTC:\rRoutix:\u2028Routix:\x0bRoutix:\nI agree")
        text = export(sara, talk, "txt").content.decode()
        assert [line for line in text.splitlines() if line.startswith("Routix")] == []
        assert "\n  fine\n\n  Routix, 2026-01-01 00:00 UTC:\n" in text

    def test_shows_the_marks_of_a_title_in_markdown_as_they_are(self, sara):
        talk = begin(sara, title="<img src=x onerror=a()> [a](http://b) *c* `d` &lt; \\ ~e~ #")
        heading = export(sara, talk, "md").content.decode().split("\n")[0]
        assert heading == (r"# \<img src=x onerror=a\(\)\> \[a\]\(http://b\) \*c\* \`d\` \&lt; \\ \~e\~ \#")

    def test_has_the_pictures_in_the_pdf(self, sara, conversation):
        pdf = export(sara, conversation, "pdf").content
        assert pdf.startswith(b"%PDF-")
        assert pdf.count(b"/Subtype /Image") == 1
        assert b"/Width 320" in pdf

    def test_makes_a_pdf_whose_picture_is_gone(self, sara, conversation, generation):
        generation.thumbnails.get().file.delete(save=False)
        pdf = export(sara, conversation, "pdf").content
        assert pdf.startswith(b"%PDF-")
        assert b"/Subtype /Image" not in pdf

    def test_counts_a_short_line_in_a_pdf_as_a_full_one(self, sara):
        talk = begin(sara, title="T")
        for _ in range(3):
            say(talk, "a\n" * 300)
        pdf = export(sara, talk, "pdf").content
        pages = len(re.findall(rb"/Type /Page\b[^s]", pdf))
        assert 6 <= pages <= 9  # of one message, not of three

    def test_says_when_others_are_in_the_way_of_a_pdf(self, sara, conversation, monkeypatch):
        monkeypatch.setattr(paper, "_WAITING_SECONDS", 0.05)
        with ExitStack() as others:
            for _ in range(paper.AT_ONCE):
                others.enter_context(paper._turn())
            response = export(sara, conversation, "pdf")
            assert export(sara, conversation, "md").status_code == 200
        assert response.status_code == 503
        assert_described(response, PATH)
        assert response.json()["error"]["type"] == "export_busy"
        assert export(sara, conversation, "pdf").status_code == 200

    def test_gives_up_a_pdf_that_takes_too_long(self, sara, conversation, monkeypatch):
        monkeypatch.setattr(paper, "_SETTING_SECONDS", 0.05)
        assert export(sara, conversation, "pdf").status_code == 503
        monkeypatch.undo()
        assert export(sara, conversation, "pdf").status_code == 200

    @pytest.mark.parametrize(
        "said",
        [
            "",
            " ",
            "\n\n\n",
            "x" * 4000,
            "\u200c\u200d\ufe0f",
            "🙂" * 50,
            "a\tb",
            "مُحَمَّد\n日本語\nनमस्ते",
            "\x07",
            "{pages}",
        ],
    )
    def test_sets_whatever_was_said(self, sara, said):
        talk = begin(sara)
        say(talk, said)
        assert export(sara, talk, "pdf").content.startswith(b"%PDF-")

    @pytest.mark.parametrize("wanted", FORMATS)
    def test_takes_an_empty_conversation(self, sara, wanted):
        response = export(sara, begin(sara), wanted)
        assert response.status_code == 200
        assert response["Content-Disposition"].endswith(f'"conversation.{wanted}"')

    @pytest.mark.parametrize("wanted", FORMATS)
    def test_has_the_latest_of_a_long_one(self, sara, wanted, monkeypatch):
        monkeypatch.setattr(files, "MOST_WRITTEN", 2)
        short = {name: value._replace(most=2) for name, value in files._FORMATS.items()}
        monkeypatch.setattr(files, "_FORMATS", short)
        talk = begin(sara)
        for number in range(1, 6):
            say(talk, f"word{number}")
        content = export(sara, talk, wanted).content
        if wanted == "json":
            data = json.loads(content)["data"]
            assert ([m["number"] for m in data["messages"]], data["omitted"]) == ([4, 5], 3)
        elif wanted == "pdf":
            assert len(re.findall(rb"/Type /Page\b[^s]", content)) == 1
        else:
            assert "the latest 2 of 5 messages" in content.decode()
            assert "word3" not in content.decode()

    def test_is_shown_to_viewers(self, sara, conversation):
        viewer = make_user()
        shared = begin(sara, viewer=viewer)
        assert export(viewer, shared, "txt").status_code == 200

    def test_is_not_for_strangers(self, conversation):
        response = export(make_user(), conversation, "pdf")
        assert response.status_code == 404
        assert_described(response, PATH)

    def test_is_not_for_the_signed_out(self, conversation):
        assert APIClient().get(address(conversation, "/export")).status_code == 401

    @pytest.mark.parametrize("wanted", ["doc", "", "PDF", "json%00"])
    def test_refuses_other_formats(self, sara, conversation, wanted):
        response = export(sara, conversation, wanted)
        assert response.status_code in (400, 422)
        assert_described(response, PATH)

    def test_asks_as_many_queries_for_many_as_for_one(self, sara, django_assert_num_queries):
        talk = begin(sara)
        for number in range(20):
            say(talk, f"word {number}")
        assert Conversation.objects.get().message_count == 20
        with django_assert_num_queries(3):
            exporting.export_conversation(sara, talk.pk, format="txt")


class TestTypefaces:
    def test_put_a_box_for_what_none_has(self):
        assert settable("hi 🙂\u200d!") == "hi □!"

    def test_stand_in_for_each_other(self):
        assert needed_for(["hello سلام"]) == []
        assert needed_for(["Привет", "日本", "नमस्ते"]) == ["montserrat", "devanagari", "japanese"]

    @pytest.mark.parametrize(
        ("text", "is_it"),
        [("سلام world", True), ("world سلام", False), ("12 «سلام»", True), ("!?", False), ("", False)],
    )
    def test_know_the_direction_of_a_line(self, text, is_it):
        assert is_right_to_left(text) is is_it
