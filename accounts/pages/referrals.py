"""Whose code brought a visitor here: `?ref=CODE` in an address, kept until they sign up."""

from django.http import HttpRequest

from accounts.services.registration import read_referral_code

_KEY = "referral_code"


def remembered_referral_code(request: HttpRequest) -> str:
    """The code that came along, by address or form, or else the last one that did in this session; empty without any.

    The forms of our pages send it as `referral_code`, a field that people don't see: nonsense in it is passed over.
    """
    sent = read_referral_code(request.POST.get("referral_code") or request.GET.get("ref", ""))
    if sent and request.session.get(_KEY) != sent:
        request.session[_KEY] = sent
    return sent or str(request.session.get(_KEY, ""))


def forget_referral_code(request: HttpRequest) -> None:
    """Forget the code: it has served."""
    request.session.pop(_KEY, None)
