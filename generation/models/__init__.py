"""The tables of one attempt to turn a prompt into a thumbnail."""

from generation.models.algorithm import Algorithm
from generation.models.batch import Batch
from generation.models.choices import (
    ACTIVE_STATUSES,
    FINAL_STATUSES,
    AspectRatio,
    Axis,
    Origin,
    Priority,
    Stage,
    Status,
)
from generation.models.generation import Generation
from generation.models.revision import Revision
from generation.models.share import Share
from generation.models.stage_timing import StageTiming
from generation.models.thumbnail import Thumbnail

__all__ = [
    "ACTIVE_STATUSES",
    "FINAL_STATUSES",
    "Algorithm",
    "AspectRatio",
    "Axis",
    "Batch",
    "Generation",
    "Origin",
    "Priority",
    "Revision",
    "Share",
    "Stage",
    "StageTiming",
    "Status",
    "Thumbnail",
]
