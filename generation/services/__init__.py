"""What users may do with generations."""

from generation.services.cancelling import cancel_generation
from generation.services.downloads import record_download
from generation.services.requesting import GenerationRequest, cost_of, request_generation

__all__ = ["GenerationRequest", "cancel_generation", "cost_of", "record_download", "request_generation"]
