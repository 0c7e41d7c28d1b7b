"""From where somebody acts: what their browser or program calls itself, and a digest of their address."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.models.security import LONGEST_USER_AGENT
from common.client_address import hashed_ip

# In this order: each of the later ones also stands in what an earlier one calls itself.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_PROGRAM = re.compile(r"[A-Za-z][\w.-]{0,39}")


@dataclass(frozen=True)
class Device:
    """What a request tells of where it comes from. `user_agent` is cut to what is kept; each may be empty."""

    user_agent: str = ""
    ip_digest: str = ""


def device_of(request: HttpRequest) -> Device:
    """The device behind a request."""
    user_agent = "".join(letter for letter in request.headers.get("User-Agent", "") if letter.isprintable())
    return Device(user_agent=user_agent[:LONGEST_USER_AGENT], ip_digest=hashed_ip(request))


def described(user_agent: str) -> str:
    """What people recognise it by: "Firefox on Windows", or a program's name. It may say anything."""
    system = _first(_SYSTEMS, user_agent)
    browser = _first(_BROWSERS, user_agent) if "Mozilla/" in user_agent else ""
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    program = _PROGRAM.match(user_agent)
    return browser or (program.group() if program else gettext("Unknown device"))


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
