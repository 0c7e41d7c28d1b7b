"""Evidence for the fields that have none of their own: the lexicon named them, or nothing did."""

from __future__ import annotations

from collections.abc import Mapping

from canvas.brief.model import Brief, Evidence

_NAMED = Evidence(0.9, "lexicon")
_GUESSED = Evidence(0.6, "lexicon")
_UNSAID = Evidence(0.0, "default")
_CHOSEN = Evidence(1.0, "option")
_WRITTEN = Evidence(0.95, "grammar")
# What is named outright when it is there at all.
_NAMED_FIELDS = (
    *("palette", "marks", "mark_colour", "text_colour", "expression", "effects", "negative", "style", "side", "count"),
    "people",
)


def complete_evidence(brief: Brief, chosen: set[str]) -> dict[str, Evidence]:
    """Return evidence for every field but `topic` and `hints`. Fields in `chosen` were given outside the prompt."""
    found: dict[str, Evidence] = {}
    for name in _NAMED_FIELDS:
        value = getattr(brief, name)
        found[name] = _UNSAID if value is None or value in ("", ()) else _NAMED
    found["place"] = _GUESSED if brief.place else _UNSAID
    found["emphasis"] = _GUESSED if brief.emphasis else _UNSAID
    found["language"] = _WRITTEN if brief.topic else _UNSAID
    found["aspect"] = _UNSAID if brief.aspect == "16:9" else _NAMED
    found["subject_kind"] = Evidence(0.5, "default")
    found |= _following(brief.evidence)
    return {**found, **dict.fromkeys(chosen, _CHOSEN), **brief.evidence}


def _following(evidence: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """Return the evidence of fields that are derived from others and are no surer than they."""
    sources = {"highlight": "headline", "subtitle": "headline", "energy": "mood"}
    return {name: evidence[source] for name, source in sources.items()}
