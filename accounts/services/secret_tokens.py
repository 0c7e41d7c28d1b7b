"""Opaque secrets: shown once, stored as a digest."""

import hashlib
import secrets

_BYTES = 32


def new_secret() -> tuple[str, str]:
    """Return a fresh secret of 256 random bits, and its digest to store."""
    secret = secrets.token_urlsafe(_BYTES)
    return secret, digest_of(secret)


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal. A slow hash would gain nothing: the secrets can't be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
