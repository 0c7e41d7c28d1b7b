"""One picture from the web."""

from dataclasses import dataclass
from typing import Final

import httpcore
import httpx

from common.fetching.addresses import checked_url
from common.fetching.errors import FetchFailedError
from common.fetching.going_out import guarded_pool, target_of
from common.fetching.policy import Policy, policy_of_settings
from common.images import PictureTooLargeError

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
# Compression is not asked for and not taken: a picture gains nothing by it, and a bomb would.
_HEADERS = [
    (b"Accept", b"image/*"),
    (b"Accept-Encoding", b"identity"),
    (b"User-Agent", b"Routix"),
    (b"Connection", b"close"),
]


@dataclass(frozen=True)
class Fetched:
    """What was sent. `url` is where it came from in the end; `content_type` is the sender's word, "" for none."""

    data: bytes
    url: str
    content_type: str


def fetch_picture(url: str, *, max_bytes: int, seconds: float, policy: Policy | None = None) -> Fetched:
    """Fetch `url` from the public internet, with at most three redirects, each of them checked like the first.

    `seconds` are for everything together, from looking up the name to the last byte. What is a picture is for
    `common.images.clean_picture` to say. The policy is that of the settings unless another is given. Raises
    `AddressRefusedError` for a place where we don't go, `PictureTooLargeError` beyond `max_bytes`, and
    `FetchFailedError` for one that does not hand out a file in time.
    """
    rules = policy or policy_of_settings()
    with guarded_pool(rules, seconds) as pool:
        return _follow(pool, url, rules, max_bytes)


def _follow(pool: httpcore.ConnectionPool, address: str, policy: Policy, max_bytes: int) -> Fetched:
    url = checked_url(address, policy)
    for _ in range(_MOST_REDIRECTS + 1):
        with pool.stream("GET", target_of(url), headers=[(b"Host", url.netloc), *_HEADERS]) as response:
            headers = httpx.Headers(response.headers)
            if response.status not in _REDIRECTS or "location" not in headers:
                return _read(response, headers, url, max_bytes)
        url = checked_url(_joined(url, headers["location"]), policy)
    raise FetchFailedError("The address leads on and on to other addresses.")


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailedError from error


def _read(response: httpcore.Response, headers: httpx.Headers, url: httpx.URL, max_bytes: int) -> Fetched:
    if response.status != 200:
        raise FetchFailedError(f"The address answered with status {response.status}.")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise FetchFailedError("The address sent the picture compressed, which can't be taken.")
    too_large = PictureTooLargeError(f"This picture has more than {max_bytes // 1024 // 1024} MB.")
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes:
        raise too_large
    data = bytearray()
    for chunk in response.iter_stream():
        data += chunk
        if len(data) > max_bytes:
            raise too_large
    if not data:
        raise FetchFailedError("The address answered with nothing.")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(data=bytes(data), url=str(url), content_type=kind)
