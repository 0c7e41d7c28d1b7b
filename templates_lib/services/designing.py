"""From a designed look to the document that shows it. Done when looks are designed, never when they are seeded."""

import zlib
from dataclasses import replace

from canvas import serial
from canvas.direction import direct
from canvas.document import Document, Plate
from templates_lib.services.looks import Look, load_looks, write_document


def design_document(look: Look) -> Document:
    """Direct a look's sample brief by its DNA; the same look gives the same document.

    What direction would take from the topic (another background, a scene's natural light) is left out: a document of
    the bank shows the look itself.
    """
    brief = replace(look.sample, topic="", place="")
    document = direct(brief, look.dna, seed=zlib.crc32(look.slug.encode()))[0]
    layers = tuple(replace(layer, lights={}) if isinstance(layer, Plate) else layer for layer in document.layers)
    return replace(document, layers=layers, palette=look.dna.palette)


def design_documents() -> int:
    """Design every look anew and keep the documents; return how many there are."""
    looks = load_looks()
    for look in looks:
        write_document(look.slug, serial.to_json(design_document(look)))
    return len(looks)
