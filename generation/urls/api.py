"""Addresses of generations and algorithms, below `api/v1/`."""

from django.urls import path

from generation.views.algorithms import AlgorithmDetail, AlgorithmList, AlgorithmOptions, AlgorithmPerformance
from generation.views.analytics import AnalyticsSummary
from generation.views.batches import BatchCreate, BatchDetail
from generation.views.downloads import GenerationDownload
from generation.views.follow_ups import GenerationRetry, GenerationUpscale, GenerationVariations
from generation.views.generations import (
    GenerationCancel,
    GenerationCreate,
    GenerationDetail,
    GenerationResult,
    GenerationStatus,
)
from generation.views.history import GenerationHistory, QueueStatus
from generation.views.opinions import GenerationFavorite, GenerationRating
from generation.views.shares import GenerationShare, PublicShare

urlpatterns = [
    path("algorithms/", AlgorithmList.as_view(), name="algorithms"),
    path("algorithms/<uuid:algorithm_id>", AlgorithmDetail.as_view(), name="algorithm"),
    path("algorithms/stats/performance", AlgorithmPerformance.as_view(), name="algorithm-performance"),
    path("generation/algorithms", AlgorithmOptions.as_view(), name="generation-algorithms"),
    path("generation/create", GenerationCreate.as_view(), name="generation-create"),
    path("generation/history", GenerationHistory.as_view(), name="generation-history"),
    path("generation/user", GenerationHistory.as_view(), name="generation-user"),
    path("generation/queue/status", QueueStatus.as_view(), name="generation-queue"),
    path("generation/batch", BatchCreate.as_view(), name="generation-batch"),
    path("generation/batch/<uuid:batch_id>", BatchDetail.as_view(), name="generation-batch-progress"),
    path("generation/analytics/summary", AnalyticsSummary.as_view(), name="generation-analytics"),
    path("generation/<uuid:generation_id>", GenerationDetail.as_view(), name="generation"),
    path("generation/<uuid:generation_id>/status", GenerationStatus.as_view(), name="generation-status"),
    path("generation/<uuid:generation_id>/result", GenerationResult.as_view(), name="generation-result"),
    path("generation/<uuid:generation_id>/cancel", GenerationCancel.as_view(), name="generation-cancel"),
    path("generation/<uuid:generation_id>/upscale", GenerationUpscale.as_view(), name="generation-upscale"),
    path("generation/<uuid:generation_id>/variations", GenerationVariations.as_view(), name="generation-variations"),
    path("generation/<uuid:generation_id>/retry", GenerationRetry.as_view(), name="generation-retry"),
    path("generation/<uuid:generation_id>/favorite", GenerationFavorite.as_view(), name="generation-favorite"),
    path("generation/<uuid:generation_id>/rating", GenerationRating.as_view(), name="generation-rating"),
    path("generation/<uuid:generation_id>/share", GenerationShare.as_view(), name="generation-share"),
    path("shares/<str:token>", PublicShare.as_view(), name="public-share"),
    path("generation/<uuid:generation_id>/download", GenerationDownload.as_view(), name="generation-download"),
]
