"""What words find a template by: PostgreSQL full text, weighed by where a word stands, and the keys of its look."""

from collections.abc import Sequence

from django.db import connection, transaction

from canvas import dna as design_dna
from canvas.brief.words import split_words
from templates_lib.indexing.sentences import told_of, topics_of
from templates_lib.models import Template
from templates_lib.search.look_keys import keys_of

# Keys are no words: they stand there as they are, without a place, so that they never rank as words do.
_UPDATE = """
    UPDATE templates_lib_template AS template
    SET search_text = setweight(to_tsvector('english', found.topics), 'A')
        || setweight(to_tsvector('english', found.category), 'B')
        || setweight(to_tsvector('english', found.look), 'C')
        || setweight(to_tsvector('english', found.told), 'D')
        || array_to_tsvector(string_to_array(found.keys, ' '))
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS found (id, topics, category, look, told, keys)
    WHERE template.id = found.id
"""


def index_words(templates: Sequence[Template]) -> None:
    """Write the search text of templates: name and tags (A), category (B), look (C), description and prompt (D)."""
    rows = {template.pk: _row(template) for template in templates}
    with transaction.atomic(), connection.cursor() as cursor:
        # Locked in order, as everybody does who changes many: nobody waits for each other.
        locked = Template.objects.filter(pk__in=rows).order_by("pk").select_for_update(no_key=True)
        found = [rows[pk] for pk in locked.values_list("pk", flat=True)]
        if found:
            cursor.execute(_UPDATE, [list(column) for column in zip(*found, strict=True)])


def _row(template: Template) -> tuple[object, ...]:
    category = template.category_id or ""
    dna = design_dna.from_json(template.dna) if template.dna else None
    return (
        template.pk,
        _folded(" ".join((template.name, *topics_of(template)))),
        category,
        _folded(" ".join((*template.traits, *template.colours, dna.mood if dna else ""))),
        _folded(told_of(template)),
        " ".join(keys_of(dna, category=category)) if dna else "",
    )


def _folded(text: str) -> str:
    """Spelled as the words of a question are: one form of each letter, Persian ones too."""
    return " ".join(word.key for word in split_words(text))
