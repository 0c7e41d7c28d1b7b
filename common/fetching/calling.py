"""Telling an address that somebody gave of something, and hearing no more than whether it was taken."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from common.fetching.addresses import checked_url
from common.fetching.connecting import checked_addresses
from common.fetching.errors import AddressRefusedError
from common.fetching.going_out import guarded_pool, target_of
from common.fetching.policy import Policy, policy_of_settings


def check_address(url: str, *, is_https_needed: bool, seconds: float, policy: Policy | None = None) -> None:
    """Look up `url` and raise `AddressRefusedError` unless it leads to the public internet now; nothing is asked."""
    rules = policy or policy_of_settings()
    checked = checked_url(url, rules)
    _refuse_plain(checked.scheme, is_https_needed=is_https_needed)
    port = checked.port or (443 if checked.scheme == "https" else 80)
    checked_addresses(checked.raw_host.decode("ascii"), port, policy=rules, seconds=seconds)


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    is_https_needed: bool,
    seconds: float,
    policy: Policy | None = None,
) -> int:
    """POST `body` to `url` and return the status of the answer, whose body is not read. No redirect is followed.

    `seconds` are for everything together, from looking up the name to the head of the answer. The policy is that of
    the settings unless another is given. Raises `AddressRefusedError` for a place where we don't go, and
    `FetchFailedError` for one that does not answer in time.
    """
    rules = policy or policy_of_settings()
    checked = checked_url(url, rules)
    _refuse_plain(checked.scheme, is_https_needed=is_https_needed)
    sent = [
        (b"Host", checked.netloc),
        (b"User-Agent", b"Routix"),
        (b"Connection", b"close"),
        (b"Content-Length", str(len(body)).encode()),
        *((name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()),
    ]
    with (
        guarded_pool(rules, seconds) as pool,
        pool.stream("POST", target_of(checked), headers=sent, content=body) as answer,
    ):
        return answer.status


def _refuse_plain(scheme: str, *, is_https_needed: bool) -> None:
    if is_https_needed and scheme != "https":
        raise AddressRefusedError(gettext_noop("Only addresses that begin with https:// are taken."))
