"""What the pages of Routix may load, run and send to: the Content-Security-Policy of each part of the site."""

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

# Paying and managing a plan begin with a form of ours that Stripe's page follows, and browsers look at that too.
_PAYMENT_PAGES = ("https://checkout.stripe.com", "https://billing.stripe.com")

Policy = dict[str, Any]


def policy_of_pages(*, public_url: str, picture_hosts: tuple[str, ...]) -> Policy:
    """Nothing but what comes from here: no script or style that stands in a page, unless it bears the page's nonce."""
    public = urlsplit(public_url)
    socket = f"{'wss' if public.scheme == 'https' else 'ws'}://{public.netloc}"
    return {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *picture_hosts],
        "font-src": [SELF],
        # 'self' covers sockets in all but older Safaris.
        "connect-src": [SELF, socket],
        "manifest-src": [SELF],
        "form-action": [SELF, *_PAYMENT_PAGES],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }


def policy_of_admin(pages: Policy) -> Policy:
    """The admin's own scripts (Alpine) evaluate attributes, and its theme is a style in the page."""
    return {**pages, "script-src": [SELF, UNSAFE_EVAL, NONCE], "style-src": [SELF, UNSAFE_INLINE]}


def policy_of_docs(pages: Policy) -> Policy:
    """Swagger UI draws with styles in elements."""
    return {**pages, "form-action": [SELF]}


def policy_of_data() -> Policy:
    """An answer of the API is no page: opened as one it may do nothing at all."""
    return {"default-src": [NONE], "frame-ancestors": [NONE]}


def origin_of(url: str) -> tuple[str, ...]:
    """The origin of an address, as a policy names it; nothing for no address."""
    parts = urlsplit(url)
    return (f"{parts.scheme}://{parts.netloc}",) if parts.netloc else ()
