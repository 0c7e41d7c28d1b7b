"""Cells that several lists share."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

NONE_YET = "–"


def link_to(row: Model | None, text: object = "") -> SafeString | str:
    """A link to a row's page in the admin, a dash for none."""
    if row is None:
        return NONE_YET
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)])
    return format_html('<a class="money-link" href="{}">{}</a>', address, text or str(row))


def link_out(address: str, text: str) -> SafeString | str:
    """A link to a page that is not ours, a dash for none."""
    if not address:
        return NONE_YET
    return format_html('<a class="money-link" href="{}" rel="noreferrer" target="_blank">{}</a>', address, text)


def list_address(model: type[Model], **asked: Any) -> str:
    """Where the list of a model is, narrowed to rows with these values."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in asked.items())}" if asked else address


def label(text: object, tone: str = "") -> SafeString:
    """A word on a ground of its own; `tone` is good, bad, busy or ""."""
    return format_html('<span class="money-label money-label--{}">{}</span>', tone or "plain", text)


def mode(livemode: bool) -> SafeString:
    """Whether it was real money."""
    return label("live", "good") if livemode else label("test", "busy")
