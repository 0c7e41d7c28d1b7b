"""What the brief makes of single prompts, and of hostile ones."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from canvas import catalogue
from canvas.brief.category import categories
from canvas.brief.colours import named_colour
from canvas.brief.lexicons import lexicon
from canvas.brief.negatives import set_apart
from canvas.brief.props import in_catalogue
from canvas.brief.understand import asked_aspect, understand
from canvas.brief.words import phrases

pytestmark = pytest.mark.unit

WRAPPERS = [
    "make me a thumbnail about {}",
    "Make a YouTube thumbnail for {}",
    "please can you design a thumbnail for my video about {}",
    "thumbnail: {}",
    "Thumbnail for {}",
    "I need a really cool thumbnail for {}",
    "could you create me an eye-catching youtube thumbnail about {} please?",
    "hey, generate a thumbnail for my new video called {}",
    "{} thumbnail",
    "{} youtube thumbnail please",
    "I'm making a video about {}",
]
PERSIAN_WRAPPERS = [
    "یک تامبنیل برای {} بساز",
    "تامنیل {} میخوام",
    "لطفا یه تامبنیل درباره {} درست کن",
    "تامب‌نیل برای ویدیوی {} طراحی کن",
    "میشه یه کاور برای ویدیوی {} بسازی",
]


class TestTheRequest:
    @pytest.mark.parametrize("wrapper", WRAPPERS)
    def test_is_stripped(self, wrapper: str):
        assert understand(wrapper.format("deadly sharks")).headline == "DEADLY SHARKS"

    @pytest.mark.parametrize("wrapper", PERSIAN_WRAPPERS)
    def test_is_stripped_in_persian(self, wrapper: str):
        assert understand(wrapper.format("بررسی آیفون ۱۷")).headline == "بررسی آیفون ۱۷"

    def test_alone_leaves_no_headline(self):
        brief = understand("please make me a thumbnail")
        assert brief.headline == ""
        assert "no_words" in brief.hints

    def test_lends_its_adjectives_to_category_and_mood(self):
        brief = understand("make a dark gaming thumbnail: my base got raided")
        assert (brief.category, brief.mood) == ("gaming", "dark")


class TestTheArtDirection:
    @pytest.mark.parametrize(
        "direction",
        ["dark with fire", "shocked face, red arrow", "use blue and yellow", "with a red background", "no text",
         "without arrows", "minimal style", "bright colours", "make it scary", "put a big red circle around it"],
    )  # fmt: skip
    def test_stays_out_of_the_headline(self, direction: str):
        assert understand(f"I quit my job, {direction}").headline == "I QUIT MY JOB"

    def test_is_cut_off_without_a_comma(self):
        brief = understand("how black holes work with a red background")
        assert brief.headline == "HOW BLACK HOLES WORK"
        assert len(brief.palette) == 1

    @pytest.mark.parametrize(
        ("prompt", "held"),
        [("I beat Elden Ring without dying", "WITHOUT DYING"), ("7 days with no food", "NO FOOD"),
         ("climbing Everest without oxygen", "WITHOUT OXYGEN")],
    )  # fmt: skip
    def test_leaves_what_the_topic_lacks_in_the_topic(self, prompt: str, held: str):
        brief = understand(prompt)
        assert held in brief.headline
        assert brief.negative == ()

    def test_gives_a_colour_beside_a_mark_to_the_mark(self):
        brief = understand("my new car, yellow arrow, blue background")
        assert brief.mark_colour != ""
        assert len(brief.palette) == 1
        assert brief.mark_colour != brief.palette[0]

    def test_leaves_colours_of_the_topic_alone(self):
        assert understand("red panda facts").palette == ()
        assert understand("how black holes work").palette == ()

    def test_forbids_what_it_says_no_to(self):
        brief = understand("street food in Tokyo, no text or arrows, no people")
        assert set(brief.negative) == {"text", "arrows", "people"}
        assert brief.marks == ()
        assert brief.people == 0

    @pytest.mark.parametrize(
        ("prompt", "palette", "negative"),
        [("Cómo hacer tacos, fondo rojo, sin flechas", ("red",), ("arrows",)),
         ("Ich war im Wald, ohne Text", (), ("text",)), ("Evde pizza, yazısız", (), ("text",)),
         ("Как сварить борщ, чёрный фон, без текста", ("black",), ("text",)),
         ("electric scooters, colours: red/black; no faces", ("red", "black"), ("people",)),
         ("my adulthood, no props just text", (), ("props",)), ("gold vs silver: where to put money", None, ())],
    )  # fmt: skip
    def test_is_obeyed_in_other_words(self, prompt: str, palette: tuple[str, ...] | None, negative: tuple[str, ...]):
        brief = understand(prompt)
        if palette is not None:
            assert brief.palette == tuple(named_colour(name) for name in palette)
        assert brief.negative == negative

    @pytest.mark.parametrize(
        "prompt",
        ['old bikes. Text should say "DEAD BIKE?" in yellow', "python course, bold yellow text, blue background",
         "آموزش پایتون، متن زرد، پس زمینه آبی", "text: HELLO WORLD in big yellow letters, coding"],
    )  # fmt: skip
    def test_colours_the_words(self, prompt: str):
        brief = understand(prompt)
        assert brief.text_colour == named_colour("yellow")
        assert "YELLOW" not in brief.headline.upper()

    def test_knows_hexadecimal_colours(self):
        assert understand("coffee at home, use #ff8800 and #0af").palette == ("#ff8800", "#00aaff")


class TestTheHeadline:
    @pytest.mark.parametrize(
        ("prompt", "headline"),
        [
            ('a thumbnail that says "Never Again" about hotels', "Never Again"),
            ("thumbnail with 'I was wrong' about crypto", "I was wrong"),
            ("“The End” of my channel", "The End"),
            ("تامبنیل با متن «دیگه بسه» برای ولاگ", "دیگه بسه"),
            ("my cat video, text: MEOW TIME", "MEOW TIME"),
            ("a thumbnail about dogs with the text GOOD BOY, red arrow", "GOOD BOY"),
        ],
    )
    def test_takes_dictated_text_literally(self, prompt: str, headline: str):
        assert understand(prompt).headline == headline

    def test_does_not_take_an_apostrophe_for_a_quotation_mark(self):
        assert understand("grandma's secret and grandpa's garden").headline.startswith("GRANDMA'S SECRET")

    def test_of_the_user_wins(self):
        brief = understand('a thumbnail that says "No"', custom_text="  Yes   indeed ")
        assert brief.headline == "Yes indeed"
        assert brief.evidence["headline"].source == "option"

    @pytest.mark.parametrize(
        ("prompt", "headline"),
        [
            ("Python vs JavaScript: which should you learn first?", "PYTHON VS JAVASCRIPT"),
            ("which is better, iPhone 17 Pro vs Galaxy S26 Ultra camera test", "IPHONE 17 VS GALAXY S26"),
            ("$1 vs $1,000,000 hotel room!", "$1 VS $1,000,000 HOTEL ROOM"),
        ],
    )
    def test_of_a_comparison_keeps_both_sides(self, prompt: str, headline: str):
        assert understand(prompt).headline == headline

    @pytest.mark.parametrize(
        "prompt",
        [
            "I spent 24 hours in a $1 house challenge", "how I made $10,000 in one month with dropshipping",
            "the best places to visit in the south of Italy in 2026", "why I will never go back to the office again",
            "everything you need to know about the new electric cars", "a man who lived with wolves for 12 years",
        ],
    )  # fmt: skip
    def test_never_ends_torn_off(self, prompt: str):
        last = understand(prompt).headline.rstrip("?").split()[-1].lower()
        assert last not in {"in", "a", "the", "of", "to", "with", "for", "and", "my", "i", "who", "one", "10,000", "24"}

    @pytest.mark.parametrize(
        ("prompt", "headline"),
        [
            ("Is AI going to take your job?", "IS AI GOING TO TAKE YOUR JOB?"),
            ("top 10 goals of Lionel Messi", "TOP 10 GOALS OF LIONEL MESSI"),
            ("Why is inflation so high right now? explained simply", "WHY IS INFLATION SO HIGH?"),
            ("7 psychology tricks that make people like you", "7 PSYCHOLOGY TRICKS"),
            ("Day in the life of a software engineer in Berlin", "SOFTWARE ENGINEER IN BERLIN"),
            ("learn python in one hour full course", "LEARN PYTHON IN ONE HOUR"),
            ("road trip across the desert in a $500 car", "ROAD TRIP IN A $500 CAR"),
            ("building an app in 10 minutes", "BUILDING AN APP IN 10 MINUTES"),
            ("best places to visit in Japan", "BEST PLACES TO VISIT IN JAPAN"),
            ("quantum computing explained in 5 minutes", "QUANTUM COMPUTING IN 5 MINUTES"),
            ("چگونه با هوش مصنوعی پول دربیاوریم", "چگونه با هوش مصنوعی پول دربیاوریم"),
            ("هوش مصنوعی شغل ما را می‌گیرد؟", "هوش مصنوعی شغل ما را می‌گیرد؟"),
            ("How Real Neapolitan Pizza Is Made", "HOW REAL NEAPOLITAN PIZZA IS MADE"),
            ("how do black boxes survive plane crashes", "HOW BLACK BOXES SURVIVE PLANE CRASHES"),
            ("is the steam deck 2 worth the wait", "IS STEAM DECK 2 WORTH THE WAIT?"),
            ("how 2 fix slow wifi at home ez", "HOW 2 FIX SLOW WIFI AT HOME"),
            ("Formula 1 drivers ranked by crashes", "FORMULA 1 DRIVERS RANKED"),
            ("true crime: the man who vanished from a plane", "MAN WHO VANISHED FROM A PLANE"),
            ("chess: I sacrificed my queen vs a grandmaster", "CHESS: I SACRIFICED MY QUEEN"),
            ("a very honest 30th birthday q&a", "HONEST 30TH BIRTHDAY Q&A"),
            ("J'ai vécu sans argent pendant 30 jours", "VÉCU SANS ARGENT PENDANT 30 JOURS"),
            ("iPhone 17 mi Samsung mı?", "IPHONE 17 Mİ SAMSUNG MI?"),
        ],
    )
    def test_is_cut_where_language_allows_it(self, prompt: str, headline: str):
        assert understand(prompt).headline == headline

    @pytest.mark.parametrize(
        "prompt",
        ["my honest review of the new electric truck", "i gave the oldest shop in the town a new look for a week",
         "how we turned the ugliest room of the house into a cinema", "a man who sold the same tower to two buyers",
         "what your doctor never tells you about the common cold", "why rich people pay so little for their houses"],
    )  # fmt: skip
    def test_is_an_unbroken_run_or_leaves_out_whole_phrases(self, prompt: str):
        words = prompt.upper().split()
        places: list[int] = []
        for word in understand(prompt).headline.rstrip("?").split():
            places.append(words.index(word, places[-1] + 1 if places else 0))
        gaps = [words[before + 1 : after] for before, after in pairwise(places) if after != before + 1]
        assert all(gap[0].lower() in {"in", "for", "to", "of", "about", "into"} for gap in gaps)

    @pytest.mark.parametrize(
        ("prompt", "held"),
        [("Climbing Mount Everest without oxygen", "WITHOUT OXYGEN"), ("J'ai vécu sans argent", "SANS ARGENT"),
         ("why nobody wants to work in tech anymore", "NOBODY")],
    )  # fmt: skip
    def test_reverses_nothing_by_losing_a_negation(self, prompt: str, held: str):
        assert held in understand(prompt).headline

    def test_keeps_a_number_with_its_noun(self):
        words = understand("I survived 50 hours in an abandoned prison").headline.split()
        assert words[words.index("50") + 1] == "HOURS"

    def test_highlights_the_number_and_its_unit(self):
        brief = understand("7 days in the Arctic")
        assert brief.highlight == (0, 1)

    @pytest.mark.parametrize(
        ("prompt", "headline", "subtitle"),
        [("9 habits that will change your life", "9 HABITS", "THAT WILL CHANGE YOUR LIFE"),
         ("World Cup 2026: the 5 biggest upsets", "WORLD CUP 2026", "THE 5 BIGGEST UPSETS"),
         ("how black holes work", "HOW BLACK HOLES WORK", ""),
         ("how to ask for a raise without being awkward", "HOW TO ASK FOR A RAISE", "WITHOUT BEING AWKWARD"),
         ("I replaced my laptop with a tablet for 30 days", "I REPLACED MY LAPTOP", "WITH A TABLET FOR 30 DAYS"),
         ("5 grammar mistakes even experts make", "5 GRAMMAR MISTAKES", "EVEN EXPERTS MAKE"),
         ("cruise secrets the crew won't tell you", "CRUISE SECRETS", "THE CREW WON'T TELL YOU"),
         ("بررسی پژو ۲۰۷ بعد از ۵۰ هزار کیلومتر کارکرد", "بررسی پژو ۲۰۷", "۵۰ هزار کیلومتر")],
    )  # fmt: skip
    def test_is_told_on_by_the_subtitle(self, prompt: str, headline: str, subtitle: str):
        brief = understand(prompt)
        assert (brief.headline, brief.subtitle) == (headline, subtitle)

    def test_keeps_a_lost_number_as_subtitle(self):
        brief = understand("eating only gas station food for 24 hours")
        assert "24 HOURS" in f"{brief.headline} {brief.subtitle}"


class TestTheProps:
    def test_show_the_thing_the_topic_names(self):
        brief = understand("baking a pizza")
        assert "pizza" in brief.props[0]

    def test_put_what_says_more_first(self):
        props = understand("my trip to see a volcano").props
        assert "volcano" in props[0]

    def test_tell_a_swimming_pool_from_billiards(self):
        assert understand("relaxing by the pool").props[0] == "wave"
        assert understand("billiards for beginners").props[0] == "emoji_pool_8_ball"

    def test_show_money_where_a_sum_is_named(self):
        assert {"cash", "emoji_money_bag"} & set(understand("I gave a stranger $10,000").props)

    def test_leave_out_what_is_missing(self):
        assert not any("fork" in name for name in understand("7 days in the Arctic with no food").props)

    def test_show_an_expression_only_without_a_photo(self):
        prompt = "I opened it, shocked face"
        assert "screaming" in understand(prompt).props[0]
        assert not any("face" in name for name in understand(prompt, has_face=True).props)

    def test_all_stand_in_the_catalogue(self):
        for prompt in ("dragon", "zombie apocalypse", "my wedding", "آموزش آشپزی", "asdf qwer"):
            props = understand(prompt).props
            assert 1 <= len(props) <= 4
            assert set(props) <= set(catalogue.props())


class TestTheCategory:
    def test_is_decided_by_the_embedding_when_the_words_are_silent(self):
        def embed(sentences: Sequence[str]) -> np.ndarray:
            rows = np.zeros((len(sentences), 3), np.float32)
            rows[:, 0] = 1.0
            for at, sentence in enumerate(sentences):
                if "guitar" in sentence or "quartet" in sentence:
                    rows[at] = (0.0, 1.0, 0.0)
            return rows

        assert understand("a quartet at dusk").category != "music"
        assert understand("a quartet at dusk", embed=embed).category == "music"

    @pytest.mark.parametrize(
        ("prompt", "category"),
        [("how I learned Japanese in 3 months", "education"), ("react vs vue", "technology"),
         ("make a thumbnail for my video The Truth About Sugar", "lifestyle"),
         ("یک هفته زندگی در روستا بدون اینترنت", "travel")],
    )  # fmt: skip
    def test_is_that_of_the_topic(self, prompt: str, category: str):
        assert understand(prompt).category == category

    def test_is_one_of_eleven(self):
        assert len(categories()) == 11
        assert set(categories()) == set(catalogue.CATEGORIES)


class TestWishes:
    @pytest.mark.parametrize(
        ("prompt", "side"),
        [("my trip to Rome, put my face on the left", "left"), ("gym fails, me on the right side, text left", "right"),
         ("سفر به رم، صورتم سمت چپ باشه", "left"), ("my trip to Rome, blue background", None)],
    )  # fmt: skip
    def test_say_where_the_face_stands(self, prompt: str, side: str | None):
        assert understand(prompt).side == side

    @pytest.mark.parametrize(
        ("prompt", "aspect"),
        [("vertical thumbnail about sharks", "9:16"), ("sharks at night, square format", "1:1"),
         ("thumbnail for shorts: sharks", "9:16"), ("sharks at night", "16:9"),
         ("the square root of two explained", "16:9"), ("we lost 4:5 to the sharks", "16:9"),
         ("thumbnail for my instagram reel: sharks", "9:16"), ("sharks, 9:16", "9:16"),
         ("یه کاور عمودی برای ریلز کوسه", "9:16"), ("thumbnail for short people", "16:9")],
    )  # fmt: skip
    def test_name_the_shape(self, prompt: str, aspect: str):
        brief = understand(prompt)
        assert (brief.aspect, asked_aspect(prompt) or "16:9") == (aspect, aspect)
        assert not {"REEL", "9:16", "VERTICAL", "ریلز"} & set(brief.headline.split())

    def test_yield_to_what_was_chosen(self):
        brief = understand("vertical thumbnail about sharks", aspect="16:9")
        assert (brief.aspect, brief.evidence["aspect"].source) == ("16:9", "option")

    @pytest.mark.parametrize(
        ("prompt", "count"),
        [("3 options please: deadly sharks", 3), ("give me two versions, deadly sharks", 2), ("3 sharks", None),
         ("۳ نمونه بده: کوسه ها", 3)],
    )  # fmt: skip
    def test_count_the_pictures(self, prompt: str, count: int | None):
        brief = understand(prompt)
        assert brief.count == count
        assert "OPTIONS" not in brief.headline

    @pytest.mark.parametrize(
        ("prompt", "style"), [("a duel at dawn, anime style", "anime"), ("a duel at dawn, 3D", "3d"), ("a duel", "")]
    )
    def test_name_the_style(self, prompt: str, style: str):
        assert understand(prompt).style == style

    def test_forbid_a_colour(self):
        brief = understand("electric bikes compared, don't use red, blue and white")
        assert brief.negative == ("red",)
        assert len(brief.palette) == 2

    def test_leave_the_colour_of_a_thing_alone(self):
        assert understand("three days in Rome, a yellow taxi in the background").palette == ()

    def test_count_me_and_a_friend(self):
        assert understand("three days in Rome, me and my friend smiling").people == 2


class TestMarksAndEffects:
    @pytest.mark.parametrize(
        ("direction", "marks"),
        [("red cross and green check", {"cross", "check"}), ("hand drawn arrow", {"arrow_hand"}),
         ("big question mark", {"question"}), ("price tag", {"price_tag"}), ("فلش قرمز", {"arrow"})],
    )  # fmt: skip
    def test_of_many_hands_are_named(self, direction: str, marks: set[str]):
        assert set(understand(f"three days in Rome, {direction}").marks) == marks

    def test_are_not_drawn_when_forbidden(self):
        assert understand("three days in Rome, a hand drawn arrow, no arrows").marks == ()

    @pytest.mark.parametrize(
        ("direction", "effects"),
        [("fire and lightning", {"fire", "lightning"}), ("rain, glitch", {"rain", "glitch"}), ("foggy", {"fog"}),
         ("raining money", {"money_rain"}), ("no fire", set())],
    )  # fmt: skip
    def test_of_weather_and_light_are_named(self, direction: str, effects: set[str]):
        assert set(understand(f"three days in Rome, {direction}").effects) == effects


class TestTalk:
    @pytest.mark.parametrize(
        "prompt",
        ["hey so deadly sharks, thanks a lot!!", "make it pop, no arrows. the video is about deadly sharks",
         "ok basically deadly sharks", "deadly sharks. thank you so much in advance",
         "i run a small channel about the sea and deadly sharks", "make smth for my video about deadly sharks pls"],
    )  # fmt: skip
    def test_around_the_topic_is_left_out(self, prompt: str):
        assert understand(prompt).headline == "DEADLY SHARKS"

    def test_is_all_there_is(self):
        assert understand("thank you so much").headline != ""

    def test_in_latin_letters_of_persian_is_left_out(self):
        brief = understand("ye thumbnail baraye safar be Shiraz besaz")
        assert (brief.headline, brief.category) == ("SAFAR BE SHIRAZ", "travel")


class TestOtherWords:
    @pytest.mark.parametrize(
        ("prompt", "category", "prop"),
        [("La mejor receta de pizza", "food", "pizza"), ("初心者のためのギター入門", "music", "guitar"),
         ("Как я собрал компьютер", "technology", ""), ("أفضل هاتف في العالم", "technology", "phone"),
         ("Evde pizza nasıl yapılır", "food", "pizza"), ("paise kaise kamaye", "business", "cash"),
         ("DIE 5 größten Fehler beim Hausbau", "lifestyle", "house"), ("كيف تربح المال", "business", "cash"),
         ("les 10 meilleures plages de France", "travel", "palm")],
    )  # fmt: skip
    def test_of_other_languages_tell_the_topic(self, prompt: str, category: str, prop: str):
        brief = understand(prompt)
        assert brief.category == category
        assert any(prop in name for name in brief.props)

    def test_are_known_by_their_kind(self):
        assert "dog" in understand("my affenpinscher").props[0]
        assert understand("playing the bandoneon").category == "music"

    def test_misspelled_by_a_letter_are_known(self):
        assert "camera" in understand("best camra of the year").props[0]
        assert "CAMRA" in understand("best camra of the year").headline

    @pytest.mark.parametrize(
        ("prompt", "unmeant"),
        [("Fortnite skin ranking", "soap"), ("NBA finals game 7", "controller"), ("AI ran my business", "shoe"),
         ("drill beat from scratch", "toolbox"), ("10 milion views", "lion"), ("hottest wings on earth", "earth"),
         ("quit sugar for 60 days", "pepper")],
    )  # fmt: skip
    def test_of_idioms_show_nothing(self, prompt: str, unmeant: str):
        assert not any(unmeant in name for name in understand(prompt).props)

    def test_of_a_product_are_no_place(self):
        assert understand("Galaxy S26 camera test").place != "space"


class TestHints:
    def test_ask_for_a_photo_where_a_face_is_wanted(self):
        assert "photo_would_help" in understand("my weekly vlog, surprised face").hints
        assert "photo_would_help" not in understand("my weekly vlog, surprised face", has_face=True).hints


class TestTheHeadlineKeepsTheTopic:
    @pytest.mark.parametrize(
        ("prompt", "headline", "subtitle"),
        [
            ("everything wrong with the new harry potter show in 17 min",
             "EVERYTHING WRONG WITH HARRY POTTER SHOW", "17 MIN"),
            ("hollow knight silksong but every hit costs me $1", "HOLLOW KNIGHT SILKSONG", "BUT EVERY HIT COSTS ME $1"),
            ("Minecraft, but the floor is lava every 30 seconds", "MINECRAFT", "BUT THE FLOOR IS LAVA"),
            ("vocal coach reacts to olivia dean live. orange and cream", "VOCAL COACH REACTS TO OLIVIA DEAN", ""),
            ("video for my hobby channel: bird feeders for beginners", "BIRD FEEDERS FOR BEGINNERS", ""),
            ("gordon ramsay's scrambled eggs vs my grandma's", "RAMSAY'S SCRAMBLED EGGS VS GRANDMA'S", ""),
            ("Rolex Submariner vs Tudor Black Bay 58", "ROLEX SUBMARINER VS TUDOR BLACK BAY 58", ""),
            ("TOEFL writing task 1 template score 28+", "TOEFL WRITING TASK 1", "TEMPLATE SCORE 28+"),
            ("The day Leicester won it all - cinematic style thumbnail in royal blue and gold",
             "THE DAY LEICESTER WON IT ALL", ""),
            ("day in my life as a night shift nurse", "NIGHT SHIFT NURSE", "DAY IN MY LIFE"),
            ("what i eat in a day as a broke college student", "BROKE COLLEGE STUDENT", "WHAT I EAT IN A DAY"),
            ("come grocery shopping with me on a $50 budget", "GROCERY SHOPPING ON A $50 BUDGET", ""),
            ("What actually happens when you delete a file?", "WHEN YOU DELETE A FILE?", "WHAT ACTUALLY HAPPENS"),
            ("Who really built Stonehenge?", "WHO REALLY BUILT STONEHENGE?", ""),
            ("from couch to marathon in 6 months", "FROM COUCH TO MARATHON IN 6 MONTHS", ""),
            ("The greatest comeback in Champions League history",
             "THE GREATEST COMEBACK", "IN CHAMPIONS LEAGUE HISTORY"),
            ("why you should never put your phone in rice", "NEVER PUT YOUR PHONE IN RICE", ""),
            ("hiii plss thumbnail: thrift flip", "THRIFT FLIP", ""),
            ("which golf ball should a high handicapper use?", "WHICH GOLF BALL", "SHOULD A HIGH HANDICAPPER USE?"),
            ("which camera should a beginner travel vlogger buy?", "WHICH CAMERA?", ""),
            ("trying every flavour of oreo ever made. bright blue bg", "EVERY FLAVOUR OF OREO", "EVER MADE"),
            ("get ready for my first day of college with me", "FIRST DAY OF COLLEGE", "GET READY"),
            ("Last to leave the hot tub wins $10,000! yellow and blue", "LAST TO LEAVE THE HOT TUB", "WINS $10,000"),
            ("so im a butcher and this video shows the 4 cuts of beef you should never buy at the supermarket",
             "THE 4 CUTS OF BEEF", "YOU SHOULD NEVER BUY"),
            ("in this video i show you how to fix a leaky faucet", "HOW TO FIX A LEAKY FAUCET", ""),
            ("In this video, I show you how to tie a tie", "HOW TO TIE A TIE", ""),
            ("J'ai testé le métier de boulanger pendant une semaine", "LE MÉTIER DE BOULANGER", "PENDANT UNE SEMAINE"),
            ("10 errori da evitare quando compri una moto usata",
             "10 ERRORI DA EVITARE", "QUANDO COMPRI UNA MOTO USATA"),
            ("Viví como un monje durante una semana", "VIVÍ COMO UN MONJE", "DURANTE UNA SEMANA"),
            ("10 coisas para fazer antes de viajar para o Japão",
             "10 COISAS PARA FAZER", "ANTES DE VIAJAR PARA O JAPÃO"),
        ],
    )  # fmt: skip
    def test_and_the_line_below_takes_what_led_to_it(self, prompt: str, headline: str, subtitle: str):
        brief = understand(prompt)
        assert (brief.headline, brief.subtitle) == (headline, subtitle)


class TestHostilePrompts:
    @pytest.mark.parametrize(
        "prompt",
        ["", "   ", "🔥🔥🐉", "👨‍👩‍👧‍👦" * 60, "\x00\x01\x02", "\u202eevil\u202c text", "a" * 5000, '"' * 300,
         "«»" * 80, "text:", "with the text", "vs", "vs vs vs", "$$$", "12345", "...", "https://example.com/watch?v=1",
         "#tag #tag2", "<script>alert(1)</script>", "<b>bold</b> &amp; &lt;i&gt;", "LINE ONE\nLINE TWO\n\nLINE THREE",
         "\u200b\u200c\u200d", "سلام hello مخلوط mixed ۱۲۳ 456", "no text", "()[]{}", "—–-",
         "make me a thumbnail with no text and no arrows"],
    )  # fmt: skip
    def test_give_a_brief(self, prompt: str):
        brief = understand(prompt)
        assert brief.category in categories()
        assert brief.props
        assert "<" not in brief.headline
        assert all(index < len(brief.headline.split()) for index in brief.highlight)

    def test_are_understood_alike_each_time(self):
        prompt = "I spent 24 hours in a haunted castle with my friends, dark, red arrow"
        assert understand(prompt) == understand(prompt)

    @pytest.mark.parametrize(
        "prompt", ["vs " * 660, "in the " * 280, "1 " * 1000, "I survived 7 days " * 110, "«الف» " * 330, "(((a" * 500]
    )
    def test_take_no_long_time(self, prompt: str):
        understand("warm vs up")
        start = time.process_time()
        understand(prompt)
        assert time.process_time() - start < 0.5

    def test_are_cut_with_a_hint(self):
        assert "prompt_cut" in understand("minecraft " * 400).hints

    def test_of_an_unknown_aspect_are_refused(self):
        with pytest.raises(ValueError, match="aspect"):
            understand("a cat", aspect="21:9")


class TestTheLexicons:
    def test_of_names_show_only_props_that_the_catalogue_has(self):
        for table in ("names", "kinds", "topics"):
            listed = {name for group in lexicon(table).values() for name in group}
            assert [name for name in listed if in_catalogue(name) is None] == []

    def test_of_topics_name_each_phrase_once(self):
        tables = lexicon("topics").values()
        listed = [phrase for table in tables for listing in table.values() for phrase in phrases(listing)]
        assert [phrase for phrase, times in Counter(listed).items() if times > 1] == []

    def test_of_topics_speak_for_known_categories(self):
        assert set(lexicon("topics")) <= set(categories())

    def test_of_examples_speak_for_every_category(self):
        assert set(lexicon("examples")) == set(categories())
        assert all(len(titles.strip().splitlines()) >= 100 for titles in lexicon("examples").values())

    def test_name_only_props_that_can_be_shown(self):
        table = lexicon("props")
        listed = [name for group in ("things", "accents", "themes") for name in table[group]]
        listed += [name for names in table["defaults"].values() for name in names]
        listed += [entry["prop"] for entry in lexicon("marks")["expressions"].values()]
        assert [name for name in listed if in_catalogue(name) is None] == []

    def test_let_each_phrase_stand_for_one_thing(self):
        seen: dict[str, str] = {}
        for name, listing in lexicon("props")["things"].items():
            for phrase in phrases(listing):
                assert seen.setdefault(phrase, name) == name, f"{phrase} stands for {seen[phrase]} and {name}"


class TestForeignTitles:
    @pytest.mark.parametrize(
        ("prompt", "category", "prop"),
        [("Balkonkraftwerk mit Speicher: lohnt sich das 2026 noch?", "technology", "battery"),
         ("Como subir de elo no LoL jogando de suporte", "gaming", "controller"),
         ("La Révolution française en 15 minutes", "education", "scroll"),
         ("Один день из жизни бариста в Питере", "vlog", "coffee"),
         ("大谷翔平のスイングを徹底解説", "sports", "baseball"),
         ("Evde lahmacun tarifi, fırınsız", "food", "pizza"),
         ("چجوری پیج اینستامو از صفر به ۱۰۰ هزار فالوور رسوندم", "business", "phone"),
         ("Weekend w Tatrach: szlak na Rysy zimą", "travel", "mountain"),
         ("Zonnepanelen met batterij: is het de moeite waard?", "technology", "battery"),
         ("수능 공부법 총정리", "education", "book"), ("新手如何投资股票", "business", "chart"),
         ("Cara membuat roti tanpa oven", "food", "bread"), ("قصة سقوط الدولة العثمانية", "education", "scroll"),
         ("भूतिया हवेली में एक रात", "entertainment", "skull"), ("Bananenbrot Rezept ohne Zucker", "food", "bread")],
    )  # fmt: skip
    def test_tell_what_they_are_about(self, prompt: str, category: str, prop: str):
        brief = understand(prompt)
        assert brief.category == category
        assert any(prop in name for name in brief.props)

    @pytest.mark.parametrize(
        ("prompt", "headline", "negative"),
        [("Korku evinde 1 gece geçirdik, emoji kullanma", "KORKU EVİNDE 1 GECE GEÇİRDİK", "emoji"),
         ("Viaje a Perú en tren, sin flechas", "VIAJE A PERÚ EN TREN", "arrows"),
         ("Schokoladenkuchen in 10 Minuten, bitte keine Pfeile", "SCHOKOLADENKUCHEN IN 10 MINUTEN", "arrows"),
         ("Comment fonctionne une éolienne, n'utilise pas de rouge", "COMMENT FONCTIONNE UNE ÉOLIENNE", "red"),
         ("Bolo de cenoura, não use azul", "BOLO DE CENOURA", "blue"),
         ("Готовлю плов на костре, не используй красный", "ГОТОВЛЮ ПЛОВ НА КОСТРЕ", "red"),
         ("أفضل كاميرا للمبتدئين، بدون نص", "أفضل كاميرا للمبتدئين", "text"),
         ("भूतिया हवेली में एक रात, इमोजी मत डालो", "भूतिया हवेली में एक रात", "emoji"),
         ("김치찌개 황금 레시피, 화살표 빼고", "김치찌개 황금 레시피", "arrows"),
         ("Resep nasi goreng kampung, tanpa teks", "RESEP NASI GORENG KAMPUNG", "text"),
         ("Przepis na sernik babci, bez tekstu", "PRZEPIS NA SERNIK BABCI", "text"),
         ("De beste wafels van Gent, geen pijlen", "DE BESTE WAFELS VAN GENT", "arrows")],
    )  # fmt: skip
    def test_keep_what_they_forbid_out_of_the_headline(self, prompt: str, headline: str, negative: str):
        brief = understand(prompt)
        assert (brief.headline, brief.negative) == (headline, (negative,))

    @pytest.mark.parametrize(
        ("prompt", "parted"),
        [("大谷翔平のスイングを徹底解説、文字なし", "大谷翔平のスイングを徹底解説, 文字 なし"),
         ("如何减肥，不要箭头", "如何减肥, 不要 箭头"), ("Evde ekmek emoji kullanma", "Evde ekmek, emoji kullanma"),
         ("京都、大阪、奈良を巡る", "京都、大阪、奈良を巡る"), ("Bread without text", "Bread, without text"),
            ("Bread with no text at all", "Bread with no text at all"),
         ("نان خانگی بدون متن", "نان خانگی بدون متن")],
    )  # fmt: skip
    def test_are_parted_from_what_they_forbid(self, prompt: str, parted: str):
        assert set_apart(prompt) == parted

    @pytest.mark.parametrize(
        ("colours", "expected"),
        [("terracotta & turquoise colours", ("terracotta", "turquoise")), ("cream and rust colours", ("cream", "rust")),
         ("sage green and lilac palette", ("sage", "lilac")), ("royal blue and mustard", ("royal blue", "mustard"))],
    )  # fmt: skip
    def test_may_name_colours_as_designers_do(self, colours: str, expected: tuple[str, str]):
        assert understand(f"My living room makeover, {colours}").palette == tuple(map(named_colour, expected))

    def test_have_colours_in_their_own_words(self):
        assert understand("Mein Hochbeet im zweiten Jahr, grün und beige").palette == tuple(
            map(named_colour, ("green", "beige"))
        )
        assert understand("Лучшие места Стамбула, терракотовый и бирюзовый").palette == tuple(
            map(named_colour, ("terracotta", "turquoise"))
        )

    def test_of_the_columns_are_complete(self):
        table = lexicon("foreign")
        languages = table["columns"]["languages"].split()
        assert [meaning for meaning, row in table["topics"].items() if row.count("|") != len(languages) - 1] == []
        assert set(table["also"]) <= set(table["topics"])


class TestWhatIsForbidden:
    @pytest.mark.parametrize(
        ("prompt", "forbidden"),
        [
            ("ice climbing in -30, don't put any arrows or circles", ("arrows", "circles")),
            ("minecraft hardcore day 1000 finally beat the warden no text pls just the pic", ("text",)),
            ("آموزش سه تار مبتدی، رنگ قهوه ای باشه و فلش نذار", ("arrows",)),
            ("۱۰ ترفند اکسل که حسابدارا بلدن متن نداشته باشه", ("text",)),
            ("no text for 7 days challenge", ()),
        ],
    )
    def test_is_told_from_what_is_wanted(self, prompt: str, forbidden: tuple[str, ...]) -> None:
        assert understand(prompt).negative == forbidden
