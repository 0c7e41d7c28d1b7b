from typing import Any

import pytest

from templates_lib.models import Category


@pytest.fixture
def categories(db: Any) -> None:
    Category.objects.bulk_create(Category(slug=slug, name=slug.title()) for slug in ("gaming", "food", "music"))
