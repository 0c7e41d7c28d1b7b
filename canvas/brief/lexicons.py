"""The curated lexicons of `canvas/brief/lexicon`, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=32)
def lexicon(name: str) -> dict[str, Any]:
    """Return the tables of `lexicon/<name>.toml`. The value is shared: read it, never change it."""
    path = files("canvas.brief") / "lexicon" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
