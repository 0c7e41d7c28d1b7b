"""What the database filters by: the DNA's traits as columns."""

from typing import Any

from canvas.dna import DesignDNA, traits
from canvas.dna.wording import colour_name


def facets_of(dna: DesignDNA) -> dict[str, Any]:
    """Return the columns of a template that repeat its DNA: traits, facets and the names of its colours."""
    palette = dna.palette
    names = (colour_name(colour) for colour in (palette.accent, palette.primary, palette.secondary))
    return {
        "traits": list(traits(dna)),
        "has_face": dna.face_place != "none",
        "has_text": dna.text_place != "none",
        "has_logo": dna.has_logo,
        "energy": max(1, min(10, dna.energy)),
        "colours": list(dict.fromkeys(names)),
    }
