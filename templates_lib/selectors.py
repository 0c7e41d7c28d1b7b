"""Templates as they are read."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Q, QuerySet

from accounts.models import User
from templates_lib.errors import TemplateNotFoundError
from templates_lib.models import Analysis, Original, Template

# Of 64 bits. Re-encoded, resized or slightly graded copies stay within; different pictures are some 30 apart
# (tests/canvas/test_originality.py).
NEAR_BITS = 10
_MOST_NEAR = 10
_HALF = 1 << 63

_NEAR = """
    SELECT original.template_id, template.name, bit_count((original.phash # %(phash)s)::bit(64)) AS bits
    FROM templates_lib_original AS original
    JOIN templates_lib_template AS template ON template.id = original.template_id
    WHERE bit_count((original.phash # %(phash)s)::bit(64)) <= %(most)s
        AND original.template_id IS DISTINCT FROM %(but)s
    ORDER BY bits, original.template_id LIMIT %(limit)s
"""

_NEAR_TO_EACH = """
    SELECT mine.template_id, near.template_id, near.name, near.bits
    FROM templates_lib_original AS mine CROSS JOIN LATERAL (
        SELECT other.template_id, template.name, bit_count((other.phash # mine.phash)::bit(64)) AS bits
        FROM templates_lib_original AS other JOIN templates_lib_template AS template ON template.id = other.template_id
        WHERE bit_count((other.phash # mine.phash)::bit(64)) <= %(most)s AND other.template_id <> mine.template_id
        ORDER BY bits, other.template_id LIMIT %(limit)s
    ) AS near
    WHERE mine.template_id = ANY(%(those)s) ORDER BY mine.template_id, near.bits, near.template_id
"""


class SortBy(models.TextChoices):
    """`featured` shows featured ones first, and of those and of the others the most used."""

    FEATURED = "featured", "Featured first"
    NEWEST = "newest", "Newest"
    OLDEST = "oldest", "Oldest"
    NAME = "name", "Name"
    MOST_USED = "most_used", "Most used"


_ORDERS = {
    SortBy.FEATURED: ("-is_featured", "-usage_count", "pk"),
    SortBy.NEWEST: ("-created_at", "-pk"),
    SortBy.OLDEST: ("created_at", "pk"),
    SortBy.NAME: ("name", "pk"),
    SortBy.MOST_USED: ("-usage_count", "pk"),
}


@dataclass(frozen=True)
class Likeness:
    """A template whose original looks alike. `bits` of 64 in which the perceptual hashes differ."""

    template_id: uuid.UUID
    name: str
    bits: int


@dataclass(frozen=True)
class TemplateFilter:
    """Which templates, in which order; None and "" where it does not matter.

    `category` is a slug, `colour` a name as `canvas.dna.wording.colour_name` gives it, the energies are 1..10. What
    stands from `status` on is for staff: it tells what others may not know.
    """

    category: str = ""
    has_face: bool | None = None
    has_text: bool | None = None
    has_logo: bool | None = None
    min_energy: int | None = None
    max_energy: int | None = None
    colour: str = ""
    featured: bool | None = None
    sort_by: SortBy = SortBy.FEATURED
    status: str = ""
    origin: str = ""
    is_active: bool | None = None


def as_signed(value: int) -> int:
    """Return 64 unsigned bits as the signed number that PostgreSQL keeps."""
    return value - (1 << 64) if value >= _HALF else value


def find_near_duplicates(
    phash: int, *, but: uuid.UUID | None = None, within: int = NEAR_BITS, limit: int = _MOST_NEAR
) -> tuple[Likeness, ...]:
    """Return the templates whose originals look alike, most alike first. `phash` is signed."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"phash": phash, "most": within, "but": but, "limit": limit})
        return tuple(Likeness(*row) for row in cursor.fetchall())


def near_duplicates_of(template_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Likeness]]:
    """Return for each of some templates those whose originals look like its own, in one question; at most ten each."""
    found: dict[uuid.UUID, list[Likeness]] = {template_id: [] for template_id in template_ids}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR_TO_EACH, {"those": list(template_ids), "most": NEAR_BITS, "limit": _MOST_NEAR})
        for template_id, *likeness in cursor.fetchall():
            found[template_id].append(Likeness(*likeness))
    return found


def find_sent(digests: Iterable[str]) -> Mapping[str, Template]:
    """Return by the SHA-256 of what was sent the templates that were made of it, with `id` and `name` alone."""
    rows = Original.objects.filter(sent_sha256__in=list(digests)).order_by("-uploaded_at").select_related("template")
    return {row.sent_sha256: row.template for row in rows.only("sent_sha256", "template__id", "template__name")}


def public_templates() -> "QuerySet[Template]":
    """Templates as everybody may see them: active and ready, without what is secret or heavy."""
    return Template.objects.searchable().light().select_related("category")


def staff_templates() -> "QuerySet[Template]":
    """All templates with what staff may see of them, without the columns that weigh kilobytes and are not shown."""
    rows = Template.objects.select_related("category", "analysis", "original__uploaded_by")
    return rows.defer("document", "sample", "fingerprint", "search_text", "original__reading")


def find_templates(wanted: TemplateFilter, *, for_staff: bool) -> "QuerySet[Template]":
    """Return the templates that fit a filter, in its order. Only for staff the filter's staff part counts."""
    rows = (staff_templates() if for_staff else public_templates()).filter(_conditions(wanted))
    if for_staff:
        rows = rows.filter(_staff_conditions(wanted))
    return rows.order_by(*_ORDERS[wanted.sort_by])


def get_template(template_id: uuid.UUID, *, for_staff: bool) -> Template:
    """Return a template; staff also see those that are not active or not ready. `TemplateNotFoundError`."""
    rows = staff_templates() if for_staff else public_templates()
    found = rows.filter(pk=template_id).first()
    if found is None:
        raise TemplateNotFoundError
    return found


def get_original(template_id: uuid.UUID) -> Original:
    """Return what was uploaded, without what was measured in it. For staff only. `TemplateNotFoundError`."""
    found = Original.objects.defer("reading").filter(pk=template_id).first()
    if found is None:
        raise TemplateNotFoundError
    return found


def count_unanalysed(template_ids: Collection[uuid.UUID]) -> int:
    """Return how many of some templates wait for their analysis or are being analysed."""
    waiting = (Analysis.State.QUEUED, Analysis.State.RUNNING)
    return Analysis.objects.filter(pk__in=template_ids, state__in=waiting).count()


def may_see_secrets(user: User) -> bool:
    """Whether this person is staff with the right to see templates; as in the admin, who may change may also see."""
    rights = ("templates_lib.view_template", "templates_lib.change_template")
    return user.is_staff and any(user.has_perm(right) for right in rights)


def _conditions(wanted: TemplateFilter) -> Q:
    exact = {
        "category": wanted.category or None,
        "has_face": wanted.has_face,
        "has_text": wanted.has_text,
        "has_logo": wanted.has_logo,
        "energy__gte": wanted.min_energy,
        "energy__lte": wanted.max_energy,
        "colours__contains": [wanted.colour] if wanted.colour else None,
        "is_featured": wanted.featured,
    }
    return Q(**{name: value for name, value in exact.items() if value is not None})


def _staff_conditions(wanted: TemplateFilter) -> Q:
    exact = {"status": wanted.status or None, "origin": wanted.origin or None, "is_active": wanted.is_active}
    return Q(**{name: value for name, value in exact.items() if value is not None})
