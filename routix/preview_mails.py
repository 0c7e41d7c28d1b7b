"""What every mail looks like, for staff: each template with made-up contents, in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LINK = f"{settings.PUBLIC_URL}/verify/4f1cB2x9QmZtR8sYhK3vWnE7uJ0pLdA6gTiXoCbN5kM"


@dataclass(frozen=True)
class Sample:
    """A template and what it is filled with. Texts in `context` are translated as they are shown."""

    template: str
    name: "StrOrPromise"
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Preview:
    """A mail in one language, as HTML and as text."""

    language: str
    html: str
    text: str


SAMPLES = (
    Sample("accounts/mail/verification", _("Confirming an address"), {"link": _LINK}),
    Sample("accounts/mail/password_reset", _("A new password"), {"link": _LINK, "username": "mira"}),
    Sample(
        "accounts/mail/security_notice",
        _("Something about security"),
        {
            "subject": _("Your password was changed"),
            "what": _("Your password was changed. Every other sign-in was ended."),
            "device": "Firefox on Windows",
            "at": "28 Nov 2026, 09:15 UTC",
            "link": f"{settings.PUBLIC_URL}/account/security",
        },
    ),
    Sample(
        "accounts/mail/webhook_switched_off",
        _("A webhook that was switched off"),
        {
            "host": "hooks.example.com",
            "problem": "Connection refused",
            "link": f"{settings.PUBLIC_URL}/account/webhooks",
        },
    ),
    Sample("accounts/mail/account_erased", _("An erased account"), {}),
    Sample("billing/mail/low_balance", _("Few credits left"), {"left": 4, "address": f"{settings.PUBLIC_URL}/pricing"}),
)


def preview_mails(request: HttpRequest) -> HttpResponse:
    """Show the mail that `?mail=` names, or the first one, in all languages."""
    if not request.user.is_staff:
        raise PermissionDenied
    samples = {sample.template: sample for sample in SAMPLES}
    chosen = samples.get(request.GET.get("mail", SAMPLES[0].template))
    if chosen is None:
        raise Http404
    context = {
        **admin.site.each_context(request),
        "title": gettext("Mails"),
        "samples": SAMPLES,
        "chosen": chosen,
        "previews": [preview_of(chosen, language) for language, _name in settings.LANGUAGES],
    }
    request.current_app = admin.site.name
    return render(request, "admin/mails.html", context)


def preview_of(sample: Sample, language: str) -> Preview:
    """Fill a template as a task would."""
    with override(language):
        return Preview(
            language=language,
            html=render_to_string(f"{sample.template}.html", {**sample.context}),
            text=render_to_string(f"{sample.template}.txt", {**sample.context}),
        )
