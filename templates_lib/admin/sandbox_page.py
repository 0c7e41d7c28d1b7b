"""Trying the search: what a prompt was understood to ask, which looks answer it, and why."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from canvas.brief.model import Brief
from canvas.brief.understand import understand
from providers.local.embedding import embed
from templates_lib.admin.pictures import preview_address
from templates_lib.forms import SandboxForm
from templates_lib.models import Template
from templates_lib.search import Facets, Match, Question, question_from_text, search_templates

if TYPE_CHECKING:
    from templates_lib.admin.templates import TemplateAdmin

_LIMIT = 12
_WAYS = ("said", "meaning", "words", "look", "outcomes")


@dataclass(frozen=True)
class Understood:
    """A fact that the prompt was read to tell, and how sure that is; "" where nothing is known of it."""

    name: str
    value: str
    sureness: str


@dataclass(frozen=True)
class Found:
    """A place of the answer. `ranks` are pairs of a way of searching and the place it gave, "–" for none."""

    place: int
    template: Template
    picture: str
    match: Match
    ranks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """What was asked and found, and in how many milliseconds of search."""

    understood: tuple[Understood, ...]
    question: Question
    found: tuple[Found, ...]
    milliseconds: float


def sandbox_page(model_admin: "TemplateAdmin", request: HttpRequest) -> HttpResponse:
    """Show the page; for a script that asks with `fragment`, only the answer."""
    form = SandboxForm(request.GET or None)
    answer = None
    if form.is_valid() and form.cleaned_data["question"].strip():
        answer = _answer(form.cleaned_data["question"], form.facets)
    context: dict[str, Any] = {"form": form, "answer": answer}
    if "fragment" in request.GET:
        return render(request, "admin/templates_lib/template/sandbox_answer.html", context)
    context |= {
        **model_admin.admin_site.each_context(request),
        "model_admin": model_admin,
        "title": "Try the search",
        "media": model_admin.media,
    }
    request.current_app = model_admin.admin_site.name
    return render(request, "admin/templates_lib/template/sandbox.html", context)


def _answer(text: str, facets: Facets) -> Answer:
    begun = time.perf_counter()
    question = question_from_text(text)
    matches = search_templates(question, facets=facets, limit=_LIMIT)
    milliseconds = (time.perf_counter() - begun) * 1000
    rows = Template.objects.light().select_related("category").in_bulk([match.template_id for match in matches])
    found = tuple(
        _found(place, match, rows[match.template_id])
        for place, match in enumerate(matches, start=1)
        if match.template_id in rows
    )
    return Answer(_understood(understand(text, embed=embed)), question, found, milliseconds)


def _found(place: int, match: Match, template: Template) -> Found:
    ranks = tuple((way, str(match.ranks.get(way, "–"))) for way in _WAYS)
    return Found(place, template, preview_address(template), match, ranks)


def _understood(brief: Brief) -> tuple[Understood, ...]:
    def sureness(field: str) -> str:
        evidence = brief.evidence.get(field)
        return f"{evidence.confidence:.0%} sure, {evidence.source}" if evidence else ""

    return (
        Understood("Language", brief.language, ""),
        Understood("Category", brief.category, sureness("category")),
        Understood("Mood", brief.mood, sureness("mood")),
        Understood("Energy", f"{brief.energy} of 10", ""),
        Understood("Place", brief.place, sureness("place")),
        Understood("Things", ", ".join(prop.replace("_", " ") for prop in brief.props), sureness("props")),
        Understood("Expression", brief.expression, sureness("expression")),
        Understood("Colours", ", ".join(brief.palette), ""),
        Understood("Not wanted", ", ".join(brief.negative), ""),
    )
