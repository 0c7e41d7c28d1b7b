"""Generations with their pictures and timeline: to read, since only `generation.lifecycle` changes them."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display as labelled

from generation.admin.likeness import LikenessFilter, likeness_in_words, likeness_table, most_like
from generation.events import picture_url
from generation.models import Generation, StageTiming, Status, Thumbnail

_COLOURS = {
    Status.QUEUED: "info",
    Status.PROCESSING: "warning",
    Status.COMPLETED: "success",
    Status.FAILED: "danger",
}
_SMALL = "width:168px;height:94px;object-fit:cover;border-radius:8px;max-width:none"
_LARGE = "width:100%;max-width:640px;border-radius:12px"
_LISTED_PROMPT = 80


@admin.register(Generation)
class GenerationAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = [
        *("picture", "short_prompt", "owner", "algorithm", "coloured_status", "score", "likeness", "seconds"),
        "created_at",
    ]
    list_display_links = ["picture", "short_prompt"]
    list_filter = ["status", "algorithm", LikenessFilter, "priority", "engine", "is_favorite", "created_at"]
    list_per_page = 40
    search_fields = ["=id", "prompt", "owner__username", "owner__email"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["pictures", "prompt", "custom_text", "owner", "status", "reason"]}),
        ("Timeline", {"fields": ["timeline", "created_at", "queued_at", "started_at", "completed_at", "seconds"]}),
        ("Likeness to its template", {"fields": ["likenesses"]}),
        (
            "Asked for",
            {
                "fields": [
                    *("algorithm", "aspect_ratio", "size", "variants", "priority", "seed", "template"),
                    *("origin", "parent", "axis", "batch", "api_key"),
                ]
            },
        ),
        ("Understood", {"fields": ["understood"], "classes": ["collapse"]}),
        (
            "Outcome",
            {
                "fields": [
                    "score",
                    "engine",
                    "credits_cost",
                    "credits_charged",
                    "download_count",
                    "is_favorite",
                    "rating",
                ]
            },
        ),
        (
            "Machinery",
            {"fields": ["id", "attempt", "sequence", "run_id", "worker", "lease_until", "heartbeat_at"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Generation]":
        light = Thumbnail.objects.order_by("index").defer("document", "score_axes", "similarity_parts")
        rows: QuerySet[Generation] = super().get_queryset(request)
        rows = rows.annotate(most_like=most_like())
        return rows.select_related("owner", "algorithm").prefetch_related(Prefetch("thumbnails", queryset=light))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="Picture")
    def picture(self, generation: Generation) -> SafeString | str:
        best = next(iter(generation.thumbnails.all()), None)
        if best is None:
            return "–"
        return format_html('<img src="{}?width=320" alt="" loading="lazy" style="{}">', picture_url(best.pk), _SMALL)

    @admin.display(description="Pictures")
    def pictures(self, generation: Generation) -> SafeString | str:
        shown = (
            (picture_url(thumbnail.pk), f"Picture {thumbnail.index + 1}", _LARGE, _caption(thumbnail))
            for thumbnail in generation.thumbnails.all()
        )
        figures = format_html_join(
            "",
            '<figure style="margin:0 0 16px"><img src="{}" alt="{}" style="{}"><figcaption>{}</figcaption></figure>',
            shown,
        )
        return figures or "There is none."

    @admin.display(description="Prompt", ordering="prompt")
    def short_prompt(self, generation: Generation) -> str:
        prompt = generation.prompt
        return prompt if len(prompt) <= _LISTED_PROMPT else f"{prompt[:_LISTED_PROMPT]}…"

    @labelled(description="Status", ordering="status", label=_COLOURS)  # type: ignore[untyped-decorator]
    def coloured_status(self, generation: Generation) -> tuple[str, str]:
        return generation.status, Status(generation.status).label

    @admin.display(description="Likeness", ordering=F("most_like").asc(nulls_first=True))
    def likeness(self, generation: Generation) -> str:
        """That of its thumbnail which is the most like the original of the template."""
        return likeness_in_words(generation.most_like)  # type: ignore[attr-defined]

    @admin.display(description="Each thumbnail")
    def likenesses(self, generation: Generation) -> SafeString | str:
        return likeness_table(generation.thumbnails.defer("document", "score_axes"))

    @admin.display(description="Time", ordering="processing_seconds")
    def seconds(self, generation: Generation) -> str:
        return "–" if generation.processing_seconds is None else f"{generation.processing_seconds:.2f} s"

    @admin.display(description="Size")
    def size(self, generation: Generation) -> str:
        return f"{generation.width}×{generation.height}"

    @admin.display(description="Why it failed")
    def reason(self, generation: Generation) -> str:
        error = generation.error
        return f"{error['message']} ({error['type']})" if error else "–"

    @admin.display(description="Brief")
    def understood(self, generation: Generation) -> SafeString:
        text = json.dumps(generation.brief, indent=2, ensure_ascii=False)
        return format_html('<pre style="white-space:pre-wrap">{}</pre>', text)

    @admin.display(description="Stages")
    def timeline(self, generation: Generation) -> SafeString | str:
        timings = list(generation.stage_timings.order_by("attempt", "started_at", "pk"))
        longest = max((timing.seconds for timing in timings), default=0.0) or 1.0
        rows = format_html_join(
            "",
            '<tr><td style="padding:2px 20px 2px 0">{}</td><td style="padding-right:20px;text-align:right">{} s</td>'
            '<td style="width:320px"><i style="display:block;height:10px;border-radius:5px;background:currentColor;'
            'opacity:.5;min-width:2px;width:{}%"></i></td></tr>',
            (
                (_stage_name(timing), f"{timing.seconds:.3f}", round(100 * timing.seconds / longest))
                for timing in timings
            ),
        )
        return format_html("<table>{}</table>", rows) if rows else "No stage has ended yet."


def _stage_name(timing: StageTiming) -> str:
    return timing.get_stage_display() if timing.attempt == 1 else f"{timing.get_stage_display()}, try {timing.attempt}"


def _caption(thumbnail: Thumbnail) -> str:
    kilobytes = thumbnail.bytes // 1000
    words = f"{thumbnail.width}×{thumbnail.height}, {kilobytes} kB, score {thumbnail.score:g}"
    return f"{words}, differs by {thumbnail.axis}" if thumbnail.axis else words
