"""Questions about generations, answered from rows. Nothing here writes."""

from generation.selectors.algorithms import AlgorithmStats, algorithm_stats, find_algorithms, get_algorithm
from generation.selectors.generations import (
    find_thumbnails,
    find_timings,
    get_generation,
    get_shown_thumbnail,
    get_thumbnail,
)
from generation.selectors.history import History, HistoryFilter, SortBy
from generation.selectors.queue import QueueLoad, queue_load, waiting_or_running
from generation.selectors.rows import GenerationRow, get_row
from generation.selectors.waiting import wait_for_end

__all__ = [
    "AlgorithmStats",
    "GenerationRow",
    "History",
    "HistoryFilter",
    "QueueLoad",
    "SortBy",
    "algorithm_stats",
    "find_algorithms",
    "find_thumbnails",
    "find_timings",
    "get_algorithm",
    "get_generation",
    "get_row",
    "get_shown_thumbnail",
    "get_thumbnail",
    "queue_load",
    "wait_for_end",
    "waiting_or_running",
]
