"""What a template is found by: its look and topics, and for a look of ours its prompt and description."""

import hashlib

from canvas import dna as design_dna
from templates_lib.indexing.describing import describe
from templates_lib.models import Origin, Template


def sentence_of(template: Template) -> str:
    """Return the sentence: name, category, look, topics and what staff wrote of it.

    Of what was read in an original nothing stands in it.
    """
    dna = design_dna.from_json(template.dna)
    category, topics = template.category_id or "", topics_of(template)
    described = design_dna.sentence(dna, name=template.name, category=category, tags=topics)
    return f"{described} {told_of(template)}".strip()


def topics_of(template: Template) -> tuple[str, ...]:
    """Return the tags, and of a vendor's those words that our lexicons know.

    What people search by they can also guess at, word by word: a vendor may have named a brand or a person.
    """
    known = describe(" ".join(template.vision_tags)).tags if template.vision_tags else ()
    return tuple(dict.fromkeys((*template.tags, *known)))


def told_of(template: Template) -> str:
    """Return the description and the prompt of a look of ours. Of an uploaded one the description is for staff only."""
    if template.origin == Origin.UPLOADED:
        return ""
    return f"{template.sample.get('prompt', '')} {template.description}".strip()


def digest_of_sentence(sentence: str) -> str:
    """Return the SHA-256 of a sentence: a vector whose digest is the same need not be made again."""
    return hashlib.sha256(sentence.encode()).hexdigest()
