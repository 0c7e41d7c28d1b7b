"""What of a look is followed to the letter. A designed look leaves room to the topic; a measured one was chosen for how
it is laid out, coloured and lettered, so that its traits outrank what direction would think of by itself.
"""

from __future__ import annotations

from canvas.dna import DesignDNA
from canvas.layouts import LAYOUTS

LAYOUTS_FOR_ONE = frozenset(name for name, layout in LAYOUTS.items() if "hero" in layout.subjects) - {"big_number"}
_CLOSE, _DISTANT = 0.47, 0.345  # heights of faces between those that the layouts give
_SMALL_THING = 0.5
_PAINTED = frozenset({"gradient", "pattern", "plain"})


def is_followed(dna: DesignDNA) -> bool:
    """Tell whether the look was measured from a picture."""
    return dna.origin == "measured"


def keeps_painted_ground(dna: DesignDNA) -> bool:
    """Tell whether the look stands on a painted ground that no scene of the topic may replace."""
    return is_followed(dna) and dna.background in _PAINTED


def layout_of(dna: DesignDNA) -> str:
    """Return the layout for one subject in which type and subject stand where the look has them, about as large."""
    if dna.layout in LAYOUTS_FOR_ONE and dna.text_place in {"none", "centre", _type_side(dna.layout)}:
        return dna.layout
    place = dna.face_place if dna.face_place != "none" else dna.subject_place
    if dna.text_place == "top":
        return f"headline_top_{place}" if place in {"left", "right"} else "headline_top"
    if dna.text_place == "bottom":
        return f"lower_third_{place}" if place in {"left", "right"} else "centre_stage"
    if dna.text_place in {"left", "right"}:
        return f"{_distance(dna)}_{'right' if dna.text_place == 'left' else 'left'}"
    return "banner" if dna.text_place == "centre" else "centre_stage"


def _type_side(layout: str) -> str:
    return LAYOUTS[layout].arrangement("16:9").type_side


def _distance(dna: DesignDNA) -> str:
    if dna.face_place != "none" and dna.face_height:
        return "close_up" if dna.face_height > _CLOSE else "distant" if dna.face_height < _DISTANT else "hero"
    return "distant" if 0 < dna.subject_height < _SMALL_THING else "hero"
