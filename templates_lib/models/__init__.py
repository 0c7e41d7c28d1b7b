"""Tables of the template bank."""

from templates_lib.models.analysis import Analysis
from templates_lib.models.category import Category
from templates_lib.models.embedding import EmbeddingSpace, TemplateEmbedding, checked_vector
from templates_lib.models.original import Original
from templates_lib.models.template import Origin, Status, Template

__all__ = [
    "Analysis",
    "Category",
    "EmbeddingSpace",
    "Origin",
    "Original",
    "Status",
    "Template",
    "TemplateEmbedding",
    "checked_vector",
]
