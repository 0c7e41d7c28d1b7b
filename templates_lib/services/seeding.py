"""Filling the bank with the looks that ship with Routix."""

import dataclasses
from typing import Any

from django.db import transaction

from canvas import dna as design_dna
from canvas.catalogue import CATEGORIES
from common.background import nudge
from templates_lib.indexing import EMBEDDING_MODEL, drop_previews, embed_looks
from templates_lib.models import Category, Status, Template
from templates_lib.services.looks import Look, digest_of, load_looks, read_document
from templates_lib.tasks import draw_missing_previews

# What a new version of a look replaces. What staff decide (active, featured) and what was counted stays.
_DESIGNED = (
    *("name", "category", "tags", "description", "document", "dna", "sample", "traits", "has_face", "embedding"),
    *("embedding_model", "source", "licence", "artist", "status", "failure", "seed_digest", "updated_at"),
)


def seed_templates() -> int:
    """Bring the shipped categories and looks into the bank; return how many looks were new or had changed.

    Idempotent: a look that is as it was when last seeded isn't touched, so corrections by staff stay. A changed look
    is written anew. Missing previews are drawn by a worker.
    """
    Category.objects.bulk_create(
        (Category(slug=slug, name=slug.title(), position=place) for place, slug in enumerate(CATEGORIES)),
        ignore_conflicts=True,
    )
    present = dict(Template.objects.values_list("slug", "seed_digest"))
    digested = [(look, _digest(look)) for look in load_looks()]
    changed = [(look, digest) for look, digest in digested if present.get(look.slug) != digest]
    with transaction.atomic():
        if changed:
            _write(changed)
        if Template.objects.filter(preview="").exclude(status=Status.FAILED).exists():
            nudge(draw_missing_previews)
    return len(changed)


def _write(changed: list[tuple[Look, str]]) -> None:
    slugs = [look.slug for look, _ in changed]
    drop_previews(Template.objects.filter(slug__in=slugs))
    vectors = embed_looks([_sentence(look) for look, _ in changed])
    Template.objects.bulk_create(
        [_template(look, digest, vector) for (look, digest), vector in zip(changed, vectors, strict=True)],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=_DESIGNED,
    )


def _digest(look: Look) -> str:
    return digest_of([dataclasses.asdict(look), read_document(look.slug), EMBEDDING_MODEL])


def _sentence(look: Look) -> str:
    """What a look's vector is made of: its traits and tags, and the words of a prompt that it was made for."""
    described = design_dna.sentence(look.dna, name=look.name, category=look.category, tags=look.tags)
    return f"{described} {look.prompt}"


def _template(look: Look, digest: str, vector: Any) -> Template:
    return Template(
        slug=look.slug,
        name=look.name,
        category_id=look.category,
        tags=list(look.tags),
        description=look.description,
        document=read_document(look.slug),
        dna=design_dna.to_json(look.dna),
        sample={"prompt": look.prompt, "brief": dataclasses.asdict(look.sample)},
        traits=list(design_dna.traits(look.dna)),
        has_face=look.dna.face_place != "none",
        embedding=vector,
        embedding_model=EMBEDDING_MODEL,
        source="Designed for Routix",
        licence="Same as Routix",
        artist="Routix",
        status=Status.READY,
        is_featured=look.is_featured,
        seed_digest=digest,
    )
