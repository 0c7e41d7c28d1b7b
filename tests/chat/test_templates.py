"""Pages obey a strict content security policy: nothing inline, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from chat.pages.welcome import PIECES

pytestmark = pytest.mark.unit

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for folder in ("routix", "chat", "accounts", "billing")
    for path in (ROOT / folder / "templates").rglob("*.html")
)
# Mail programs know no style sheets of ours, and no policy.
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]
STATIC = ROOT / "routix" / "static" / "routix"


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


class TestTemplate:
    @pytest.mark.parametrize("path", PAGES, ids=_name)
    def test_has_no_inline_script_or_style(self, path: Path) -> None:
        text = path.read_text()
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text) == []
        assert [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag] == []

    @pytest.mark.parametrize("path", TEMPLATES, ids=_name)
    def test_loads_nothing_from_elsewhere(self, path: Path) -> None:
        assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", path.read_text()) == []

    @pytest.mark.parametrize("path", TEMPLATES, ids=_name)
    def test_names_only_icons_and_files_that_exist(self, path: Path) -> None:
        text = path.read_text()
        icons = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
        assert set(re.findall(r'icon\.html" with name="([\w-]+)"', text)) <= icons
        assert set(re.findall(r'notice\.html" with [^%]*icon="([\w-]+)"', text)) <= icons
        files = re.findall(r'{% static "([^"]+)" %}', text)
        assert [file for file in files if finders.find(file) is None] == []


class TestShowcase:
    @pytest.mark.parametrize("file", [file for file, _ in PIECES])
    def test_pictures_exist_and_are_small(self, file: str) -> None:
        path = STATIC / "showcase" / file
        with Image.open(path) as picture:
            assert picture.size == (1280, 720)
        assert path.stat().st_size < 150_000
