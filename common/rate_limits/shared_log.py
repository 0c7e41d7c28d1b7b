"""The sliding window that all processes share: a log of the last requests in Redis, one list for each who asks."""

import math

import redis
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

from common.rate_limits.limits import Decision, Limit

_MOST_CONNECTIONS = 512
_PREFIX = "routix:rate:"
_MICROSECONDS = 1_000_000

# The list holds the times of the requests that passed, newest first, in microseconds of Redis' own clock: no more than
# `count` of them, since a refused request leaves no trace. A script runs alone, so nobody comes between look and entry.
SCRIPT = """
local log, count, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local oldest = redis.call('LINDEX', log, -1)
while oldest and tonumber(oldest) <= now - window do
  redis.call('RPOP', log)
  oldest = redis.call('LINDEX', log, -1)
end
local used = redis.call('LLEN', log)
local is_allowed = used < count
if is_allowed then
  redis.call('LPUSH', log, string.format('%.0f', now))
  redis.call('PEXPIRE', log, string.format('%.0f', window / 1000))
  used = used + 1
  oldest = oldest or now
else
  -- not the last of all: the list is longer than that after the limit was lowered
  oldest = redis.call('LINDEX', log, count - 1)
end
return {is_allowed and 1 or 0, math.max(count - used, 0), tonumber(oldest) + window - now}
"""


class SharedLog:
    """Counts in the Redis at `url`, in one round trip. What is not answered within the timeout is not asked again."""

    def __init__(self, url: str, *, timeout_seconds: float) -> None:
        client = redis.Redis.from_url(
            url,
            socket_timeout=timeout_seconds,
            socket_connect_timeout=timeout_seconds,
            retry=Retry(NoBackoff(), 0),
            max_connections=_MOST_CONNECTIONS,
            # A new connection asks nothing that is not needed: each question could wait for its own timeout.
            protocol=2,
            driver_info=None,
        )
        self._run: Script = client.register_script(SCRIPT)

    def count(self, key: str, limit: Limit) -> Decision:
        """Enter a request, if it may pass. Raises `redis.RedisError` or `OSError` when Redis does not do its part."""
        is_allowed, remaining, microseconds = self._run(
            keys=[f"{_PREFIX}{key}"], args=[limit.count, limit.seconds * _MICROSECONDS]
        )
        return Decision(
            is_allowed=bool(is_allowed),
            limit=limit.count,
            remaining=remaining,
            reset_seconds=max(1, math.ceil(microseconds / _MICROSECONDS)),
        )
