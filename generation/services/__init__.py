"""What users may do with generations."""

from generation.services.batching import BatchItem, BatchOutcome, request_batch
from generation.services.cancelling import cancel_generation
from generation.services.deleting import delete_generation
from generation.services.downloads import record_download
from generation.services.rating import set_favorite, set_rating
from generation.services.requesting import GenerationRequest, cost_of, request_generation
from generation.services.retrying import retry_generation
from generation.services.sharing import revoke_share, share_generation
from generation.services.upscaling import upscale_generation
from generation.services.variations import vary_generation

__all__ = [
    "BatchItem",
    "BatchOutcome",
    "GenerationRequest",
    "cancel_generation",
    "cost_of",
    "delete_generation",
    "record_download",
    "request_batch",
    "request_generation",
    "retry_generation",
    "revoke_share",
    "set_favorite",
    "set_rating",
    "share_generation",
    "upscale_generation",
    "vary_generation",
]
