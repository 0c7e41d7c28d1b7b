"""Words that somebody says outweigh what they call to mind: uploads that bear them, among the shipped looks."""

from typing import Any

import pytest

from templates_lib.indexing.words import index_words
from templates_lib.models import Origin, Template, TemplateEmbedding
from templates_lib.search import Facets, Question, question_from_text, search_templates
from templates_lib.search.rarity import Frequencies, forget_frequencies, stems_of
from templates_lib.search.said import bearing_all_and_most, shares_of
from templates_lib.services import seed_templates
from tests.templates_lib.bank import findable, make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def shipped_looks(db: Any) -> None:
    seed_templates()


def upload(slug: str, category: str, *tags: str) -> Template:
    """Bring a look into the bank of which only its tags tell what it is about."""
    forget_frequencies()
    origin = Origin.UPLOADED
    return findable(
        make_template(slug, name="Upload", tags=list(tags), category=None, category_id=category, origin=origin)
    )[0]


def asked(question: str | Question, **options: Any) -> list[str]:
    names = dict(Template.objects.values_list("pk", "slug"))
    question = question_from_text(question) if isinstance(question, str) else question
    return [names[match.template_id] for match in search_templates(question, **options)]


@pytest.mark.usefixtures("shipped_looks")
class TestALookThatBearsMostOfWhatWasSaid:
    @pytest.mark.parametrize(
        ("category", "tags", "text"),
        [
            # Chess calls puzzles and lessons to mind,
            ("gaming", ("grandmaster", "chess", "tournament"), "grandmaster chess tournament"),
            ("gaming", ("chess tournament", "grandmaster"), "I won the grandmaster chess tournament"),
            # a volcano science, and a hike the mountains,
            ("music", ("lava", "volcano hike"), "a hike to the lava of a volcano"),
            # mummies history: "the mummies of the salt mine",
            ("entertainment", ("مومیایی", "معدن نمک"), "مومیایی های معدن نمک"),
            # chess in Persian as well: "chess in a tent".
            ("sports", ("شطرنج", "چادر"), "شطرنج توی چادر"),
        ],
    )
    def test_goes_before_looks_of_what_the_words_call_to_mind(self, category: str, tags: tuple[str, ...], text: str):
        upload("upload", category, *tags)
        assert asked(text)[0] == "upload"

    def test_goes_after_one_that_bears_more(self):
        upload("two", "education", "chess tournament", "math", "puzzle", "riddle", "brain teaser")
        upload("three", "gaming", "grandmaster chess tournament")
        assert asked("grandmaster chess tournament")[:2] == ["three", "two"]

    def test_leaves_the_other_places_to_what_the_words_call_to_mind(self):
        before = asked("grandmaster chess tournament", limit=4)
        upload("upload", "gaming", "grandmaster", "chess", "tournament")
        assert asked("grandmaster chess tournament", limit=5) == ["upload", *before]

    def test_is_told_from_its_equals_by_all_the_rest(self):
        upload("elsewhere", "food", "grandmaster", "chess", "tournament", "sandwich")
        upload("in-place", "education", "grandmaster", "chess", "tournament", "puzzle")
        assert asked("grandmaster chess tournament")[:2] == ["in-place", "elsewhere"]

    def test_may_bear_a_word_that_we_take_for_a_slip_of_spelling(self):
        upload("upload", "food", "mixer", "shades")
        assert asked("mixer shades")[0] == "upload"

    def test_is_found_without_a_vector(self):
        TemplateEmbedding.objects.filter(template=upload("upload", "gaming", "grandmaster", "chess")).delete()
        assert asked("grandmaster chess")[0] == "upload"

    def test_must_be_what_the_facets_ask_for(self):
        upload("upload", "gaming", "grandmaster", "chess", "tournament")
        assert "upload" not in asked("grandmaster chess tournament", facets=Facets(category="education"))

    def test_says_so_to_staff(self):
        upload("upload", "gaming", "grandmaster", "chess", "tournament")
        first, second, *_ = search_templates(question_from_text("grandmaster chess tournament"))
        assert first.ranks["said"] == 1
        assert "said" not in second.ranks


@pytest.mark.usefixtures("shipped_looks")
class TestALookThatBearsHalfOrLess:
    @pytest.mark.parametrize(
        ("tag", "text", "expected"),
        [
            # A final, an hour or a thousand by chance; the rest of the prompt is what it is about.
            ("finals", "revising for finals", "paper-notebook"),
            ("hour", "training for a sub three hour marathon", "record-flash"),
            ("1000", "a video where I make 1000 macarons", "sweet-pop"),
        ],
    )
    def test_goes_before_nothing_for_it(self, tag: str, text: str, expected: str):
        upload("by-chance", "music", tag)
        assert asked(text)[0] == expected

    def test_is_not_lifted_by_words_of_its_sample_either(self):
        findable(make_template("by-chance", sample={"prompt": "grandmaster chess tournament"}))
        assert asked("grandmaster chess tournament")[0] != "by-chance"


class TestQuestions:
    def test_know_the_words_that_tell_of_anything_in_all_their_forms(self):
        assert question_from_text("make me a thumbnail about the chess of my cat, chess").said == (("chess",), ("cat",))
        assert question_from_text("شطرنج‌ها").said[0][:2] == ("شطرنجها", "شطرنج")

    def test_know_a_word_as_it_was_typed_beside_what_we_took_it_for(self):
        assert question_from_text("a mixer for protien").said == (("miner", "mixer"), ("protein", "protien"))

    def test_have_not_said_what_is_not_wanted(self):
        assert question_from_text("chess without dragons").said == (("chess",),)

    def test_have_said_nothing_outright_in_a_long_text(self):
        long = " ".join(f"zorb{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(41))
        assert len(question_from_text(long.rsplit(" ", 1)[0]).said) == 40
        assert question_from_text(long).said == ()


KNOWN = Frequencies({"chess": 9, "day": 99, "close-up": 1, "close": 49}, rows=100, share=1.0)


def shares(*said: tuple[str, ...], frequencies: Frequencies = KNOWN) -> dict[str, float]:
    return shares_of(said, stems_of([form for forms in said for form in forms]), frequencies)


class TestSharesOf:
    def test_are_the_rarities_of_the_words_out_of_all(self):
        # ln(1 + 100 / 10) = 2.398 and ln(1 + 100 / 100) = 0.693
        expected = {"('chess':A)": 0.7758, "('day':A)": 0.2242}
        assert shares(("chess",), ("days",)) == pytest.approx(expected, abs=1e-4)

    def test_count_forms_of_one_word_once_and_by_the_commonest(self):
        assert shares(("day", "dday"), ("chess",)) == pytest.approx(
            {"('day':A) | ('dday':A)": 0.2242, "('chess':A)": 0.7758}, abs=1e-4
        )
        assert shares(("chess",), ("days",), ("day",)) == shares(("chess",), ("day",))

    def test_ask_for_each_part_of_a_word_with_a_hyphen(self):
        assert list(shares(("close-up",))) == ["('close':A & 'close-up':A)"]

    def test_of_stop_words_are_none(self):
        assert shares(("the",)) == {}
        assert shares() == {}

    def test_are_the_same_where_nothing_is_known_of_rarity(self):
        unknown = Frequencies({}, rows=0, share=1.0)
        assert list(shares(("chess",), ("days",), frequencies=unknown).values()) == [0.5, 0.5]

    def test_are_asked_safely_whatever_was_typed(self, categories: None):
        findable(make_template("any", name="Any", tags=["it's", "x&y|!z:*"]))
        said = (("it's",), ("a\\'b",), ("x&y|!z:*",), ("🔥",))
        assert sum(shares(*said).values()) == pytest.approx(1.0)
        assert asked(Question("", said=(("x&y|!z:*",),))) == ["any"]
        assert asked(Question("", said=said)) == []


class TestBearingAllAndMost:
    def test_are_conjunctions_and_of_those_of_the_most_the_least(self):
        every, most = bearing_all_and_most({"a": 0.4, "b": 0.35, "c": 0.25})
        assert every == "(a) & (b) & (c)"
        assert most == "(a) & (b) | (a) & (c) | (b) & (c)"

    def test_ask_for_no_more_than_the_word_that_is_most_of_all(self):
        assert bearing_all_and_most({"a": 0.7, "b": 0.3}) == ("(a) & (b)", "(a)")

    def test_find_nothing_where_nothing_was_said(self):
        assert bearing_all_and_most({}) == ("", "")

    def test_combine_the_eight_words_that_count_most(self):
        shares = {f"w{at:02}": 0.1 for at in range(10)}
        every, most = bearing_all_and_most(shares)
        assert every.count("&") == 9
        assert most.count("|") == 27  # six of eight are needed: 28 ways
        assert "w08" not in most


class TestCommonWordsTogether:
    def test_are_found_though_each_is_too_common_to_search_by(self, categories: None):
        # More of each than a ranking by words looks at, and no vectors: meaning does not help.
        tagged = [("chess",)] * 700 + [("camping",)] * 700 + [("chess", "camping")]
        templates = [make_template(f"look-{at}", name="Upload", tags=list(tags)) for at, tags in enumerate(tagged)]
        index_words(Template.objects.bulk_create(templates))
        assert asked("chess camping")[0] == "look-1400"
