"""What staff and the pipeline change about a template. Each change by a person is kept in the admin's history."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from common.background import nudge
from common.errors import ValidationFailedError
from templates_lib import lifecycle
from templates_lib.errors import NoOriginalError, TemplateNotFoundError
from templates_lib.indexing.embedding import embed_or_owe
from templates_lib.indexing.previews import drop_previews
from templates_lib.indexing.words import index_words
from templates_lib.models import Category, Origin, Status, Template
from templates_lib.search.freshness import bank_changed
from templates_lib.tasks import analyse_next_template, draw_missing_previews

# What staff may set by hand. The first three an analysis would set anew: they are held from then on.
_HELD = ("name", "category", "tags")
CORRECTABLE = (*_HELD, "description", "source", "licence", "artist", "consent_note", "is_active", "is_featured")
_TEXTS = frozenset({"name", "description", "source", "licence", "artist", "consent_note"})
_REQUIRED = frozenset({"name", "source", "licence", "artist"})
_LONGEST_TAG, _MOST_TAGS, _LONGEST_TEXT = 40, 30, 4000
_COMMA = re.compile("[,،]")
_LONGEST_SHOWN = 80
DEAD_AFTER_DAYS = 60


def record_use(template_id: uuid.UUID) -> None:
    """Count one thumbnail made after a template."""
    Template.objects.filter(id=template_id).update(usage_count=F("usage_count") + 1, last_used_at=Now())


def correct(
    template_id: uuid.UUID, changes: Mapping[str, Any], *, by: User, confirming: Collection[str] = ()
) -> Template:
    """Set fields of a template by hand (`CORRECTABLE`; `category` as a row or None) and make it findable as it is now.

    Names, categories and tags that were set stay when the template is analysed anew, and so do those named in
    `confirming`: the analysis had them right. Returns the template as it is then. `TemplateNotFoundError` when it is
    gone, `ValidationFailedError` for texts or tags that are missing, too many or too long, or a ready template without
    a category.
    """
    correct_many({template_id: changes}, by=by, confirming=confirming)
    return Template.objects.select_related("category").get(pk=template_id)


def correct_many(changes: Mapping[uuid.UUID, Mapping[str, Any]], *, by: User, confirming: Collection[str] = ()) -> int:
    """Correct many templates, all of them or none; return how many really changed. Raises what `correct` raises."""
    with transaction.atomic():
        rows = Template.objects.select_for_update(no_key=True, of=("self",)).select_related("category")
        templates = {template.pk: template for template in rows.filter(pk__in=changes).order_by("pk")}
        if len(templates) < len(changes):
            raise TemplateNotFoundError
        changed = [template for pk, template in templates.items() if _write(template, changes[pk], confirming, by)]
        ready = [template for template in changed if template.status == Status.READY]
        index_words(ready)
        if changed:
            bank_changed()
    # After the commit: a vendor that is asked for vectors must not keep the rows locked.
    embed_or_owe(ready)
    return len(changed)


def clean_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes as they may be stored: texts and tags trimmed. `ValidationFailedError` names every bad field;
    `ValueError` for a field that is not set by hand."""
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"not set by hand: {sorted(unknown)}")
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, value in changes.items():
        try:
            values[name] = _cleaned(name, value)
        except ValidationFailedError as error:
            faults |= {fault["field"]: fault["message"] for fault in error.details["validation_errors"]}
    if faults:
        raise ValidationFailedError(fields=faults)
    return values


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Return tags in lower case, trimmed and each once, split where they hold a comma.

    `ValidationFailedError` when they are too many or too long.
    """
    parts = (part for tag in tags for part in _COMMA.split(tag.replace("\x00", "").lower()))
    kept = [tag for tag in dict.fromkeys(" ".join(part.split()) for part in parts) if tag]
    if len(kept) > _MOST_TAGS or any(len(tag) > _LONGEST_TAG for tag in kept):
        raise ValidationFailedError(fields={"tags": f"At most {_MOST_TAGS} tags of at most {_LONGEST_TAG} characters."})
    return kept


def set_active(templates: "QuerySet[Template]", *, active: bool, by: User) -> int:
    """Let templates be matched with prompts, or not; return how many changed."""
    return _set_all(templates.exclude(is_active=active), by, "activated" if active else "deactivated", is_active=active)


def set_featured(templates: "QuerySet[Template]", *, featured: bool, by: User) -> int:
    """Show templates first, or not; return how many changed."""
    said = "featured" if featured else "no longer featured"
    return _set_all(templates.exclude(is_featured=featured), by, said, is_featured=featured)


def categorise(templates: "QuerySet[Template]", category: Category, *, by: User) -> int:
    """Move templates to a category, where they stay when analysed anew; return how many changed."""
    moved = templates.exclude(category=category, corrected__contains=["category"]).values_list("pk", flat=True)
    changes = {template_id: {"category": category} for template_id in moved}
    return correct_many(changes, by=by, confirming=["category"])


def analyse_anew(templates: "QuerySet[Template]", *, by: User) -> int:
    """Have uploaded templates analysed anew; those that are ready stay in use meanwhile. Return how many.

    `NoOriginalError` when none of them was uploaded.
    """
    uploaded = list(templates.filter(origin=Origin.UPLOADED, original__isnull=False).values_list("pk", flat=True))
    if not uploaded:
        raise NoOriginalError
    with transaction.atomic():
        lifecycle.enqueue(uploaded)  # first: whoever ends or deletes one also locks its analysis before the template
        Template.objects.filter(pk__in=uploaded, status=Status.FAILED).update(
            status=Status.PENDING, failure="", updated_at=Now()
        )
        _write_history(by, uploaded, "analysed anew")
        nudge(analyse_next_template)
    return len(uploaded)


def redraw_previews(templates: "QuerySet[Template]") -> int:
    """Have previews drawn anew by a worker; a designed look that had failed gets another try. Return how many."""
    with transaction.atomic():
        templates.filter(status=Status.FAILED, origin=Origin.DESIGNED).update(status=Status.READY, failure="")
        count = drop_previews(templates)
        nudge(draw_missing_previews)
    return count


def dead_templates(templates: "QuerySet[Template]", *, days: int = DEAD_AFTER_DAYS) -> "QuerySet[Template]":
    """Those that could have been matched for so many days and were not used in them."""
    since = Now() - timedelta(days=days)
    return templates.searchable().filter(created_at__lt=since).exclude(last_used_at__gte=since)  # type: ignore[attr-defined,no-any-return]


def _cleaned(name: str, value: Any) -> Any:
    if name == "tags":
        return clean_tags(value)
    if name not in _TEXTS:
        return value
    text = str(value).replace("\x00", "").replace("\r\n", "\n").strip()
    longest = getattr(Template._meta.get_field(name), "max_length", None) or _LONGEST_TEXT
    if not text and name in _REQUIRED:
        raise ValidationFailedError(fields={name: "Say it in a few words; it is required."})
    if len(text) > longest:
        raise ValidationFailedError(fields={name: f"It is longer than {longest} characters."})
    return text


def _write(template: Template, changes: Mapping[str, Any], confirming: Collection[str], by: User) -> bool:
    """Write what differs, with its history, into a locked row; return whether anything did."""
    values = clean_changes(changes)
    if template.status == Status.READY and "category" in values and values["category"] is None:
        raise ValidationFailedError(fields={"category": "A template that is in use needs one."})
    former = {name: getattr(template, name) for name in values}
    changed = {name: value for name, value in values.items() if former[name] != value}
    for name, value in changed.items():
        setattr(template, name, value)
    held = [name for name in _HELD if name in changed or name in confirming or name in template.corrected]
    if template.category is None and "category" in held:
        held.remove("category")  # a category that was taken away is the analysis's to find
    if not changed and held == template.corrected:
        return False
    confirmed = [name for name in held if name not in template.corrected and name not in changed]
    template.corrected = held
    template.save(update_fields=[*changed, "corrected", "updated_at"])
    _write_history(by, [template.pk], _told(template, former, changed, confirmed))
    return True


def _set_all(templates: "QuerySet[Template]", by: User, said: str, **fields: bool) -> int:
    with transaction.atomic():
        changed = list(
            templates.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True)
        )
        Template.objects.filter(pk__in=changed).update(**fields, updated_at=Now())
        _write_history(by, changed, said)
        bank_changed()
    return len(changed)


def _told(template: Template, former: Mapping[str, Any], changed: Mapping[str, Any], confirmed: list[str]) -> str:
    """Say what became of each field, such as "tags: cake, dessert → cake"."""
    told = [f"{_spoken(name)}: {_plain(former[name])} → {_plain(value)}" for name, value in changed.items()]
    return "; ".join([*told, *(f"{_spoken(name)} confirmed: {_plain(getattr(template, name))}" for name in confirmed)])


def _spoken(name: str) -> str:
    return name.removeprefix("is_").replace("_", " ")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = (", ".join(value) if isinstance(value, list) else str(value or "")) or "–"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _write_history(by: User, template_ids: list[uuid.UUID], message: str) -> None:
    if template_ids:
        rows = Template.objects.filter(pk__in=template_ids).only("pk", "name")
        LogEntry.objects.log_actions(by.pk, rows, CHANGE, change_message=message)
