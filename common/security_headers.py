"""What every answer forbids a browser to do with it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from asgiref.sync import iscoroutinefunction
from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

_API = "/api/v1/"
# Our pages copy to the clipboard and sign in by passkeys; nothing else of this is ever asked for.
_PERMISSIONS = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "autoplay",
                "browsing-topics",
                "camera",
                "display-capture",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "usb",
            )
        ),
        *(
            f"{feature}=(self)"
            for feature in ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
        ),
    ]
)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The policy of `CONTENT_SECURITY_POLICY`, or another one below the addresses of `CONTENT_SECURITY_POLICIES`.

    A page whose policy must differ says so itself, by the decorators of `csp`; a script or style that stands in a page
    bears `nonce="{{ request.csp_nonce }}"`.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = _policy_below(request.path_info)
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The same, but that what is written for every answer of the API is composed once."""
        if request.path_info.startswith(_API) and not _says_itself(response):
            response.headers.setdefault(HEADER, _policy_of_api())
            return response
        return super().process_response(request, response)


@sync_and_async_middleware
def forbid_features_and_caching(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Set `Permissions-Policy`, and on answers of the API `Cache-Control: no-store` where the view said nothing."""
    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> Any:
            return _forbid(request, await get_response(request))

        return answer

    def answer_at_once(request: HttpRequest) -> Any:
        return _forbid(request, get_response(request))

    return answer_at_once


def _says_itself(response: HttpResponseBase) -> bool:
    return any(name.startswith("_csp_") for name in vars(response))


@lru_cache(maxsize=1)
def _policy_of_api() -> str:
    return build_policy(config=_policy_below(_API))


def _policy_below(path: str) -> dict[str, Any] | None:
    for start, policy in settings.CONTENT_SECURITY_POLICIES.items():
        if path.startswith(start):
            return dict(policy)
    return None


def _forbid(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
    if request.path_info.startswith(_API):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
