from collections.abc import Iterator
from typing import Any

import pytest

from templates_lib.models import Category
from templates_lib.search.rarity import forget_frequencies


@pytest.fixture
def categories(db: Any) -> None:
    Category.objects.bulk_create(Category(slug=slug, name=slug.title()) for slug in ("gaming", "food", "music"))


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What one test's bank was like is not the next one's."""
    forget_frequencies()
    yield
    forget_frequencies()
