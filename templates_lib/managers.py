"""Ways to ask for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from templates_lib.models import Template  # noqa: F401  named in the type parameter below


class TemplateQuerySet(models.QuerySet["Template"]):
    def searchable(self) -> TemplateQuerySet:
        """Only what may be matched: active and ready."""
        return self.filter(is_active=True, status="ready")

    def followable(self) -> TemplateQuerySet:
        """What may be matched, with all that a run reads of it: it may be deleted while the run lasts."""
        return self.searchable().only("slug", "name", "origin", "dna", "fingerprint")

    def light(self) -> TemplateQuerySet:
        """Without the columns that weigh kilobytes each; they are read when touched."""
        return self.defer("document", "sample", "fingerprint", "search_text", "consent_note", "description")
