"""A bank of many made-up templates: everyday topics, looks and colours combined, embedded as real ones are.

One in five is made of words and embedded by the local model, so that vectors lie in clusters as real ones do; the
others are its variants: the same words and look, the vector moved a little.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from canvas import catalogue
from canvas import dna as design_dna
from canvas.brief.words import phrases
from canvas.dna import DesignDNA
from canvas.document import Palette

if TYPE_CHECKING:
    from templates_lib.models import EmbeddingSpace, Template

COPIES = 5
_TOPICS = Path(__file__).resolve().parent.parent / "templates_lib" / "search" / "lexicon" / "topics.toml"
RARE_CATEGORY = "music"
# Shares of a bank as people would fill it; the rarest has one template in a hundred.
_CATEGORIES = {
    "gaming": 20, "entertainment": 18, "technology": 12, "vlog": 10, "education": 10, "food": 8, "sports": 8,
    "business": 6, "travel": 4, "lifestyle": 3, RARE_CATEGORY: 1,
}  # fmt: skip
_LOGO_SHARE = 0.02
_BATCH = 2_000
_NOISES = 4_000
# Of a coordinate's own size: variants have a cosine of some 0.97 to what they vary.
_NOISE = 0.25

_COPY = """
INSERT INTO templates_lib_template ({columns})
SELECT {values} FROM templates_lib_template AS template CROSS JOIN generate_series(1, %s) AS copy
WHERE template.source = 'made up' AND template.slug LIKE %s
"""
_COPY_VECTORS = """
INSERT INTO templates_lib_templateembedding (template_id, space_id, vector, digest)
SELECT copy.id, base.space_id, l2_normalize(base.vector + noise.vector), base.digest
FROM templates_lib_template AS copy
JOIN templates_lib_template AS original ON original.slug = split_part(copy.slug, '.', 1)
JOIN templates_lib_templateembedding AS base ON base.template_id = original.id AND base.space_id = %s
JOIN made_noise AS noise ON noise.number = abs(hashtext(copy.slug)) %% %s
WHERE copy.slug LIKE '%%.%%' AND NOT EXISTS (
    SELECT 1 FROM templates_lib_templateembedding AS present WHERE present.template_id = copy.id
)
"""
_NOISE_TABLE = """
CREATE TABLE made_noise AS
SELECT number, array_agg((random() + random() + random() - 1.5) * 2 * %s / sqrt(%s::float8))::vector AS vector
FROM generate_series(0, %s) AS number CROSS JOIN generate_series(1, %s) AS place GROUP BY number
"""


def fill(rows: int, *, already: int) -> None:
    """Bring the bank from `already` made-up templates to `rows`, both divisible by five, and build the index anew."""
    from templates_lib.search.spaces import index_name, live_space, make_index

    space = live_space()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index_name(space)}")
        if not already:
            cursor.execute("SELECT setseed(0.5)")
            cursor.execute(_NOISE_TABLE, [_NOISE, space.dimensions, _NOISES - 1, space.dimensions])
    for first in range(already // COPIES, rows // COPIES, _BATCH):
        _make(range(first, min(first + _BATCH, rows // COPIES)), space)
    with connection.cursor() as cursor:
        cursor.execute(_COPY_VECTORS, [space.pk, _NOISES])
        cursor.execute("SET maintenance_work_mem = '1GB'")
        make_index(space)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE templates_lib_template, templates_lib_templateembedding")
        cursor.execute("CHECKPOINT")


def _make(numbers: range, space: "EmbeddingSpace") -> None:
    from templates_lib.indexing.embedding import embed_into
    from templates_lib.indexing.words import index_words
    from templates_lib.models import Template

    templates = Template.objects.bulk_create(_templates(numbers))
    index_words(templates)
    embed_into(space, templates)
    columns = [field.column for field in Template._meta.concrete_fields]
    own = {"id": "gen_random_uuid()", "slug": "template.slug || '.' || copy"}
    values = ", ".join(own.get(column, f"template.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            _COPY.format(columns=", ".join(columns), values=values), [COPIES - 1, f"made-{numbers.start // _BATCH}-%"]
        )


def _templates(numbers: range) -> "Iterator[Template]":
    from templates_lib.indexing.facets import facets_of
    from templates_lib.models import Status, Template

    words = _topic_words()
    looks = _looks()
    for number in numbers:
        chance = random.Random(number)
        category = chance.choices(list(_CATEGORIES), list(_CATEGORIES.values()))[0]
        tags = chance.sample(words[category], chance.randint(3, 7))
        dna = _varied(chance.choice(looks), chance)
        yield Template(
            slug=f"made-{number // _BATCH}-{number}",
            name=f"{chance.choice(tags)} {dna.mood}".title()[:80],
            category_id=category,
            tags=tags,
            dna=design_dna.to_json(dna),
            **facets_of(dna),
            source="made up",
            licence="none",
            artist="nobody",
            status=Status.READY,
            usage_count=int(chance.paretovariate(1.2)) - 1,
        )


def _looks() -> list[DesignDNA]:
    from templates_lib.services.looks import load_looks

    return [look.dna for look in load_looks()]


def _topic_words() -> dict[str, list[str]]:
    """Everyday phrases of each category: those of the search's lexicon, and the things that our props show."""
    topics = tomllib.loads(_TOPICS.read_text(encoding="utf-8"))
    words = {
        category: [phrase for listing in topics[category].values() for phrase in phrases(listing) if phrase.isascii()]
        for category in _CATEGORIES
    }
    for prop in catalogue.props().values():
        for category in prop.categories:
            words[category] += [keyword for keyword in prop.keywords[:2] if len(keyword) <= 40]
    return {category: sorted(set(found)) for category, found in words.items()}


def _varied(dna: DesignDNA, chance: random.Random) -> DesignDNA:
    """The look in other colours, with another energy, and now and then a logo."""
    colours = [f"#{chance.randrange(1 << 24):06x}" for _ in range(3)]
    return replace(
        dna,
        palette=Palette(*colours),
        energy=chance.randint(1, 10),
        has_logo=chance.random() < _LOGO_SHARE,
        text_words=chance.randint(1, 6),
    )
