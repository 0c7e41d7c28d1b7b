"""Asking addresses that somebody gave, without being led inside: fetching a picture, calling a webhook.

Built on httpcore's network backend: of the libraries for this, requests-hardened and httpx-secure check addresses well
but know no total deadline, no cap of bytes, no ports, and no IPv4 address hidden in an IPv6 one.
"""

from common.fetching.calling import check_address, post
from common.fetching.errors import AddressRefusedError, FetchFailedError
from common.fetching.picture import Fetched, fetch_picture
from common.fetching.policy import Policy

__all__ = ["AddressRefusedError", "FetchFailedError", "Fetched", "Policy", "check_address", "fetch_picture", "post"]
