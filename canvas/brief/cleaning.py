"""Prompts as people paste them: mark-up, addresses, hashtags, emoji and invisible characters taken off the words."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from canvas.brief.lexicons import lexicon
from canvas.brief.words import joined_spelling, phrases

LONGEST_PROMPT = 2000
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<!--.*?-->|</?[a-zA-Z][^<>]{0,200}>", re.S | re.I)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\b\S+@\S+\.\w+\b", re.I)
_HASHTAG = re.compile(r"(?<![\w&])#(?!\d+\b|[0-9a-fA-F]{6}\b|(?=[a-fA-F]*\d)[0-9a-fA-F]{3}\b)(\w+)")
_MARKDOWN = re.compile(r"(?m)^\s{0,3}(?:#{1,6}\s+|>\s+|[-*•]\s+|\d{1,2}[.)]\s+(?=\D))|\*\*|__|```|`")
_ZWNJ_OUTSIDE = re.compile(r"(?<![\u0600-\u06ff])\u200c|\u200c(?![\u0600-\u06ff])")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_EMOJI_EXTRAS = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_PAIR = re.compile(r"\b([^\W\d_]+) ?/ ?([^\W\d_]+)\b")  # "red/black"
_KEPT_SYMBOLS = frozenset("$€£¥₹%+&=|°©®™<>~^`﷼")


@dataclass(frozen=True)
class CleanPrompt:
    """The words of a prompt, and what stood between them: emoji (one character each) and hashtags without `#`."""

    text: str
    emoji: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


def clean(prompt: str) -> CleanPrompt:
    """Take off what is not language. At most the first 2,000 characters are read."""
    text = unicodedata.normalize("NFC", prompt[:LONGEST_PROMPT])
    text = html.unescape(text)
    text = _TAG.sub(" ", text)
    text = _ADDRESS.sub(" ", text)
    text = _INVISIBLE.sub("", text.replace("\u200d", ""))
    text = _ZWNJ_OUTSIDE.sub("", text)
    text = _MARKDOWN.sub("", text)
    text = _EMOJI_EXTRAS.sub("", text)
    hashtags = tuple(dict.fromkeys(tag.replace("_", " ") for tag in _HASHTAG.findall(text)))
    text = _HASHTAG.sub(" ", text)
    letters: list[str] = []
    emoji: list[str] = []
    for letter in text:
        if letter == "\n" or letter.isspace():
            letters.append("\n" if letter in "\n\r\u2028\u2029" else " ")
        elif _is_emoji(letter):
            emoji.append(letter)
            letters.append(" ")
        elif unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn"}:
            letters.append(letter)
    joined = re.sub(r"[ \t]+", " ", "".join(letters))
    joined = re.sub(r"([^\d])\1{5,}", r"\1\1\1", joined)
    joined = re.sub(r" ?\n[\s\n]*", "\n", joined).strip()
    joined = _PAIR.sub(lambda pair: " and ".join(pair.groups()) if _are_colours(pair.groups()) else pair[0], joined)
    return CleanPrompt(joined_spelling(joined), tuple(dict.fromkeys(emoji)), hashtags)


def _are_colours(words: Iterable[str]) -> bool:
    return all(word.lower() in _colours() for word in words)


@lru_cache(maxsize=1)
def _colours() -> frozenset[str]:
    return frozenset(name for table in lexicon("colours")["names"].values() for name in phrases(table["words"]))


def _is_emoji(letter: str) -> bool:
    return unicodedata.category(letter) in {"So", "Sk"} and letter not in _KEPT_SYMBOLS


def emoji_prop_name(letter: str) -> str:
    """Return the likely prop name of an emoji: its Unicode name, spelled as the props are."""
    name = unicodedata.name(letter, "").lower().replace(" ", "-")
    return _EMOJI_NAMES.get(name, name)


_EMOJI_NAMES = {
    "slice-of-pizza": "pizza", "black-heart-suit": "red-heart", "heavy-black-heart": "red-heart",
    "aubergine": "eggplant", "racing-car": "racing-car", "american-football": "american-football",
    "soccer-ball": "soccer-ball", "basketball-and-hoop": "basketball", "video-game": "video-game",
    "personal-computer": "laptop", "banknote-with-dollar-sign": "dollar-banknote", "smiling-face-with-open-mouth":
    "grinning-face", "earth-globe-europe-africa": "globe-showing-europe-africa", "high-voltage-sign": "high-voltage",
    "black-sun-with-rays": "sun", "white-medium-star": "star", "electric-light-bulb": "light-bulb",
    "chart-with-upwards-trend": "chart-increasing", "chart-with-downwards-trend": "chart-decreasing",
    "skull-and-crossbones": "skull-and-crossbones", "snow-capped-mountain": "snow-capped-mountain",
    "clapper-board": "clapper-board", "graduation-cap": "graduation-cap", "mans-shoe": "running-shoe",
    "athletic-shoe": "running-shoe", "hundred-points-symbol": "hundred-points", "collision-symbol": "collision",
    "cooking": "cooking", "hot-beverage": "hot-beverage", "money-bag": "money-bag", "warning-sign": "warning",
    "snowflake": "snowflake", "airplane": "airplane", "extraterrestrial-alien": "alien", "mobile-phone": "phone",
}  # fmt: skip
