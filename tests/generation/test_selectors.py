"""Questions about generations, asked of real rows."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common.errors import NotFoundError
from generation import selectors
from generation.models import Status
from generation.selectors import History, HistoryFilter, SortBy
from generation.selectors.algorithms import _measure
from tests.generation.api_rows import make_algorithm, make_generation, make_result, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def algorithm():
    return make_algorithm(slug="routix_v4")


def prompts(user: User, **wanted: Any) -> list[str]:
    return [row.prompt for row in History(user, HistoryFilter(**wanted))[0:100]]


class TestHistory:
    def test_shows_the_newest_first_and_only_ones_own(self, user, algorithm):
        day = datetime(2026, 11, 1, tzinfo=UTC)
        make_generation(make_user(), algorithm, prompt="theirs")
        make_generation(user, algorithm, prompt="deleted", deleted_at=timezone.now())
        for number in range(3):
            make_generation(user, algorithm, prompt=f"p{number}", created_at=day + timedelta(days=number))
        assert prompts(user) == ["p2", "p1", "p0"]
        assert prompts(user, sort_by=SortBy.OLDEST) == ["p0", "p1", "p2"]

    def test_counts_all_matches_and_cuts_a_page(self, user, algorithm):
        for _ in range(5):
            make_generation(user, algorithm)
        history = History(user, HistoryFilter())
        assert history.count() == 5
        assert len(history[3:10]) == 2

    def test_filters_by_each_field(self, user, algorithm):
        other = make_algorithm(slug="routix_v6")
        conversation = uuid.uuid4()
        make_generation(user, algorithm, prompt="queued")
        make_result(user, algorithm, prompt="good", score=91.0, is_favorite=True)
        make_generation(user, algorithm, prompt="poor", status=Status.COMPLETED, score=0.0)
        make_generation(user, other, prompt="other", conversation_id=conversation)
        assert prompts(user, status="completed", sort_by=SortBy.SCORE) == ["good", "poor"]
        assert prompts(user, favorites_only=True) == ["good"]
        assert prompts(user, algorithm="routix_v6") == ["other"]
        assert prompts(user, algorithm="no_such_one") == []
        assert prompts(user, conversation_id=conversation) == ["other"]
        assert prompts(user, min_score=50) == ["good"]
        assert prompts(user, min_score=0.0, sort_by=SortBy.OLDEST) == ["good", "poor"]

    def test_takes_the_start_in_and_leaves_the_end_out(self, user, algorithm):
        day = datetime(2026, 11, 1, tzinfo=UTC)
        for number in range(3):
            make_generation(user, algorithm, prompt=f"p{number}", created_at=day + timedelta(days=number))
        assert prompts(user, start=day + timedelta(days=1), end=day + timedelta(days=2)) == ["p1"]

    def test_searches_the_prompt_literally_and_in_any_case(self, user, algorithm):
        make_generation(user, algorithm, prompt="100% Arctic_Survival")
        make_generation(user, algorithm, prompt="1000 Arctic Survivals")
        assert prompts(user, search="100% arctic_s") == ["100% Arctic_Survival"]
        assert prompts(user, search="\\") == []

    @pytest.mark.parametrize(
        ("sort_by", "field", "values"),
        [
            (SortBy.SCORE, "score", [90.0, 50.0, None]),
            (SortBy.MOST_DOWNLOADED, "download_count", [9, 3, 0]),
            (SortBy.MOST_SHARED, "share_count", [9, 3, 0]),
            (SortBy.PROCESSING_TIME, "processing_seconds", [0.5, 2.0, None]),
        ],
    )
    def test_sorts(self, user, algorithm, sort_by, field, values):
        for number in (1, 2, 0):
            make_generation(user, algorithm, prompt=f"p{number}", **{field: values[number]})
        assert prompts(user, sort_by=sort_by) == ["p0", "p1", "p2"]

    def test_asks_one_query_for_a_page_and_the_count(self, user, algorithm):
        for _ in range(4):
            make_result(user, algorithm)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            history = History(user, HistoryFilter())
            assert len(history[0:2]) == 2
            assert history.count() == 4
        assert len(queries) == 1

    def test_counts_beyond_the_last_page_too(self, user, algorithm):
        make_generation(user, algorithm)
        history = History(user, HistoryFilter())
        assert history[5:10] == []
        assert history.count() == 1


class TestOneGeneration:
    def test_is_there_for_its_owner(self, user, algorithm):
        generation = make_result(user, algorithm)
        row = selectors.get_row(user, generation.pk)
        assert row.id == generation.pk
        assert row.thumbnail_id == generation.thumbnails.get().pk
        assert selectors.get_generation(user, generation.pk) == generation

    @pytest.mark.parametrize("ask", [selectors.get_row, selectors.get_generation])
    def test_is_not_there_for_anybody_else(self, user, algorithm, ask):
        generation = make_generation(user, algorithm)
        with pytest.raises(NotFoundError):
            ask(make_user(), generation.pk)

    def test_is_gone_once_deleted(self, user, algorithm):
        generation = make_generation(user, algorithm, deleted_at=timezone.now())
        with pytest.raises(NotFoundError):
            selectors.get_row(user, generation.pk)


class TestAlgorithmStats:
    @pytest.fixture(autouse=True)
    def _fresh(self):
        _measure.cache_clear()
        yield
        _measure.cache_clear()

    def test_are_measured_from_generations(self, user, algorithm):
        for seconds in (1.0, 2.0, 9.0):
            make_generation(user, algorithm, status=Status.COMPLETED, processing_seconds=seconds)
        make_generation(user, algorithm, status=Status.FAILED, processing_seconds=100.0)
        make_generation(user, algorithm, status=Status.CANCELLED, processing_seconds=100.0)
        make_generation(user, algorithm)
        stats = selectors.algorithm_stats()[algorithm.pk]
        assert stats.success_rate == 0.75
        assert stats.median_seconds == 2.0
        assert stats.usage_count == 6

    def test_are_none_before_the_first_run(self, algorithm):
        assert selectors.algorithm_stats()[algorithm.pk] == (None, None, 0)

    def test_are_asked_for_once_in_ten_seconds(self, algorithm):
        with CaptureQueriesContext(connection) as queries:
            for _ in range(3):
                selectors.algorithm_stats()
        assert len(queries) <= 2  # two when the period ends in between


class TestAlgorithms:
    def test_are_the_active_ones_for_users_and_all_for_staff(self, user, algorithm):
        hidden = make_algorithm(is_active=False)
        assert hidden not in selectors.find_algorithms(user)
        assert hidden in selectors.find_algorithms(make_user(is_staff=True))
        with pytest.raises(NotFoundError):
            selectors.get_algorithm(user, hidden.pk)
        assert selectors.get_algorithm(user, algorithm.pk) == algorithm


class TestWaiting:
    def test_ends_at_once_when_it_has_ended(self, user, algorithm):
        assert selectors.wait_for_end(make_result(user, algorithm).pk, 5)

    def test_gives_up_in_time(self, user, algorithm):
        started = datetime.now(UTC)
        assert not selectors.wait_for_end(make_generation(user, algorithm).pk, 0.3)
        assert (datetime.now(UTC) - started).total_seconds() < 0.6


class TestQueue:
    def test_counts_everybody_and_lists_ones_own(self, user, algorithm):
        mine = [make_generation(user, algorithm), make_generation(user, algorithm, status=Status.PROCESSING)]
        make_generation(make_user(), algorithm)
        make_result(user, algorithm)
        assert selectors.queue_load() == (2, 1)
        assert list(selectors.waiting_or_running(user)) == mine


class TestPagesOfAHistory:
    @pytest.mark.parametrize("sort_by", SortBy.values)
    def test_hold_every_row_once_though_all_are_equal(self, user, algorithm, sort_by):
        """Same score, same counts, and one moment of making: only the id tells them apart."""
        moment = timezone.now()
        made = {make_generation(user, algorithm, created_at=moment).pk for _ in range(11)}
        history = History(user, HistoryFilter(sort_by=SortBy(sort_by)))
        seen = [row.id for start in range(0, 11, 3) for row in history[start : start + 3]]
        assert len(seen) == len(set(seen)) == 11
        assert set(seen) == made
        assert history.count() == 11

    @pytest.mark.parametrize("sort_by", SortBy.values)
    def test_stay_where_they_are_when_a_newer_row_comes(self, user, algorithm, sort_by):
        moments = [timezone.now() - timedelta(hours=hours) for hours in range(6)]
        for moment in moments:
            make_generation(user, algorithm, status=Status.COMPLETED, created_at=moment)
        wanted = HistoryFilter(sort_by=SortBy(sort_by), end=timezone.now() - timedelta(minutes=1))
        before = [row.id for row in History(user, wanted)[0:6]]
        make_generation(user, algorithm, status=Status.COMPLETED)
        assert [row.id for row in History(user, wanted)[0:6]] == before
        assert History(user, wanted).count() == 5
