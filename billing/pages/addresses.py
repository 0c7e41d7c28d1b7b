"""Addresses that lead back to us."""

from django.conf import settings


def on_this_host(url: str) -> str:
    """An address of ours without its host, any other as it is.

    `PUBLIC_URL` is one name of this Routix. Whoever opened it by another one, 127.0.0.1 say, is signed in only there.
    """
    path = url.removeprefix(settings.PUBLIC_URL)
    return path if path != url and path.startswith("/") else url
