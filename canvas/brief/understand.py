"""From a prompt to a brief, without any key: deterministic, and never a fact that the prompt lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from canvas.brief.absence import present
from canvas.brief.category import choose_category
from canvas.brief.clauses import Clause, Parts, part
from canvas.brief.cleaning import LONGEST_PROMPT, CleanPrompt, clean
from canvas.brief.colours import colour_behind, find_colours, mark_table, without_colours
from canvas.brief.evidence import complete_evidence
from canvas.brief.foreign import translated
from canvas.brief.headline import Headline, cased, compose, lost_number, told_on
from canvas.brief.highlight import choose_highlight
from canvas.brief.language import detect, grammatical_words
from canvas.brief.likeness import Embedder
from canvas.brief.literal import Literal, find_literal
from canvas.brief.model import Brief, Evidence, SubjectKind
from canvas.brief.negatives import affirmed, find_negatives, set_apart
from canvas.brief.props import choose_props, in_catalogue, named_things
from canvas.brief.remarks import Remarks, take_off_remarks
from canvas.brief.request import Asked, take_off_request
from canvas.brief.scene_words import (
    choose_energy,
    choose_mood,
    choose_place,
    count_people,
    expression_prop,
    find_effects,
    find_expression,
    worn_expression,
)
from canvas.brief.shapes import without_shape
from canvas.brief.spelling import respelled
from canvas.brief.wishes import find_aspect, find_side, find_style
from canvas.brief.words import Word, split_words
from canvas.document import Aspect

_LONGEST_CUSTOM_TEXT = 120
_DEFAULT_ASPECT = "16:9"
_CATEGORY_FROM_REQUEST = 2.0
_CATEGORY_FROM_HASHTAGS = 0.7
_CATEGORY_FROM_DIRECTION = 0.2


def understand(
    prompt: str,
    *,
    custom_text: str = "",
    aspect: str | None = None,
    has_face: bool = False,
    embed: Embedder | None = None,
) -> Brief:
    """Return what the prompt asks for.

    `custom_text` is the headline as the user typed it into its own field and wins over the prompt, and so does
    `aspect`; without it the prompt's own words decide, else it is 16:9. `has_face` tells that a photo is attached.
    Raises `ValueError` for an aspect ratio that no document has. A prompt without words
    (only emoji, only an address) gives an empty headline and the hint `no_words`.
    """
    if aspect is not None and aspect not in get_args(Aspect):
        raise ValueError(f"unknown aspect ratio: {aspect!r}")
    return _read(prompt).brief(
        custom_text=custom_text, aspect=aspect, has_face=has_face, embed=embed, is_cut=len(prompt) > LONGEST_PROMPT
    )


def asked_aspect(prompt: str) -> str:
    """Return the aspect ratio that the prompt itself asks for ("vertical, for shorts"), empty when it asks for none."""
    return find_aspect(_read(prompt).requesting)


def _read(prompt: str) -> _Reading:
    cleaned = clean(prompt)
    cleaned = replace(cleaned, text=set_apart(cleaned.text))
    literal = find_literal(cleaned.text)
    remarks = take_off_remarks(split_words(literal.rest if literal else cleaned.text))
    asked = take_off_request(without_shape(remarks.words))
    parts = part(asked.words, has_subject=literal is not None)
    return _Reading(cleaned, literal, remarks, asked, parts)


class _Reading:
    """The parts of one prompt, from which each field of the brief is read."""

    def __init__(
        self,
        cleaned: CleanPrompt,
        literal: Literal | None,
        remarks: Remarks,
        asked: Asked,
        parts: Parts,
    ) -> None:
        literal_words = split_words(literal.text) if literal else ()
        all_words = split_words(cleaned.text)
        self.language = detect(cleaned.text, all_words)
        self.cleaned = cleaned
        self.literal = literal
        self.subject: tuple[Clause, ...] = parts.subject
        self.subject_words = (*parts.subject_words, *literal_words)
        described: tuple[Clause, ...] = (asked.describing,) if asked.describing else ()
        self.direction: tuple[Clause, ...] = (*described, *parts.direction)
        self.affirmed = affirmed(self.direction)
        self.affirmed_words = tuple(word for clause in self.affirmed for word in clause)
        self.describing = asked.describing
        self.told_words = _without_function_words(self.subject_words, self.language)
        self.shown_words = present(self.told_words)
        self.hashtags = split_words(", ".join(cleaned.hashtags))
        self.count = remarks.count
        told = {word.key for word in self.subject_words}
        self.requesting = tuple(word for word in all_words if word.key not in told)
        self.meaning = translated(self.subject_words, self.language)

    def brief(
        self, *, custom_text: str, aspect: str | None, has_face: bool, embed: Embedder | None, is_cut: bool
    ) -> Brief:
        evidence: dict[str, Evidence] = {}
        category, evidence["category"] = choose_category(
            [
                (self._spelled(present(self.told_words, keeps_topics=False)), 1.0),
                (self.describing, _CATEGORY_FROM_REQUEST),
                (self.hashtags, _CATEGORY_FROM_HASHTAGS),
                (self.affirmed_words, _CATEGORY_FROM_DIRECTION if self.subject else 1.0),
                (self.meaning, 1.0),
            ],
            embed if self.language == "en" else None,  # the embedders know English alone
            named_things((*self._spelled(self.shown_words), *self.meaning)),
        )
        headline, evidence["headline"], found = self._headline(custom_text)
        subtitle = self._subtitle(found) if found else ""
        mood, evidence["mood"] = choose_mood(self.subject_words, self.affirmed_words)
        colours = find_colours(self.affirmed)
        expression = find_expression(self.affirmed) or worn_expression(self.subject_words)
        negative = find_negatives(self.direction)
        marks = tuple(mark for mark in mark_table().values(self.affirmed_words) if not _is_forbidden(mark, negative))
        people = count_people(
            self.subject_words, self.affirmed_words, forbids="people" in negative, expression=expression
        )
        wants_face = bool(expression) and not has_face and not {"people", "emoji"} & set(negative)
        props, evidence["props"] = choose_props(
            (*self._spelled((*self.shown_words, *self.hashtags)), *self.meaning),
            without_colours(self.affirmed),
            category=category,
            emoji=self.cleaned.emoji,
            face=in_catalogue(expression_prop(expression)) or "" if wants_face else "",
            language=self.language,
        )
        kind: SubjectKind = "face" if has_face else "prop"
        mark_colour = next((colours.of_marks[mark] for mark in marks if mark in colours.of_marks), "")
        if {"cross", "check"} <= set(marks):
            mark_colour = ""  # one red, one green, as everybody draws them
        brief = Brief(
            topic=self._topic(),
            category=category,
            headline=headline,
            highlight=choose_highlight(headline, self.language, names=self._names()),
            subtitle=subtitle,
            mood=mood,
            energy=choose_energy(mood, self.cleaned.text, category),
            palette=colours.palette,
            subject_kind=kind,
            props=props,
            place=choose_place((*self.subject_words, *self.meaning), self.affirmed_words),
            marks=marks,
            mark_colour=mark_colour,
            text_colour=colours.of_text or self._colour_of_literal(colours.palette),
            emphasis=self._emphasis(props),
            expression=expression,
            effects=find_effects(self.affirmed_words),
            negative=negative,
            people=people,
            language=self.language,
            aspect=aspect or find_aspect(self.requesting) or _DEFAULT_ASPECT,
            style=find_style(self.affirmed_words),
            side=find_side(self.affirmed),
            count=self.count,
            evidence=evidence,
            hints=(),
        )
        chosen = {"aspect"} if aspect else set[str]()
        brief = replace(brief, evidence=complete_evidence(brief, chosen | ({"subject_kind"} if has_face else set())))
        return _with_hints(
            brief,
            has_face=has_face,
            is_cut=is_cut,
            is_shortened=bool(found and found.is_shortened),
            subjects=self.subject,
        )

    def _spelled(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Return the words rid of slips, in English: "plages" of a French prompt is no plague."""
        return respelled(words) if self.language == "en" else tuple(words)

    def _headline(self, custom_text: str) -> tuple[str, Evidence, Headline | None]:
        custom = " ".join(clean(custom_text).text.split())[:_LONGEST_CUSTOM_TEXT].strip()
        if custom:
            return custom, Evidence(1.0, "option"), None
        if self.literal is not None:
            return self.literal.text, Evidence(0.98, "quoted"), None
        found = compose(self.subject, self.language)
        if found is None:
            return "", Evidence(0.0, "default"), None
        return cased(found.text, self.language), Evidence(found.confidence, "grammar"), found

    def _subtitle(self, headline: Headline) -> str:
        told = told_on(self.subject, headline, self.language)
        return told or lost_number(self.subject, headline, self.language)

    def _names(self) -> frozenset[str]:
        """Keys of words written as names: capitalised, not opening a clause."""
        shouts = sum(word.surface.isupper() for word in self.subject_words) > len(self.subject_words) / 2
        return frozenset(
            word.key for clause in self.subject for word in clause[1:] if word.is_capitalised and not shouts
        )

    def _topic(self) -> str:
        clauses = [" ".join(word.surface for word in clause) for clause in self.subject]
        topic = ", ".join(clause for clause in clauses if clause)
        return topic or (self.literal.text if self.literal else "")

    def _colour_of_literal(self, palette: Sequence[str]) -> str:
        colour = colour_behind(self.literal.text, self.cleaned.text) if self.literal else ""
        return colour if colour in palette else ""

    def _emphasis(self, props: Sequence[str]) -> str:
        """Name what a mark points at: the words behind "pointing at" or "around"."""
        words = [word.key for word in self.affirmed_words]
        text = " ".join(words)
        found = re.search(r"\b(?:pointing (?:at|to)|points? (?:at|to)|around|on|at) (?:the |my |a )?(\w[\w -]*)$", text)
        if not found or not props or not mark_table().values(self.affirmed_words):
            return ""
        return found[1].strip()


def _without_function_words(words: Sequence[Word], language: str) -> tuple[Word, ...]:
    """Return the words but for those of grammar: "die" of a German names no death. English ones stay, for idioms."""
    grammatical = grammatical_words(language)
    return tuple(word for word in words if word.key not in grammatical)


def _is_forbidden(mark: str, negative: Sequence[str]) -> bool:
    """Tell whether the prompt forbids the mark: arrows are arrows of any hand."""
    return bool({f"{mark.split('_')[0]}s", "marks"} & set(negative))


def _with_hints(brief: Brief, *, has_face: bool, is_cut: bool, is_shortened: bool, subjects: Sequence[Clause]) -> Brief:
    hints: list[str] = []
    if not brief.topic:
        hints.append("no_words")
    if is_cut:
        hints.append("prompt_cut")
    if is_shortened:
        hints.append("headline_shortened")
    wants_people = bool(brief.expression) or bool(brief.people) or brief.category == "vlog"
    if wants_people and not has_face and brief.people != 0:
        hints.append("photo_would_help")
    if brief.evidence["category"].confidence < 0.5:
        hints.append("category_unsure")
    if brief.evidence["props"].source == "default":
        hints.append("props_generic")
    if len(subjects) > 3:
        hints.append("many_topics")
    return replace(brief, hints=tuple(hints))
