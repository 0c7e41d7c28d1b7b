"""One generation as the stage of the studio shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chat.pages import wording
from generation.events import Snapshot
from generation.models import ACTIVE_STATUSES, Generation, Stage

_WEAKEST_AXES = 3
_MOST_HINTS = 2
_FORMATS = (("png", "PNG"), ("jpg", "JPG"), ("webp", "WebP"))


@dataclass(frozen=True)
class Step:
    """A stage in the list of stages. `state` is `done`, `now` or `next`."""

    name: str
    label: str
    state: str


@dataclass(frozen=True)
class Axis:
    """One measured side of the score. `percent` is 0..100, `fault` says what is wrong with it, if anything."""

    label: str
    percent: int
    fault: str


@dataclass(frozen=True)
class Chip:
    """One thing Routix read out of the prompt. `colours` are `#rrggbb` swatches."""

    label: str
    value: str
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Download:
    label: str
    url: str


@dataclass(frozen=True)
class Panel:
    """What the templates of the stage need, in words and whole numbers."""

    id: UUID
    prompt: str
    video_title: str
    picture_text: str
    channel: str
    status: str
    sequence: int
    is_active: bool
    progress: int
    stage_label: str
    steps: tuple[Step, ...]
    queue_position: int | None
    seconds_left: int | None
    picture_url: str | None
    small_url: str | None
    small_url_dense: str | None
    width: int
    height: int
    shape: str
    algorithm_name: str
    seconds: float | None
    held: int
    charged: int
    returned: int
    error: str
    score: int | None
    weakest: tuple[Axis, ...]
    chips: tuple[Chip, ...]
    hints: tuple[str, ...]
    downloads: tuple[Download, ...]


def panel_of(
    generation: Generation, state: Snapshot, *, channel: str, score_axes: Mapping[str, Mapping[str, Any]]
) -> Panel:
    """Put a generation, its snapshot and the measured axes of its best picture into words."""
    brief: Mapping[str, Any] = generation.brief or {}
    left = state["estimated_time"]
    picture = state["thumbnail_url"]
    return Panel(
        id=generation.pk,
        prompt=generation.prompt,
        video_title=brief.get("topic") or generation.prompt,
        picture_text=brief.get("headline") or generation.prompt,
        channel=channel,
        status=state["status"],
        sequence=state["sequence"],
        is_active=state["status"] in ACTIVE_STATUSES,
        progress=state["progress"],
        stage_label=str(wording.STAGES.get(state["stage"] or "", "")),
        steps=_steps(state["stage"]),
        queue_position=state["queue_position"],
        seconds_left=None if left is None else max(1, round(left)),
        picture_url=picture,
        small_url=f"{picture}?width=168" if picture else None,
        small_url_dense=f"{picture}?width=320" if picture else None,
        width=generation.width,
        height=generation.height,
        shape=generation.aspect_ratio.replace(":", "x"),
        algorithm_name=generation.algorithm.name,
        seconds=state["processing_time"],
        held=state["credits"]["held"],
        charged=state["credits"]["charged"],
        returned=state["credits"]["returned"],
        error=_(state["error"]["message"]) if state["error"] else "",
        score=None if state["score"] is None else round(state["score"]),
        weakest=_weakest(score_axes),
        chips=tuple(_chips(brief)),
        hints=_hints(brief),
        downloads=_downloads(generation.pk),
    )


def _steps(stage: str | None) -> tuple[Step, ...]:
    names = list(Stage.values)
    now = names.index(stage) if stage in names else -1
    return tuple(
        Step(name, str(wording.STAGES[name]), "done" if index < now else "now" if index == now else "next")
        for index, name in enumerate(names)
    )


def _weakest(axes: Mapping[str, Mapping[str, Any]]) -> tuple[Axis, ...]:
    known = [
        Axis(
            label=str(wording.AXES.get(name) or wording.readable(name)),
            percent=round(100 * float(axis["value"])),
            fault=str(wording.FAULTS.get(axis.get("fault") or "", "")),
        )
        for name, axis in axes.items()
    ]
    return tuple(sorted(known, key=lambda axis: axis.percent)[:_WEAKEST_AXES])


def _chips(brief: Mapping[str, Any]) -> list[Chip]:
    def chip(label: str, value: Any) -> list[Chip]:
        if isinstance(value, list | tuple):
            value = _(", ").join(wording.trait(str(item)) for item in value)
        return [Chip(label, str(value))] if value else []

    language = brief.get("language", "")
    colours = tuple(brief.get("palette") or ())
    return [
        *chip(_("Headline"), brief.get("headline")),
        *chip(_("Second line"), brief.get("subtitle")),
        *chip(_("Category"), wording.trait(brief.get("category") or "")),
        *chip(_("Mood"), wording.trait(brief.get("mood") or "")),
        *chip(_("Place"), wording.trait(brief.get("place") or "")),
        *chip(_("Objects"), [name.removeprefix("emoji_") for name in brief.get("props") or ()]),
        *chip(_("Marks"), brief.get("marks")),
        *chip(_("Expression"), wording.trait(brief.get("expression") or "")),
        *([Chip(_("Colours"), "", colours)] if colours else []),
        *chip(_("People"), brief.get("people")),
        *chip(_("Left out"), brief.get("negative")),
        *chip(_("Language"), wording.LANGUAGES.get(language, language)),
    ]


def _hints(brief: Mapping[str, Any]) -> tuple[str, ...]:
    given = brief.get("hints") or ()
    return tuple(str(text) for code, text in wording.HINTS.items() if code in given)[:_MOST_HINTS]


def _downloads(generation_id: UUID) -> tuple[Download, ...]:
    address = reverse("generation-download", args=[generation_id])
    return tuple(Download(label, f"{address}?format={name}") for name, label in _FORMATS)
