"""What is written down of documents and operations is what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

from canvas.operations import OPERATIONS
from canvas.publishing import PAGE, published

pytestmark = pytest.mark.unit

DOCS = Path(__file__).parent.parent.parent / "docs"


class TestPublished:
    def test_is_what_stands_in_the_docs(self) -> None:
        """Red after a change of a document or an operation: run `python -m canvas.publishing docs`."""
        for name, text in published((DOCS / PAGE).read_text()).items():
            assert (DOCS / name).read_text() == text, name

    def test_tells_of_every_operation(self) -> None:
        page = (DOCS / PAGE).read_text()
        assert all(f"### `{name}`" in page for name in OPERATIONS)

    def test_needs_a_page_with_a_marker(self) -> None:
        with pytest.raises(ValueError, match="marker"):
            published("# Nothing")
