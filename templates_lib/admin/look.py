"""All that the page of one template shows beside its form."""

import json
import uuid
from dataclasses import dataclass

from django.utils.safestring import SafeString

from canvas import dna as design_dna
from canvas.errors import DocumentError
from templates_lib import lifecycle
from templates_lib.admin.dna_table import Group, dna_table
from templates_lib.admin.filters import is_guess
from templates_lib.admin.overlay import Overlay, overlay_of
from templates_lib.admin.pictures import original_address, preview_address
from templates_lib.admin.states import Shown, state_of
from templates_lib.admin.swatches import swatch_bar
from templates_lib.models import Analysis, Original, Template
from templates_lib.selectors import find_near_duplicates

_BITS = 64
_SOURCES = {
    "default": "nothing in the picture or its file name",
    "lexicon": "words in the picture or its file name",
    "embedding": "what its words mean",
    "vision": "a vendor's vision model",
    "staff": "staff",
}


@dataclass(frozen=True)
class LikeOriginal:
    """Another template whose original looks alike. `bits` of 64 differ."""

    template_id: uuid.UUID
    name: str
    picture: str
    bits: int
    likeness: str


@dataclass(frozen=True)
class Look:
    """What is shown of a template; None or empty where there is nothing of it.

    `category_source` says where the category came from, and `document` and `sample` are JSON to read.
    """

    template: Template
    state: Shown
    preview: str
    original: Original | None
    original_picture: str
    overlay: Overlay | None
    dna: tuple[Group, ...]
    analysis: Analysis | None
    most_attempts: int
    category_source: str
    is_guess: bool
    near: tuple[LikeOriginal, ...]
    document: str
    sample: str

    @property
    def palette(self) -> SafeString:
        """The palette by which the look is drawn."""
        palette = self.template.dna.get("palette", {})
        return swatch_bar([(colour, 1.0) for colour in palette.values()], label="Palette")

    @property
    def measured_palette(self) -> SafeString:
        """The colours that were measured in the original, by their shares."""
        return swatch_bar(self.overlay.swatches if self.overlay else (), label="Measured colours")

    @property
    def downloads_per_use(self) -> str:
        uses = self.template.usage_count
        return f"{self.template.download_count / uses:.0%}" if uses else ""

    @property
    def mean_rating(self) -> str:
        count = self.template.rating_count
        return f"{self.template.rating_total / count:.1f}" if count else ""


def look_of(template: Template) -> Look:
    """Return the look of a template, its analysis and original at hand or not."""
    original: Original | None = getattr(template, "original", None)
    analysis: Analysis | None = getattr(template, "analysis", None)
    return Look(
        template=template,
        state=state_of(template),
        preview=preview_address(template),
        original=original,
        original_picture=original_address(template.pk) if original else "",
        overlay=overlay_of(original.reading) if original else None,
        dna=_dna(template),
        analysis=analysis,
        most_attempts=lifecycle.MAX_ATTEMPTS,
        category_source=_category_source(template, analysis),
        is_guess=is_guess(template),
        near=likenesses(original.phash, but=template.pk) if original else (),
        document=_readable(template.document),
        sample=_readable(template.sample),
    )


def likenesses(phash: int, *, but: uuid.UUID) -> tuple[LikeOriginal, ...]:
    """Return who looks like the picture with this hash, the most alike first."""
    return tuple(
        LikeOriginal(
            one.template_id,
            one.name,
            original_address(one.template_id, is_small=True),
            one.bits,
            f"{1 - one.bits / _BITS:.0%} alike",
        )
        for one in find_near_duplicates(phash, but=but)
    )


def _dna(template: Template) -> tuple[Group, ...]:
    if not template.dna:
        return ()
    try:
        return dna_table(design_dna.from_json(template.dna))
    except DocumentError:
        return ()  # what an older version left; analysing or seeding anew mends it


def _category_source(template: Template, analysis: Analysis | None) -> str:
    if "category" in template.corrected:
        return "set by staff"
    found = analysis.evidence.get("category") if analysis else None
    if not found:
        return ""
    return f"{found['confidence']:.0%} sure; told by {_SOURCES.get(found['source'], found['source'])}"


def _readable(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) if value else ""
