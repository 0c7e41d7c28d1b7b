"""How often one may ask: sliding windows in Redis, and strict ones of this process's own while Redis is away."""

from common.rate_limits.counting import count
from common.rate_limits.identities import identity_of
from common.rate_limits.limits import Decision, Limit, find_limit

__all__ = ["Decision", "Limit", "count", "find_limit", "identity_of"]
