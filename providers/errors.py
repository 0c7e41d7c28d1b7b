"""What can go wrong with a provider. Who calls decides what to do: try again, ask the next one, or give up.

No prompt, key or picture stands in an error, and none of it is shown to users as it is.
"""

from typing import ClassVar


class ProviderError(Exception):
    """Base. `provider` is the adapter's name, `detail` is for the log only."""

    retryable: ClassVar[bool] = False

    def __init__(self, provider: str, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(f"{provider}: {detail}" if detail else provider)
        self.provider = provider
        self.detail = detail
        self.retry_after = retry_after


class UnavailableError(ProviderError):
    """Overloaded, unreachable, or answering nonsense: it may pass."""

    retryable = True


class RateLimitedError(UnavailableError):
    """Asked too often; `retry_after` seconds when the vendor says so."""


class RejectedError(ProviderError):
    """The vendor refuses this request, for what it asks or how: the same request is never sent again."""


class MisconfiguredError(ProviderError):
    """A bad key, no quota, a model that is gone: nothing about the request, an operator has to act."""
