"""From an original to a usable template: read, described, drawn, indexed. One claimed analysis at a time."""

import copy
import time
import zlib
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import structlog
from django.core.files.storage import default_storage
from django.db import transaction
from numpy.typing import NDArray
from structlog.contextvars import bound_contextvars

from canvas import dna as design_dna
from canvas import originality, reading, serial
from canvas.brief.model import Brief
from canvas.direction import direct
from canvas.dna.naming import name_of
from canvas.dna.recipe import dna_of
from canvas.document import Document
from canvas.drawing import Drawing, draw
from canvas.errors import CanvasError
from common.caching import remembered
from common.storage import open_or_none, originals
from providers.errors import ProviderError
from templates_lib import lifecycle
from templates_lib.errors import AnalysisFailedError, AnalysisLostError
from templates_lib.indexing.describing import Description, describe
from templates_lib.indexing.embedding import embed_or_owe, embed_templates
from templates_lib.indexing.facets import facets_of
from templates_lib.indexing.previews import PREVIEW_SIZE, store_preview
from templates_lib.indexing.samples import sample_brief
from templates_lib.indexing.vision import Vision, ask_vision
from templates_lib.indexing.words import index_words
from templates_lib.models import Analysis, Original, Template
from templates_lib.search.freshness import bank_changed

Step = Analysis.Step
# Raise it when the measuring changes: what was measured before is then measured anew.
READER_VERSION = 1
READING_SECONDS = 24 * 3600

_log = structlog.get_logger(__name__)


def run(analysis: Analysis) -> float | None:
    """Bring a claimed analysis to its end, or back into the queue. Errors are told in its row, not raised.

    Returns the seconds until its next attempt, None when there is none.
    """
    begun = time.perf_counter()

    def seconds() -> float:
        return time.perf_counter() - begun

    with bound_contextvars(template_id=str(analysis.template_id), attempt=analysis.attempt):
        try:
            _analyse(analysis, seconds)
        except AnalysisLostError:
            _log.info("analysis_lost", step=analysis.step)
        except AnalysisFailedError as error:
            reason = str(error)
            return _end(lambda: lifecycle.fail(analysis, reason, seconds=seconds()))
        except ProviderError as error:
            _log.warning("analysis_provider_failed", detail=error.detail)
            reason = f"The embedding provider {error.provider} did not answer properly."
            return _end(lambda: lifecycle.try_again_later(analysis, reason, seconds=seconds()))
        except Exception:
            _log.exception("analysis_broke", step=analysis.step)
            reason = "Something broke on our side; the log has the details."
            return _end(lambda: lifecycle.try_again_later(analysis, reason, seconds=seconds()))
    return None


def _end(close: Callable[[], float | None]) -> float | None:
    try:
        return close()
    except AnalysisLostError:
        _log.info("analysis_lost")
        return None


def _analyse(analysis: Analysis, seconds: Callable[[], float]) -> None:
    original = Original.objects.select_related("template").get(pk=analysis.template_id)
    template = original.template
    lifecycle.report(analysis, step=Step.READING, progress=5)
    data = _read_file(original)
    pixels = _decoded(data)
    found = _reading(original, pixels)
    lifecycle.report(analysis, step=Step.DESCRIBING, progress=50)
    vision = ask_vision(original, data, attempt=analysis.attempt)
    description = _described(template, original, found, vision)
    dna = dna_of(found, category=description.category, mood=description.mood)
    lifecycle.report(analysis, step=Step.DRAWING, progress=65)
    seed = zlib.crc32(template.pk.bytes)
    brief = sample_brief(dna, category=description.category, seed=seed)
    document, drawing = _drawn(brief, dna, seed)
    lifecycle.report(analysis, step=Step.INDEXING, progress=85)
    fields = {
        "name": name_of(dna, seed=seed),
        "category_id": description.category,
        "tags": list(description.tags),
        "vision_tags": list(vision.tags.tags) if vision.tags else template.vision_tags,
        "dna": design_dna.to_json(dna),
        **facets_of(dna),
        "document": serial.to_json(document),
        "sample": {"headline": brief.headline},
        "fingerprint": _fingerprint(pixels, found),
    }
    embed_templates([_as_it_will_be(template, fields)])  # first: what is ready must be findable
    Original.objects.filter(pk=original.pk).update(reading=reading.to_json(found))
    Analysis.objects.filter(pk=analysis.pk, run_id=analysis.run_id).update(
        evidence={"category": {"confidence": description.confidence, "source": description.source}}
    )
    former, preview = template.preview.name, store_preview(template, drawing)
    try:
        with transaction.atomic():
            lifecycle.finish(analysis, seconds=seconds(), vision_failure=vision.failure, preview=preview, **fields)
            template.refresh_from_db()  # as it is now that staff may have corrected it meanwhile
            index_words([template])
            bank_changed()
    except AnalysisLostError:
        default_storage.delete(preview)
        raise
    if former:
        default_storage.delete(former)
    embed_or_owe([template])


def _read_file(original: Original) -> bytes:
    file = open_or_none(originals(), original.key)
    if file is None:
        raise AnalysisFailedError("The original's file is missing from the storage.")
    with file:
        return bytes(file.read())


def _decoded(data: bytes) -> NDArray[np.uint8]:
    """Return HxWx3 RGB. The file is one that we encoded ourselves."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise AnalysisFailedError("The original's file is damaged.")
    return np.ascontiguousarray(np.asarray(image, np.uint8)[..., ::-1])


def _reading(original: Original, pixels: NDArray[np.uint8]) -> reading.Reading:
    def measure() -> dict[str, Any]:
        try:
            return reading.to_json(reading.read_picture(pixels))
        except CanvasError as error:
            raise AnalysisFailedError(str(error)) from error

    key = f"reading:{READER_VERSION}:{original.sha256}"
    return reading.from_json(remembered(key, seconds=READING_SECONDS, make=measure))


def _described(template: Template, original: Original, found: reading.Reading, vision: Vision) -> Description:
    """Category and tags; a category that staff set stands."""
    described = describe(found.text, file_name=original.file_name, vision=vision.tags)
    if template.category_id and "category" in template.corrected:
        return Description(template.category_id, described.tags, described.mood, 1.0, "staff")
    return described


def _drawn(brief: Brief, dna: design_dna.DesignDNA, seed: int) -> tuple[Document, Drawing]:
    document = direct(brief, dna, seed=seed)[0]
    try:
        return document, draw(document, size=PREVIEW_SIZE)
    except CanvasError as error:
        raise AnalysisFailedError(f"The look could not be drawn: {error}") from error


def _as_it_will_be(template: Template, fields: dict[str, Any]) -> Template:
    changed = copy.copy(template)
    for name, value in fields.items():
        if name.removesuffix("_id") not in template.corrected:
            setattr(changed, name, value)
    return changed


def _fingerprint(pixels: NDArray[np.uint8], found: reading.Reading) -> dict[str, object]:
    lines = [line.box for line in found.lines]
    return originality.to_json(originality.fingerprint(pixels, faces=found.faces, lines=lines))
