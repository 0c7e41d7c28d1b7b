"""Filling the bank with the looks that ship with Routix."""

import dataclasses

from django.conf import settings
from django.db import transaction

from canvas import dna as design_dna
from canvas.catalogue import CATEGORIES
from common.background import nudge
from templates_lib.indexing.facets import facets_of
from templates_lib.indexing.finding import index_templates
from templates_lib.indexing.previews import drop_previews
from templates_lib.models import Category, Origin, Status, Template
from templates_lib.search.spaces import live_space, open_space
from templates_lib.services.looks import Look, digest_of, load_looks, read_document
from templates_lib.tasks import draw_missing_previews

# What a new version of a look replaces. What staff decide (active, featured) and what was counted stays.
_DESIGNED = (
    *("name", "category", "tags", "description", "document", "dna", "sample", "traits", "has_face", "has_text"),
    *("has_logo", "energy", "colours", "source", "licence", "artist", "consent_note", "status", "failure"),
    *("seed_digest", "updated_at"),
)


def seed_templates() -> int:
    """Bring the shipped categories and looks into the bank; return how many looks were new or had changed.

    Idempotent: a look that is as it was when last seeded isn't touched. A changed look is written anew, but for what
    staff set by hand. Missing previews are drawn by a worker. `ProviderError` when the live space's provider fails.
    """
    Category.objects.bulk_create(
        (Category(slug=slug, name=slug.title(), position=place) for place, slug in enumerate(CATEGORIES)),
        ignore_conflicts=True,
    )
    if live_space() is None:
        open_space(settings.EMBEDDING_PROVIDER)
    present = dict(Template.objects.values_list("slug", "seed_digest"))
    digested = [(look, _digest(look)) for look in load_looks()]
    changed = [(look, digest) for look, digest in digested if present.get(look.slug) != digest]
    if changed:
        _write(changed)
    if Template.objects.filter(preview="", status=Status.READY).exists():
        nudge(draw_missing_previews)
    return len(changed)


def _write(changed: list[tuple[Look, str]]) -> None:
    """The digests come last: what was cut short in between, by a vendor that failed or a process that died, is done
    anew the next time."""
    digests = {look.slug: digest for look, digest in changed}
    with transaction.atomic():
        drop_previews(Template.objects.filter(slug__in=digests))
        Template.objects.bulk_create(
            _with_what_staff_hold([_template(look) for look, _ in changed]),
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=_DESIGNED,
        )
    templates = list(Template.objects.filter(slug__in=digests))
    index_templates(templates)
    for template in templates:
        template.seed_digest = digests[template.slug]
    Template.objects.bulk_update(templates, ["seed_digest"])


def _with_what_staff_hold(templates: list[Template]) -> list[Template]:
    """Give looks what staff set by hand on the rows that they replace."""
    held = Template.objects.filter(slug__in=[template.slug for template in templates]).exclude(corrected=[])
    rows = {row.slug: row for row in held.select_related("category")}
    for template in templates:
        row = rows.get(template.slug)
        for name in row.corrected if row is not None else ():
            setattr(template, name, getattr(row, name))
    return templates


def _digest(look: Look) -> str:
    """What a look's row is made of; raise the number when the code that makes it changes what it makes."""
    return digest_of([dataclasses.asdict(look), read_document(look.slug), 4])


def _template(look: Look) -> Template:
    return Template(
        slug=look.slug,
        name=look.name,
        category_id=look.category,
        tags=list(look.tags),
        description=look.description,
        document=read_document(look.slug),
        dna=design_dna.to_json(look.dna),
        sample={"prompt": look.prompt, "brief": dataclasses.asdict(look.sample)},
        **facets_of(look.dna),
        origin=Origin.DESIGNED,
        source="Designed for Routix",
        licence="Same as Routix",
        artist="Routix",
        consent_note="Designed by Routix from nothing but its own scenes, props and type.",
        status=Status.READY,
        is_featured=look.is_featured,
        seed_digest="",
    )
