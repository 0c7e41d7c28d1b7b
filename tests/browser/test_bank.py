"""A staff member's way through the bank: bring pictures in, watch, correct, search, feature."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from canvas import serial
from canvas.drawing import draw
from tests.browser.conftest import PHONE
from tests.journeys.stack import Stack
from tests.templates_lib.pictures import near_copy, picture
from tests.templates_lib.uploads import encoded

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(420)]

DOCUMENTS = Path(__file__).resolve().parents[2] / "templates_lib" / "seed" / "documents"
MANY = 30
SENT_MS = 60_000
READY_MS = 240_000
LIST = "/admin/templates_lib/template/"
PROVENANCE = {"Source": "Commissioned", "Licence": "Bought", "Artist": "A. Designer", "Consent note": "Contract 12"}


@pytest.fixture(scope="session")
def looks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Thirty pictures of different looks, as somebody might send them."""
    folder = tmp_path_factory.mktemp("looks")
    paths = []
    for document in sorted(DOCUMENTS.glob("*.json"))[:MANY]:
        drawing = draw(serial.from_json(json.loads(document.read_text())), size=(640, 360))
        paths.append(folder / f"{document.stem}.jpg")
        paths[-1].write_bytes(encoded(drawing.pixels, quality=88))
    return paths


@pytest.fixture
def staff_page(open_page: Callable[..., Page], live_stack: Stack) -> Callable[..., Page]:
    """Open a page of the bank as the staff account that seeding made."""
    found = re.search(r"staff account made: (\S+)  password: (\S+)", live_stack.log())
    assert found is not None

    def opened(address: str, **more: object) -> Page:
        page = open_page(**more)
        page.goto(f"/admin/login/?next={address}")
        page.get_by_label("Username or e-mail").fill(found[1])
        page.get_by_label("Password", exact=True).fill(found[2])
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"**{address}")
        return page

    return opened


def fill_provenance(page: Page) -> None:
    for label, text in PROVENANCE.items():
        page.get_by_label(label).fill(text)


def has_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


class TestStaff:
    def test_bring_in_thirty_pictures_correct_one_find_it_and_feature_it(
        self, staff_page: Callable[..., Page], looks: list[Path]
    ) -> None:
        page = staff_page(f"{LIST}add/")
        page.locator("input[type=file]").set_input_files(looks)
        expect(page.get_by_label("Source")).to_have_value("")
        fill_provenance(page)
        page.get_by_role("button", name=f"Send {MANY} pictures").click()
        said = page.locator("[data-live]")
        expect(said).to_contain_text(f"{MANY} new", timeout=SENT_MS)
        expect(said).to_contain_text(f"{MANY} of them ready", timeout=READY_MS)
        expect(page.locator(".bank-item--created")).to_have_count(MANY)
        page.wait_for_function("[...document.querySelectorAll('.bank-item__preview')].every((p) => p.naturalWidth > 0)")

        page.locator(".bank-item--created a.bank-link").first.click()
        expect(page.locator(".bank-overlay")).to_be_visible()
        page.get_by_label("Name").fill("Airship Harbour")
        page.get_by_label("Tags").fill("zeppelin, airship")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url(f"**{LIST}")

        page.get_by_role("link", name="Try the search").click()
        page.get_by_label("A prompt").fill("A zeppelin, an airship")
        first = page.locator(".bank-found__one").first
        expect(first).to_contain_text("Airship Harbour")

        page.goto(f"{LIST}?q=Airship")
        page.locator("input.action-select").check()
        page.get_by_label("Select action to run").select_option("feature")
        page.get_by_role("button", name="Run").click()
        expect(page.locator(".bank-star")).to_have_count(1)

        page.locator("#result_list .bank-name").click()
        page.get_by_role("link", name="History").click()
        expect(page.get_by_text("→ Airship Harbour")).to_be_visible()
        expect(page.get_by_text("featured", exact=True)).to_be_visible()

    def test_are_told_what_is_there_already_what_looks_alike_and_what_is_refused(
        self, staff_page: Callable[..., Page], tmp_path: Path
    ) -> None:
        page = staff_page(f"{LIST}add/")
        fill_provenance(page)
        for name, data in (("first.jpg", picture(77)), ("alike.webp", near_copy(77)), ("none.png", b"no picture")):
            (tmp_path / name).write_bytes(data)
        picker = page.locator("input[type=file]")
        picker.set_input_files(tmp_path / "first.jpg")
        page.locator("[data-send]").click()
        expect(page.locator(".bank-item--created")).to_have_count(1)
        picker.set_input_files([tmp_path / "first.jpg", tmp_path / "alike.webp", tmp_path / "none.png"])
        page.locator("[data-send]").click()
        expect(page.locator(".bank-item--duplicate")).to_contain_text("There already, as")
        expect(page.locator(".bank-item--refused")).to_contain_text("Send a PNG, JPEG, WebP or GIF picture.")
        expect(page.locator(".bank-item--created .bank-near:not([hidden])")).to_contain_text("alike")

    def test_are_asked_for_what_is_missing_and_lose_no_picture(
        self, staff_page: Callable[..., Page], tmp_path: Path
    ) -> None:
        page = staff_page(f"{LIST}add/")
        fill_provenance(page)
        page.get_by_label("Artist").fill("   ")
        (tmp_path / "one.jpg").write_bytes(picture(78))
        page.locator("input[type=file]").set_input_files(tmp_path / "one.jpg")
        page.locator("[data-send]").click()
        expect(page.get_by_label("Artist")).to_be_focused()
        expect(page.get_by_text("This field is required.")).to_be_visible()
        page.get_by_label("Artist").fill("A. Designer")
        page.locator("[data-send]").click()
        expect(page.locator(".bank-item--created")).to_have_count(1)

    def test_drop_pictures_and_find_them_again_after_leaving(self, staff_page: Callable[..., Page]) -> None:
        page = staff_page(f"{LIST}add/")
        fill_provenance(page)
        dropped = page.evaluate_handle(
            """(bytes) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", {type: "image/jpeg"}));
                return transfer;
            }""",
            list(picture(79)),
        )
        page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": dropped})
        page.locator("[data-send]").click()
        expect(page.locator(".bank-item--created")).to_have_count(1)
        page.reload()
        latest = page.locator(".bank-latest__one").first
        expect(latest.locator("[data-said]")).to_have_text("Ready", timeout=READY_MS)

    @pytest.mark.parametrize("address", [LIST, f"{LIST}add/", f"{LIST}sandbox/?question=cake", f"{LIST}exchange/"])
    def test_scroll_no_page_sideways_on_a_phone(self, staff_page: Callable[..., Page], address: str) -> None:
        page = staff_page(LIST, viewport=PHONE)
        page.goto(address)
        assert not has_sideways_scroll(page)

    def test_scroll_no_look_sideways_on_a_phone(self, staff_page: Callable[..., Page]) -> None:
        page = staff_page(LIST, viewport=PHONE)
        page.locator("#result_list .bank-name").first.click()
        page.locator(".bank-look").wait_for()
        assert not has_sideways_scroll(page)
