"""Design DNA: the traits of a look, typed and put into words.

`canvas.dna.measuring.measure` takes it from a drawing; it is not imported here, so that reading DNA stays light.
"""

from canvas.dna.model import Background, DesignDNA, FacePlace, TextPlace
from canvas.dna.serial import from_json, to_json
from canvas.dna.wording import sentence, traits

__all__ = [
    "Background",
    "DesignDNA",
    "FacePlace",
    "TextPlace",
    "from_json",
    "sentence",
    "to_json",
    "traits",
]
