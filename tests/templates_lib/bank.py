"""A bank of made-up templates: by their looks and words, or with vectors that are known."""

from typing import Any

import numpy as np
from django.core.cache import cache
from django.db import connection
from numpy.typing import NDArray

from canvas import dna as design_dna
from canvas.dna import DesignDNA
from canvas.document import Palette
from templates_lib.indexing.facets import facets_of
from templates_lib.indexing.finding import index_templates
from templates_lib.models import Category, EmbeddingSpace, Status, Template, TemplateEmbedding
from templates_lib.search.spaces import make_index, open_space

DNA = DesignDNA(
    Palette("#ff2038", "#2b4bff", "#ffd21f"), layout="hero_right", plate="paint:gradient", font="anton",
    face_place="right", face_height=0.42, text_words=3,
)  # fmt: skip


def unit_vectors(count: int, *, seed: int, dimensions: int = 256) -> NDArray[np.float32]:
    """Random directions."""
    rows = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def make_template(slug: str, *, look: DesignDNA = DNA, **fields: Any) -> Template:
    """Return an unsaved template that is active and ready. Its facets are those of `look`, unless they are given."""
    fields.setdefault("category", Category(slug="gaming"))
    defaults = {
        "name": slug.replace("-", " ").title(),
        "status": Status.READY,
        "document": {"secret": f"document of {slug}"},
        "dna": design_dna.to_json(look),
        **facets_of(look),
        "source": "tests",
        "licence": "none",
        "artist": "nobody",
    }
    return Template(slug=slug, **defaults | fields)


def findable(*templates: Template) -> list[Template]:
    """Save templates and make them findable in the live space, which is opened with the local provider if need be."""
    open_space("local")
    Template.objects.bulk_create(templates)
    index_templates(templates)
    cache.delete("templates:age")  # a test's transaction is never committed, so nobody else says that the bank changed
    with connection.cursor() as cursor:  # within one transaction no index is made while foreign keys wait to be checked
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return list(templates)


def made_space(model: str = "known-256", *, dimensions: int = 256, **fields: Any) -> EmbeddingSpace:
    """Return a live space for vectors that a test knows, with its index. No provider speaks for it."""
    state = EmbeddingSpace.State.LIVE
    space = EmbeddingSpace.objects.create(
        model=model, **{"provider": "local", "dimensions": dimensions, "state": state} | fields
    )
    make_index(space)
    return space


def stand(space: EmbeddingSpace, vectors: dict[Template, Any]) -> None:
    """Put saved templates into a space."""
    TemplateEmbedding.objects.bulk_create(
        TemplateEmbedding(template=template, space=space, vector=vector, digest="known")
        for template, vector in vectors.items()
    )
