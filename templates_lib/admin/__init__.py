"""The bank as staff see it: pictures first, then what each look is made of."""

from templates_lib.admin.categories import CategoryAdmin
from templates_lib.admin.templates import TemplateAdmin

__all__ = ["CategoryAdmin", "TemplateAdmin"]
