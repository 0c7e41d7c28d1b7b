"""What a template shows in its preview: a prompt of our own, since nothing of an original may be in it."""

import tomllib
from functools import lru_cache
from pathlib import Path

from canvas.brief.model import Brief
from canvas.brief.understand import understand
from canvas.dna import DesignDNA

_SAMPLES = Path(__file__).resolve().parent.parent / "seed" / "samples.toml"
_OTHERWISE = "entertainment"


def sample_brief(dna: DesignDNA, *, category: str, seed: int) -> Brief:
    """Return the brief of the category whose headline has the most nearly as many words as the look's."""
    briefs = _briefs(category if category in _prompts() else _OTHERWISE)
    offset = seed % len(briefs)
    turned = briefs[offset:] + briefs[:offset]
    return min(turned, key=lambda brief: abs(len(brief.headline.split()) - dna.text_words) if dna.text_words else 0)


@lru_cache(maxsize=1)
def _prompts() -> dict[str, list[str]]:
    return tomllib.loads(_SAMPLES.read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def _briefs(category: str) -> tuple[Brief, ...]:
    return tuple(understand(prompt) for prompt in _prompts()[category])
