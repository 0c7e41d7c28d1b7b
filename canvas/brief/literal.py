"""Text that a prompt dictates: quoted, behind `text:`, or introduced by "with the text" or "that says"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from canvas.brief.words import fold

LONGEST_LITERAL = 80
_QUOTES = (
    re.compile(r"“([^“”\n]{1,200})”"),
    re.compile(r"«([^«»\n]{1,200})»"),
    re.compile(r"„([^„“”\n]{1,200})[“”]"),
    re.compile(r"「([^「」\n]{1,200})」"),
    re.compile(r'"([^"\n]{1,200})"'),
    re.compile(r"(?<!\w)[‘']([^'‘’\n]{1,198}(?:['’]\w[^'‘’\n]{0,100}){0,3})['’](?!\w)"),
)
_STOP = r"(?=\s*(?:$|[,،;؛\n|]|\.(?:\s|$)|\s-\s))"
_IN_TYPE = (
    r"\sin\s+(?:the\s+)?(?:big|bold|red|yellow|white|black|blue|green|orange|pink|purple|gold|neon|top|middle|center"
    r"|corner|background)\b"
)
_TYPE_STOP = rf"(?=\s*(?:$|[,،;؛\n|]|\.(?:\s|$)|\s-\s|{_IN_TYPE}))"
_ART_STOP = (
    r"(?=\s*(?:$|[,،;؛\n|]|\.(?:\s|$)|\s-\s|\s(?:and|with)\s+(?:a|an|the|my|some|big|red|no)\s"
    rf"|{_IN_TYPE}))"
)
_UNQUOTED = (
    re.compile(
        r"(?:^|(?<=[\s,،]))(?:text|headline|caption|متن|نوشته|تیتر)\s*[:=：]\s*(?P<text>\S.{0,79}?)" + _TYPE_STOP, re.I
    ),
    re.compile(
        r"(?:^|\b)(?:with|using|has|have|put|add|include|write)\s+(?:the\s+|a\s+)?(?:big\s+|bold\s+|large\s+)*"
        r"(?:text|headline|words|caption|title\s+text)\s*:?\s+(?:saying\s+|that\s+says\s+|of\s+|which\s+says\s+)?"
        r"(?P<text>\S.{0,79}?)" + _ART_STOP,
        re.I,
    ),
    re.compile(
        r"\b(?:that|which|text|it|headline|title)\s+(?:should\s+|must\s+)?(?:says?|reads?)\s*:?\s+"
        r"(?P<text>\S.{0,79}?)" + _ART_STOP,
        re.I,
    ),
    re.compile(r"(?<=thumbnail)\s+(?:saying|reading)\s*:?\s+(?P<text>\S.{0,79}?)" + _ART_STOP, re.I),
    re.compile(
        r"(?:(?<=\s)|^)با\s+(?:متن|نوشته‌?ی?)\s+(?P<text>\S.{0,79}?)"
        r"(?=\s*(?:$|[,،;؛\n.]|\s(?:برای|درباره|واسه|با)\s))"
    ),
    re.compile(r"(?:(?<=\s)|^)(?:روش|روی آن|روی\s?عکس)\s+بنویس(?:ید)?\s*:?\s+(?P<text>\S.{0,79}?)" + _STOP),
)
_INTRODUCTIONS = frozenset(
    fold(word)
    for line in (
        "with the text title titled saying that says say called named headline words word phrase caption written which",
        "reads reading has it must should be text: title: put write add include using a big bold large",
        "با متن نوشته نوشته‌ی باشه باشد که روش روی بنویس عنوان تیتر جمله جمله‌ی عبارت اسم نام کلمه بنویسید به",
    )
    for word in line.split()
)
_NOT_A_TEXT = re.compile(
    r"^(?:in|on|at|to|over|under|is|are|as|should|must|color|colour|big|bold|large|that|which|saying|and|or|overlay"
    r"|style|font|به رنگ|با رنگ|بزرگ)\b",
    re.I,
)


@dataclass(frozen=True)
class Literal:
    """The dictated text, and the prompt without it. `is_quoted` tells that it stood in quotation marks."""

    text: str
    rest: str
    is_quoted: bool


def find_literal(prompt: str) -> Literal | None:
    """Return the first dictated text. One in quotation marks goes before an unquoted one."""
    quotes = [match for pattern in _QUOTES for match in pattern.finditer(prompt) if match[1].strip(" .,!?")]
    quotes.sort(key=lambda match: (not _is_introduced(prompt[: match.start()]), match.start()))
    if quotes:
        match = quotes[0]
        text = " ".join(match[1].split())
        if len(text) <= LONGEST_LITERAL:
            before = _without_introduction(prompt[: match.start()])
            return Literal(text, _joined(before, prompt[match.end() :]), is_quoted=True)
    for pattern in _UNQUOTED:
        found = pattern.search(prompt)
        if found and not _NOT_A_TEXT.match(found["text"].strip()):
            text = " ".join(found["text"].split()).strip(" .,،;:")
            if text:
                return Literal(text, _joined(prompt[: found.start()], prompt[found.end() :]), is_quoted=False)
    return None


def _is_introduced(before: str) -> bool:
    words = [fold(word) for word in before.split()[-2:]]
    return bool({"text", "titled", "saying", "says", "headline", "title", "متن", "بنویس", "نوشته"} & set(words))


def _without_introduction(before: str) -> str:
    words = before.rstrip().split(" ")
    while words and (fold(words[-1]) in _INTRODUCTIONS or not words[-1].strip(":,،-")):
        words.pop()
    return " ".join(words)


def _joined(before: str, after: str) -> str:
    after = after.strip()
    return f"{before.rstrip(' :')} {after}".strip() if before.strip() else after.lstrip(",،.;:!? ")
