"""The shipped typefaces and networks: each what its manifest says, with its licence beside it."""

from __future__ import annotations

import hashlib
import tomllib
from typing import Any

import pytest

from canvas.fonts import FONT_FOLDER, FONT_NAMES

pytestmark = pytest.mark.unit

ASSETS = FONT_FOLDER.parent
MANIFEST: dict[str, dict[str, dict[str, Any]]] = tomllib.loads((ASSETS / "MANIFEST.toml").read_text("utf-8"))
ENTRIES = [entry for kind in MANIFEST.values() for entry in kind.values()]


class TestManifest:
    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
    def test_describes_the_file_that_is_there(self, entry: dict[str, Any]) -> None:
        assert hashlib.sha256((ASSETS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
    def test_has_the_licence_beside_it(self, entry: dict[str, Any]) -> None:
        text = (ASSETS / entry["licence_file"]).read_text("utf-8", "replace")
        expected = {"OFL-1.1": "SIL Open Font License", "Apache-2.0": "Apache License", "MIT": "MIT License"}
        assert expected[entry["licence"]].lower() in text.lower()

    def test_names_every_font_and_model(self) -> None:
        present = {f"fonts/{path.name}" for path in FONT_FOLDER.glob("*.ttf")}
        present |= {f"models/{path.name}" for path in (ASSETS / "models").iterdir() if path.suffix != ".txt"}
        assert present == {entry["file"] for entry in ENTRIES}
        assert set(MANIFEST["fonts"]) == set(FONT_NAMES)
