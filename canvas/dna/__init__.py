"""Design DNA: the traits of a look, typed, measured, and put into words."""

from canvas.dna.model import Background, DesignDNA, FacePlace, TextPlace
from canvas.dna.serial import from_json, to_json
from canvas.dna.wording import sentence, traits
from canvas.dna.measuring import measure  # isort: skip

__all__ = [
    "Background",
    "DesignDNA",
    "FacePlace",
    "TextPlace",
    "from_json",
    "measure",
    "sentence",
    "to_json",
    "traits",
]
