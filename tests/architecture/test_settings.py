"""Every setting an operator may change stands in .env.example, and nothing else does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from canvas.originality import DEFAULT_CEILING

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
_SOURCES = [
    *(ROOT / "routix" / "settings").glob("*.py"),
    ROOT / "routix" / "management" / "commands" / "up.py",
]
# Set by code for other code, never by an operator.
_INTERNAL = {"DJANGO_SETTINGS_MODULE"}


def names_read(source: Path) -> Iterator[str]:
    """First arguments of `env.…("NAME")`, `_required("NAME")`, `_secret("NAME")` and `os.environ.get("NAME")`."""
    for node in ast.walk(ast.parse(source.read_text())):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = ast.unparse(node.func)
        if re.fullmatch(r"env\.\w+|_required|_secret|os\.environ\.get", called):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


class TestEnvExample:
    def test_names_every_setting_that_is_read(self) -> None:
        read = {name for source in _SOURCES for name in names_read(source)} - _INTERNAL
        shown = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)) - _INTERNAL
        assert read == shown


class TestOriginalityCeiling:
    def test_is_what_the_canvas_measured(self) -> None:
        # Settings repeat the figure, since importing the canvas would make every start slower.
        assert re.search(
            rf'"ORIGINALITY_CEILING", default={DEFAULT_CEILING}\b', (ROOT / "routix/settings/base.py").read_text()
        )
