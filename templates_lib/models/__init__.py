"""Tables of the template bank."""

from templates_lib.models.category import Category
from templates_lib.models.embedding import EMBEDDING_DIMENSIONS, padded
from templates_lib.models.template import Status, Template

__all__ = ["EMBEDDING_DIMENSIONS", "Category", "Status", "Template", "padded"]
