"""A folder of pictures into the bank: whole, in parts, twice, cut, and with what stands beside it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from canvas.catalogue import CATEGORIES
from common.images import clean_picture
from common.storage import originals
from templates_lib import lifecycle
from templates_lib.errors import MetadataError
from templates_lib.models import Analysis, Category, Original, Status, Template
from templates_lib.search.spaces import open_space
from templates_lib.services import uploading
from templates_lib.services.folders import read_folder
from tests.templates_lib.pictures import HOSTILE, fill, near_copy, picture
from tests.templates_lib.uploads import a_picture

TOLD = {"source": "Our studio", "licence": "Bought outright", "artist": "A. Designer", "consent_note": "Contract 12"}


def by_name() -> dict[str, Template]:
    return {row.file_name: row.template for row in Original.objects.select_related("template")}


@contextmanager
def somebody_else() -> Iterator[None]:
    """Act as one whom file modes hold back; root is held back by none."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


class TestReadFolder:
    pytestmark = pytest.mark.unit

    def names(self, folder: Path) -> list[str]:
        return [picture.name for picture in read_folder(folder).pictures]

    def test_finds_pictures_by_content_and_by_name_in_name_order(self, tmp_path: Path):
        gif, webp = picture(1, form="GIF"), picture(2, form="WEBP")
        fill(
            tmp_path, {"b.jpg": picture(1), "a/deep/z.PNG": b"", "no-ending": webp, "c.gif": gif, "notes.txt": b"hello"}
        )
        found = read_folder(tmp_path)
        assert [one.name for one in found.pictures] == ["a/deep/z.PNG", "b.jpg", "c.gif", "no-ending"]
        assert found.others == 1

    def test_passes_over_what_is_hidden_and_does_not_follow_links_to_folders(self, tmp_path: Path):
        fill(tmp_path, {"in/.hidden.jpg": picture(1), "in/.git/x.jpg": picture(1), "out/y.jpg": picture(1)})
        (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
        assert self.names(tmp_path / "in") == []

    def test_passes_over_links_that_lead_out_of_the_folder(self, tmp_path: Path):
        fill(tmp_path, {"in/a.jpg": picture(1), "secret.jpg": picture(2)})
        (tmp_path / "in" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
        (tmp_path / "in" / "same.jpg").symlink_to("a.jpg")
        (tmp_path / "again").symlink_to(tmp_path / "in")
        for folder in (tmp_path / "in", tmp_path / "again"):
            assert self.names(folder) == ["a.jpg", "same.jpg"]
            assert read_folder(folder).others == 1

    def test_tells_of_no_file_behind_a_link_that_leads_out(self, tmp_path: Path):
        fill(tmp_path, {"in/templates.csv": b"file\nlink.jpg\n", "secret.jpg": picture(2)})
        (tmp_path / "in" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
        with pytest.raises(MetadataError, match=r"link\.jpg, which is not in the folder"):
            read_folder(tmp_path / "in")

    def test_passes_over_what_may_not_be_read_and_keeps_pictures_to_refuse(self, open_folder: Path):
        fill(open_folder, {"a.jpg": picture(1), "notes": b"hello", "locked.jpg": picture(2), "shut/b.jpg": picture(3)})
        for name, mode in (("notes", 0), ("locked.jpg", 0), ("shut", 0o744)):
            (open_folder / name).chmod(mode)
        with somebody_else():
            found = read_folder(open_folder)
        assert [one.name for one in found.pictures] == ["a.jpg", "locked.jpg", "shut/b.jpg"]
        assert found.others == 1

    def test_says_that_details_may_not_be_read(self, open_folder: Path):
        fill(open_folder, {"a.jpg": picture(1), "metadata.json": b"[]"})
        (open_folder / "metadata.json").chmod(0)
        with somebody_else(), pytest.raises(MetadataError, match=r"metadata\.json can't be read: Permission denied"):
            read_folder(open_folder)

    def test_reads_a_table_of_details(self, tmp_path: Path):
        table = '\ufefffile,artist,tags,category\r\na.jpg,"Somebody, else","cake, party",food\r\n\r\nsub/b.jpg,,,\r\n'
        fill(tmp_path, {"a.jpg": b"x", "sub/b.jpg": b"x", "c.jpg": b"x", "templates.csv": table.encode()})
        first, other, second = read_folder(tmp_path).pictures
        assert first.details == {"artist": "Somebody, else", "tags": "cake, party", "category": "food"}
        assert (other.details, second.details) == ({}, {})

    def test_reads_a_list_of_details(self, tmp_path: Path):
        details = [{"file": "a.jpg", "tags": ["cake", "party"], "licence": "CC0", "artist": None}]
        fill(tmp_path, {"a.jpg": b"x", "metadata.json": json.dumps(details).encode()})
        assert read_folder(tmp_path).pictures[0].details == {"tags": "cake,party", "licence": "CC0"}

    @pytest.mark.parametrize(
        ("name", "text", "complaint"),
        [
            ("templates.csv", "file,colour\na.jpg,red\n", "line 2: 'colour' is none of"),
            ("templates.csv", "file\na.jpg,red\n", "line 2: it has more cells"),
            ("templates.csv", "file,artist\n,Somebody\n", "line 2: it names no file"),
            ("templates.csv", "file\na.jpg\na.jpg\n", "line 3: a.jpg stands there twice"),
            ("templates.csv", "file\nnowhere.jpg\n", "nowhere.jpg, which is not in the folder"),
            ("templates.csv", 'file\n"a.jpg', "unexpected end of data"),
            ("templates.csv", b"file\n\xff.jpg\n", "not UTF-8"),
            ("metadata.json", "{", "no JSON"),
            ("metadata.json", "[" * 100_000, "no JSON"),
            ("metadata.json", '{"file": "a.jpg"}', "must be a list of objects"),
            ("metadata.json", '[{"file": "a.jpg", "artist": 3}]', "entry 1: artist must be a text"),
            ("metadata.json", '[{"file": "../a.jpg"}]', "not in the folder"),
            ("metadata.json", r'[{"file": "a.jpg", "source": "\ud800"}]', "half a character"),
            ("metadata.json", r'[{"file": "a.jpg", "tags": ["\udfff"]}]', "half a character"),
            ("templates.csv", b"file,source\na.jpg,\xed\xa0\x80\n", "not UTF-8"),
        ],
    )
    def test_names_what_is_wrong_with_details(self, tmp_path: Path, name: str, text: str | bytes, complaint: str):
        fill(tmp_path, {"a.jpg": b"x", name: text if isinstance(text, bytes) else text.encode()})
        with pytest.raises(MetadataError, match=complaint):
            read_folder(tmp_path)

    def test_takes_one_file_of_details_only(self, tmp_path: Path):
        fill(tmp_path, {"a.jpg": b"x", "templates.csv": b"file\n", "metadata.json": b"[]"})
        with pytest.raises(MetadataError, match="keep one"):
            read_folder(tmp_path)


@pytest.mark.integration
@pytest.mark.django_db(transaction=True)
class TestImportTemplates:
    @pytest.fixture(autouse=True)
    def bank(self, transactional_db: Any) -> None:
        Category.objects.bulk_create(Category(slug=slug, name=slug.title()) for slug in CATEGORIES)
        open_space("local")

    def run(self, folder: Path, **options: Any) -> None:
        call_command("import_templates", str(folder), **{**TOLD, **options})

    def test_brings_in_a_folder_and_tells_what_became_of_each(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        fill(tmp_path, {"a.jpg": picture(1), "b/b.png": picture(2, form="PNG"), "near.webp": near_copy(1)})
        fill(tmp_path, {"same.jpg": picture(1), "notes.txt": b"hello"})
        self.run(tmp_path, category="food")
        assert set(by_name()) == {"a.jpg", "b.png", "near.webp"}
        for template in Template.objects.all():
            assert (template.source, template.licence, template.artist, template.consent_note) == tuple(TOLD.values())
            assert (template.category_id, template.status) == ("food", Status.PENDING)
        told = " ".join(capsys.readouterr().out.split())
        assert "created 3" in told
        assert "of those near duplicates 1" in told
        assert "duplicates 1" in told
        assert "refused 0" in told
        assert "other files, passed over 1" in told
        assert f"same.jpg New look {by_name()['a.jpg'].pk}" in told
        assert f"near.webp New look {by_name()['a.jpg'].pk} (" in told

    def test_tells_what_was_refused_and_fails_for_it(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        fill(tmp_path, {name: data for name, (data, _) in HOSTILE.items()})
        fill(tmp_path, {"good.jpg": picture(1), "[red]odd[/red].jpg": b"no picture"})
        with pytest.raises(CommandError, match="8 of 9 pictures were refused") as caught:
            self.run(tmp_path)
        assert caught.value.returncode == 1
        assert set(by_name()) == {"good.jpg"}
        told = capsys.readouterr().out
        assert "[red]odd[/red].jpg" in told
        assert "Send a PNG, JPEG, WebP or GIF picture." in told
        assert "more than 40 megapixels" in " ".join(told.split())

    def test_tells_of_files_whose_names_are_not_utf_8(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        Path(os.fsdecode(bytes(tmp_path) + b"/\xff.jpg")).write_bytes(b"no picture")
        with pytest.raises(CommandError, match="1 of 1 pictures were refused"):
            self.run(tmp_path)
        assert "\\udcff.jpg" in capsys.readouterr().out

    def test_passes_over_quickly_what_is_there_and_takes_what_is_new(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ):
        fill(tmp_path, {f"{number}.jpg": picture(number) for number in range(1, 6)})
        self.run(tmp_path)
        fill(tmp_path, {"6.jpg": picture(6)})
        decoded, clean = [], clean_picture

        def counting(data: bytes, **bounds: int) -> Any:
            decoded.append(1)
            return clean(data, **bounds)

        monkeypatch.setattr(uploading, "clean_picture", counting)
        self.run(tmp_path)
        assert decoded == [1]
        assert Template.objects.count() == 6
        assert "duplicates 5" in " ".join(capsys.readouterr().out.split())

    def test_puts_what_is_told_of_one_before_what_is_told_of_all(self, tmp_path: Path):
        table = 'file,artist,category,tags\na.jpg,Somebody,music,"Guitar, stage"\n'
        fill(tmp_path, {"a.jpg": picture(1), "b.jpg": picture(2), "templates.csv": table.encode()})
        self.run(tmp_path, category="food")
        first, second = by_name()["a.jpg"], by_name()["b.jpg"]
        assert (first.artist, first.category_id, first.tags) == ("Somebody", "music", ["guitar", "stage"])
        assert first.corrected == ["category", "tags"]
        assert (second.artist, second.category_id, second.tags) == ("A. Designer", "food", [])

    def test_refuses_pictures_whose_provenance_is_not_whole(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        whole = {"file": "a.jpg", **TOLD}
        fill(tmp_path, {"a.jpg": picture(1), "b.jpg": picture(2), "metadata.json": json.dumps([whole]).encode()})
        with pytest.raises(CommandError, match="1 of 2"):
            call_command("import_templates", str(tmp_path))
        assert set(by_name()) == {"a.jpg"}
        assert "consent note: Say it in a few words; it is required." in " ".join(capsys.readouterr().out.split())

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            ({"artist": ""}, "artist: Say it"),
            ({"category": "nothing"}, "no category 'nothing'"),
            ({"jobs": 0}, "--jobs is 1 to 8"),
            ({"source": "\udcff"}, "--source is not UTF-8"),
            ({"consent_note": "a\udcff"}, "--consent-note is not UTF-8"),
            ({"category": "\udcff"}, "--category is not UTF-8"),
        ],
    )
    def test_says_at_once_what_is_wrong_with_the_call(self, tmp_path: Path, options: dict[str, Any], complaint: str):
        fill(tmp_path, {"a.jpg": picture(1)})
        with pytest.raises(CommandError, match=complaint):
            self.run(tmp_path, **options)
        with pytest.raises(CommandError, match="There is no folder"):
            self.run(tmp_path / "nowhere")
        assert not Template.objects.exists()

    def test_analyses_here_when_asked_with_no_worker_about(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        fill(tmp_path, {"a.jpg": a_picture(), "b.jpg": a_picture("blue right")})
        self.run(tmp_path, analyse=True, jobs=1)
        assert {template.status for template in Template.objects.all()} == {Status.READY}
        assert {analysis.state for analysis in Analysis.objects.all()} == {"done"}
        assert "analysing" in capsys.readouterr().out

    def test_sees_through_what_an_earlier_run_left(self, tmp_path: Path):
        fill(tmp_path, {"a.jpg": a_picture()})
        self.run(tmp_path)
        taken = lifecycle.claim()
        Analysis.objects.update(lease_until=taken.queued_at)  # its worker died
        self.run(tmp_path, analyse=True, jobs=1)
        assert Template.objects.get().status == Status.READY

    def test_leaves_the_analyses_to_another_command_or_a_worker(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ):
        fill(tmp_path, {"a.jpg": a_picture(), "b.jpg": a_picture("blue right")})
        self.run(tmp_path)
        assert {template.status for template in Template.objects.all()} == {Status.PENDING}
        call_command("analyse_templates")
        assert "2 analysed" in capsys.readouterr().out
        assert {template.status for template in Template.objects.all()} == {Status.READY}

    def test_tells_which_could_not_be_analysed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        fill(tmp_path, {"a.jpg": picture(1)})
        self.run(tmp_path)
        originals().delete(Original.objects.get().key)
        self.run(tmp_path, analyse=True, jobs=1)
        told = " ".join(capsys.readouterr().out.split())
        assert "Could not be analysed" in told
        assert "The original's file is missing from the storage." in told


@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
class TestAsProcesses:
    """As processes of their own, on the test's database."""

    @pytest.fixture(autouse=True)
    def bank(self, transactional_db: Any) -> None:
        Category.objects.bulk_create(Category(slug=slug, name=slug.title()) for slug in CATEGORIES)
        open_space("local")

    def start(self, folder: Path, home: Path, *options: str) -> "subprocess.Popen[str]":
        url = django_settings.HOME.database_url.replace("/routix?", f"/{connection.settings_dict['NAME']}?")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "routix.settings.test",
            "DATABASE_URL": url,
            "REDIS_URL": django_settings.REDIS_URL,
            "CACHE_URL": django_settings.CACHE_URL,
            "ROUTIX_HOME": str(home),
        }
        told = [text for name, value in TOLD.items() for text in (f"--{name.replace('_', '-')}", value)]
        command = [sys.executable, "-m", "django", "import_templates", str(folder), *told, *options]
        return subprocess.Popen(
            command,
            cwd=django_settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def test_shares_the_analyses_with_a_companion(self, tmp_path: Path):
        folder, home = tmp_path / "pictures", tmp_path / "home"
        home.mkdir()
        fill(folder, {f"{number}.jpg": a_picture(seed=number) for number in range(4)})
        process = self.start(folder, home, "--analyse", "--jobs", "2")
        output, errors = process.communicate(timeout=110)
        assert (process.returncode, errors) == (0, ""), output
        assert [template.status for template in Template.objects.all()] == [Status.READY] * 4

    def test_interrupted_by_the_keyboard_ends_cleanly_and_goes_on_the_next_time(self, tmp_path: Path):
        folder, home = tmp_path / "pictures", tmp_path / "home"
        home.mkdir()
        fill(folder, {f"{number:03}.jpg": picture(number) for number in range(60)})
        process = self.start(folder, home)
        deadline = time.monotonic() + 60
        while Template.objects.count() < 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the children that decode as well
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 130, errors
        assert "Stopped. Run it again to go on." in errors
        assert "Traceback" not in errors
        count = Template.objects.count()
        assert 3 <= count < 60
        assert f"created {count}" in " ".join(output.split())
        assert "refused 0" in " ".join(output.split())
        self.is_consistent(home)
        output, errors = self.start(folder, home).communicate(timeout=100)
        assert f"duplicates {count}" in " ".join(output.split()), errors
        assert Template.objects.count() == 60
        self.is_consistent(home)

    def test_ended_by_force_leaves_nothing_half_done(self, tmp_path: Path):
        folder, home = tmp_path / "pictures", tmp_path / "home"
        home.mkdir()
        fill(folder, {f"{number:03}.jpg": picture(number) for number in range(60)})
        process = self.start(folder, home)
        deadline = time.monotonic() + 60
        while Template.objects.count() < 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        rows = Template.objects.count()
        assert rows == Original.objects.count() == Analysis.objects.filter(state="queued").count()
        kept = {path.relative_to(home / "originals").as_posix() for path in (home / "originals").rglob("*.jpeg")}
        assert set(Original.objects.values_list("key", flat=True)) <= kept

    def is_consistent(self, home: Path) -> None:
        keys = set(Original.objects.values_list("key", flat=True))
        files = {path.relative_to(home / "originals").as_posix() for path in (home / "originals").rglob("*.jpeg")}
        assert keys == files
        assert Template.objects.count() == len(keys) == Analysis.objects.filter(state="queued").count()
