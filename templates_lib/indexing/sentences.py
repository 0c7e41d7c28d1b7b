"""What a template's vector is made of: its look and topics in a sentence, its prompt and its description."""

import hashlib

from canvas import dna as design_dna
from templates_lib.models import Template


def sentence_of(template: Template) -> str:
    """Return the sentence: name, category, look, topics and what staff wrote of it.

    Of what was read in an original nothing stands in it.
    """
    dna = design_dna.from_json(template.dna)
    tags = (*template.tags, *template.vision_tags)
    described = design_dna.sentence(dna, name=template.name, category=template.category_id or "", tags=tags)
    told = (described, str(template.sample.get("prompt", "")), template.description)
    return " ".join(part for part in told if part)


def digest_of_sentence(sentence: str) -> str:
    """Return the SHA-256 of a sentence: a vector whose digest is the same need not be made again."""
    return hashlib.sha256(sentence.encode()).hexdigest()
