"""What a booked line is called on the page. The log keeps one language, English; here it becomes the reader's."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.isolation import isolated

_DAY = "%d %b %Y"
# How the ledger words its reasons, and the same words with places for what differs. First the most particular.
_WORDINGS: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(r"Welcome to Routix"), _("Welcome to Routix")),
    (re.compile(r"You came by a friend's invitation"), _("You came by a friend's invitation")),
    (re.compile(r"Somebody you invited made a first purchase"), _("Somebody you invited made a first purchase")),
    (re.compile(r"Bought (?P<n>\d+) credits"), _("Bought %(n)s credits")),
    (
        re.compile(r"(?P<plan>.+): credits of (?P<start>\d\d \w{3} \d{4}) to (?P<end>\d\d \w{3} \d{4})"),
        _("%(plan)s: credits of %(start)s to %(end)s"),
    ),
    (
        re.compile(r"(?P<plan>.+): credits for the rest of the period"),
        _("%(plan)s: credits for the rest of the period"),
    ),
    (re.compile(r"(?P<plan>.+): credits of the month"), _("%(plan)s: credits of the month")),
    (
        re.compile(r"(?P<n>\d+) unspent plan credits stay for the new period"),
        _("%(n)s unspent plan credits stay for the new period"),
    ),
    (
        re.compile(r"(?P<bucket>Bonus|Plan|Pack) credits whose time was over"),
        _("%(bucket)s credits whose time was over"),
    ),
    (re.compile(r"Plan credits beyond what rolls over"), _("Plan credits beyond what rolls over")),
    (re.compile(r"Money was sent back"), _("Money was sent back")),
    (re.compile(r"The refund did not arrive"), _("The refund did not arrive")),
    (re.compile(r"The payment was disputed"), _("The payment was disputed")),
    (
        re.compile(r"The dispute was settled and the payment stands"),
        _("The dispute was settled and the payment stands"),
    ),
    (re.compile(r"Paid what was owed"), _("Paid what was owed")),
)


def told_reason(reason: str) -> str:
    """A reason of the ledger in the language of the page; what staff wrote themselves stays as it is."""
    for pattern, wording in _WORDINGS:
        found = pattern.fullmatch(reason)
        if found is not None:
            return str(wording) % _readable(found.groupdict())
    return reason


def _readable(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: _part(name, text) for name, text in parts.items()}


def _part(name: str, text: str) -> str:
    if name == "bucket":
        return gettext(text)
    return _day(text) if name in ("start", "end") else isolated(text)


def _day(text: str) -> str:
    try:
        return formats.date_format(datetime.strptime(text, _DAY), "j M Y")
    except ValueError:
        return text
