"""Counting what people take with them."""

from django.db.models import F

from generation.models import Generation


def record_download(generation: Generation) -> None:
    """Count one download of a delivered picture."""
    Generation.objects.filter(pk=generation.pk).update(download_count=F("download_count") + 1)
