"""Addresses of generations and algorithms, below `api/v1/`."""

from django.urls import path

from generation.views.algorithms import AlgorithmDetail, AlgorithmList
from generation.views.downloads import GenerationDownload
from generation.views.generations import (
    GenerationCancel,
    GenerationCreate,
    GenerationDetail,
    GenerationDocument,
    GenerationResult,
    GenerationStatus,
)
from generation.views.history import GenerationHistory, QueueStatus

urlpatterns = [
    path("algorithms/", AlgorithmList.as_view(), name="algorithms"),
    path("algorithms/<uuid:algorithm_id>", AlgorithmDetail.as_view(), name="algorithm"),
    path("generation/algorithms", AlgorithmList.as_view(), name="generation-algorithms"),
    path("generation/create", GenerationCreate.as_view(), name="generation-create"),
    path("generation/history", GenerationHistory.as_view(), name="generation-history"),
    path("generation/user", GenerationHistory.as_view(), name="generation-user"),
    path("generation/queue/status", QueueStatus.as_view(), name="generation-queue"),
    path("generation/<uuid:generation_id>", GenerationDetail.as_view(), name="generation"),
    path("generation/<uuid:generation_id>/status", GenerationStatus.as_view(), name="generation-status"),
    path("generation/<uuid:generation_id>/result", GenerationResult.as_view(), name="generation-result"),
    path("generation/<uuid:generation_id>/document", GenerationDocument.as_view(), name="generation-document"),
    path("generation/<uuid:generation_id>/cancel", GenerationCancel.as_view(), name="generation-cancel"),
    path("generation/<uuid:generation_id>/download", GenerationDownload.as_view(), name="generation-download"),
]
