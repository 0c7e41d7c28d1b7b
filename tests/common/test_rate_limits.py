"""Sliding windows, shared and local, and what happens while Redis is away."""

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.rate_limits import Decision, Limit
from common.rate_limits.circuit import Circuit
from common.rate_limits.counting import Limiter
from common.rate_limits.local_log import LocalLog
from common.rate_limits.shared_log import SharedLog
from tests.common.lone_redis import LoneRedis, lone_redis

MINUTE = 60
# For tests of counting: the machine may be busy, and nothing is away.
PATIENT = 5.0


@pytest.fixture(scope="module")
def running() -> Iterator[LoneRedis]:
    with lone_redis() as found:
        yield found


@pytest.fixture
def own_redis() -> Iterator[LoneRedis]:
    """One that the test may break."""
    with lone_redis() as found:
        yield found


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    return request.node.name


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.integration
class TestSharedLog:
    def test_lets_exactly_sixty_of_five_hundred_at_once_pass(self, running: LoneRedis, key: str) -> None:
        # Each log has connections of its own, as each process has.
        logs = [SharedLog(running.url, timeout_seconds=PATIENT) for _ in range(3)]
        with ThreadPoolExecutor(100) as pool:
            decisions = list(pool.map(lambda index: logs[index % 3].count(key, Limit(60, MINUTE)), range(500)))
        passed = [decision for decision in decisions if decision.is_allowed]
        assert len(passed) == 60
        assert sorted(decision.remaining for decision in passed) == list(range(60))

    def test_frees_each_slot_when_its_own_request_leaves_the_window(self, running: LoneRedis, key: str) -> None:
        log, limit = SharedLog(running.url, timeout_seconds=PATIENT), Limit(2, 2)
        started = time.monotonic()
        assert log.count(key, limit).is_allowed
        time.sleep(1.2)
        assert log.count(key, limit).is_allowed
        assert not log.count(key, limit).is_allowed
        time.sleep(max(0.0, started + 2.1 - time.monotonic()))
        # The first one has left, the second one has not: a window that began anew would let two pass.
        assert log.count(key, limit).is_allowed
        assert not log.count(key, limit).is_allowed

    def test_tells_how_many_are_left_and_when_the_next_slot_frees(self, running: LoneRedis, key: str) -> None:
        log = SharedLog(running.url, timeout_seconds=PATIENT)
        assert log.count(key, Limit(2, MINUTE)) == Decision(True, limit=2, remaining=1, reset_seconds=60)
        assert log.count(key, Limit(2, MINUTE)) == Decision(True, limit=2, remaining=0, reset_seconds=60)
        assert log.count(key, Limit(2, MINUTE)) == Decision(False, limit=2, remaining=0, reset_seconds=60)

    def test_forgets_refused_requests_and_in_the_end_everything(self, running: LoneRedis, key: str) -> None:
        log = SharedLog(running.url, timeout_seconds=PATIENT)
        for _ in range(50):
            log.count(key, Limit(3, MINUTE))
        with running.client() as client:
            assert client.llen(f"routix:rate:{key}") == 3
            assert 0 < client.pttl(f"routix:rate:{key}") <= MINUTE * 1000

    def test_holds_a_limit_that_was_lowered(self, running: LoneRedis, key: str) -> None:
        log = SharedLog(running.url, timeout_seconds=PATIENT)
        for _ in range(5):
            log.count(key, Limit(5, 3))
            time.sleep(0.3)
        # Of the last five, three have to leave before one more may pass: the third began 0.9 s ago.
        refused = log.count(key, Limit(3, 3))
        assert not refused.is_allowed
        assert refused.remaining == 0
        assert refused.reset_seconds == 3

    def test_counts_everybody_apart(self, running: LoneRedis, key: str) -> None:
        log = SharedLog(running.url, timeout_seconds=PATIENT)
        assert log.count(f"{key}:a", Limit(1, MINUTE)).is_allowed
        assert log.count(f"{key}:b", Limit(1, MINUTE)).is_allowed

    def test_asks_redis_once(self, running: LoneRedis, key: str) -> None:
        log = SharedLog(running.url, timeout_seconds=PATIENT)
        log.count(key, Limit(5, MINUTE))
        with running.client() as client:
            client.config_resetstat()
            log.count(key, Limit(5, MINUTE))
            asked = {name: found["calls"] for name, found in client.info("commandstats").items()}
        from_inside = {"cmdstat_time", "cmdstat_lindex", "cmdstat_llen", "cmdstat_lpush", "cmdstat_pexpire"}
        of_this_client = {"cmdstat_config", "cmdstat_info", "cmdstat_select", "cmdstat_client", "cmdstat_hello"}
        assert {name: calls for name, calls in asked.items() if name not in from_inside | of_this_client} == {
            "cmdstat_evalsha": 1
        }

    def test_brings_its_script_again_after_redis_forgot_it(self, running: LoneRedis, key: str) -> None:
        log = SharedLog(running.url, timeout_seconds=PATIENT)
        log.count(key, Limit(5, MINUTE))
        with running.client() as client:
            client.script_flush()
        assert log.count(key, Limit(5, MINUTE)).remaining == 3


@pytest.mark.unit
class TestLocalLog:
    def test_lets_exactly_as_many_pass_as_the_limit_says(self) -> None:
        log = LocalLog()
        with ThreadPoolExecutor(50) as pool:
            decisions = list(pool.map(lambda _: log.count("a", Limit(20, MINUTE)), range(500)))
        assert sum(decision.is_allowed for decision in decisions) == 20

    def test_slides(self) -> None:
        clock = Clock()
        log = LocalLog(clock=clock)
        assert log.count("a", Limit(2, MINUTE)) == Decision(True, limit=2, remaining=1, reset_seconds=60)
        clock.now += 50
        assert log.count("a", Limit(2, MINUTE)) == Decision(True, limit=2, remaining=0, reset_seconds=10)
        clock.now += 9
        assert log.count("a", Limit(2, MINUTE)) == Decision(False, limit=2, remaining=0, reset_seconds=1)
        clock.now += 1
        assert log.count("a", Limit(2, MINUTE)) == Decision(True, limit=2, remaining=0, reset_seconds=50)
        assert not log.count("a", Limit(2, MINUTE)).is_allowed

    def test_holds_a_limit_that_was_lowered(self) -> None:
        clock = Clock()
        log = LocalLog(clock=clock)
        for _ in range(5):
            log.count("a", Limit(5, MINUTE))
            clock.now += 1
        assert log.count("a", Limit(3, MINUTE)) == Decision(False, limit=3, remaining=0, reset_seconds=57)

    def test_remembers_no_more_than_it_has_room_for(self) -> None:
        log = LocalLog(most_keys=3)
        for name in ("a", "b", "c", "d"):
            log.count(name, Limit(1, MINUTE))
        assert not log.count("d", Limit(1, MINUTE)).is_allowed
        assert not log.count("b", Limit(1, MINUTE)).is_allowed
        assert log.count("a", Limit(1, MINUTE)).is_allowed  # who passed longest ago was forgotten
        assert len(log._logs) == 3


@pytest.mark.unit
class TestCircuit:
    def test_lets_one_try_after_each_rest_until_one_succeeds(self) -> None:
        clock = Clock()
        circuit = Circuit(patience=1, rest_seconds=1.0, clock=clock)
        assert circuit.may_try()
        circuit.failed()
        assert not circuit.may_try()
        clock.now += 1
        assert circuit.may_try()
        assert not circuit.may_try()  # one is trying already
        circuit.failed()
        clock.now += 0.9
        assert not circuit.may_try()
        clock.now += 0.1
        assert circuit.may_try()
        circuit.succeeded()
        assert circuit.may_try()
        assert circuit.may_try()

    def test_bears_single_failures(self) -> None:
        circuit = Circuit(patience=2, rest_seconds=1.0, clock=Clock())
        circuit.failed()
        assert circuit.may_try()
        circuit.succeeded()
        circuit.failed()
        assert circuit.may_try()
        circuit.failed()
        assert not circuit.may_try()


@pytest.mark.integration
class TestLimiter:
    @pytest.mark.parametrize("way", ["stalled", "stalled before the first request", "gone"])
    def test_waits_for_a_redis_that_is_away_at_most_60_ms_and_soon_not_at_all(
        self, own_redis: LoneRedis, way: str
    ) -> None:
        waited = []
        for _ in range(3):
            limiter = Limiter(own_redis.url, timeout_seconds=0.04)
            if way == "stalled":
                limiter.count("a", Limit(60, MINUTE), passes_uncounted=True)
            own_redis.process.kill() if way == "gone" else own_redis.stall()
            started = time.perf_counter()
            limiter.count("a", Limit(60, MINUTE), passes_uncounted=True)
            waited.append(time.perf_counter() - started)
            started = time.perf_counter()
            for _ in range(100):
                limiter.count("a", Limit(60, MINUTE), passes_uncounted=True)
            assert time.perf_counter() - started < 0.2  # two more hear of it, then nobody
            if way == "gone":
                break
            own_redis.go_on()
        # The best of some: the machine may have had other things to do in between.
        assert min(waited) < 0.06

    def test_lets_a_burst_wait_together_rather_than_in_turn(self, own_redis: LoneRedis) -> None:
        limiter = Limiter(own_redis.url, timeout_seconds=0.04)
        own_redis.stall()
        with ThreadPoolExecutor(40) as pool:
            started = time.perf_counter()
            list(pool.map(lambda _: limiter.count("a", Limit(60, MINUTE), passes_uncounted=True), range(400)))
            assert time.perf_counter() - started < 0.4  # in turn it would be 20 s

    @pytest.mark.parametrize(("count", "passing"), [(60, 20), (20, 6), (10, 3), (5, 1), (1, 1)])
    def test_is_three_times_as_strict_while_redis_is_away(self, own_redis: LoneRedis, count: int, passing: int) -> None:
        limiter = Limiter(own_redis.url, timeout_seconds=0.04)
        own_redis.stall()
        decisions = [limiter.count("a", Limit(count, MINUTE), passes_uncounted=False) for _ in range(count * 2)]
        assert [decision.is_allowed for decision in decisions] == [True] * passing + [False] * (count * 2 - passing)

    def test_lets_pass_what_may_while_redis_is_away(self, own_redis: LoneRedis) -> None:
        limiter = Limiter(own_redis.url, timeout_seconds=0.04)
        own_redis.stall()
        assert {limiter.count("a", Limit(1, MINUTE), passes_uncounted=True) for _ in range(100)} == {None}

    def test_counts_in_redis_again_soon_after_it_is_back(self, own_redis: LoneRedis) -> None:
        limiter = Limiter(own_redis.url, timeout_seconds=0.04)
        own_redis.stall()
        assert limiter.count("a", Limit(9, MINUTE), passes_uncounted=True) is None
        own_redis.go_on()
        back = time.monotonic()
        for _ in itertools.count():
            decision = limiter.count("a", Limit(9, MINUTE), passes_uncounted=True)
            if decision is not None or time.monotonic() > back + 10:
                break
            time.sleep(0.02)
        assert time.monotonic() - back < 2
        assert decision is not None
        assert decision.limit == 9

    def test_does_without_a_redis_that_refuses_to_write(self, own_redis: LoneRedis) -> None:
        limiter = Limiter(own_redis.url, timeout_seconds=0.04)
        limiter.count("a", Limit(9, MINUTE), passes_uncounted=False)
        with own_redis.client() as client:
            client.config_set("maxmemory", 1)
        decisions = [limiter.count("a", Limit(9, MINUTE), passes_uncounted=False) for _ in range(9)]
        assert [decision.is_allowed for decision in decisions] == [True] * 3 + [False] * 6
