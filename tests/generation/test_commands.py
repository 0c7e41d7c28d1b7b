"""The command line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image

from billing import ledger
from canvas.dna import DesignDNA, to_json
from canvas.document import Palette
from generation.management.commands import generate
from generation.models import Algorithm, Generation, Status
from generation.services.catalogue import ensure_algorithms
from templates_lib.models import Category
from tests.generation.api_rows import make_user
from tests.templates_lib.bank import findable, make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

PORTRAIT = Path(__file__).parents[1] / "fixtures" / "portrait.jpg"


@pytest.fixture
def rows(db: Any) -> None:
    ensure_algorithms()
    Algorithm.objects.update(is_active=True)
    dna = DesignDNA(Palette("#ff3b1d", "#1b0b2e", "#ffd400"), layout="hero_right", plate="paint:gradient", font="anton")
    category = Category.objects.create(slug="travel", name="Travel")
    findable(make_template("a-look", category=category, dna=to_json(dna)))


def run(name: str, *arguments: str) -> str:
    output = io.StringIO()
    call_command(name, *arguments, stdout=output)
    return output.getvalue()


def refused(name: str, *arguments: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        run(name, *arguments)
    return caught.value


@pytest.mark.usefixtures("rows")
class TestGenerate:
    @pytest.mark.parametrize(("ending", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
    def test_writes_the_picture(self, tmp_path, ending, kind):
        path = tmp_path / f"out.{ending}"
        said = run("generate", "a trip to Bali", "--size", "320x180", "--algorithm", "routix_v4", "--output", str(path))
        assert str(path) in said
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == (kind, (320, 180))

    def test_tells_all_as_json(self, tmp_path):
        path = tmp_path / "out.png"
        said = run(
            *("generate", "a trip to Bali", "--json", "--size", "320x180", "--algorithm", "routix_v4"),
            *("--text", "BALI!", "--variants", "2", "--output", str(path)),
        )
        answer = json.loads(said)
        assert answer["status"] == "completed"
        assert answer["brief"]["headline"] == "BALI!"
        assert answer["files"] == [str(path), str(tmp_path / "out-2.png")]
        assert all(Path(file).exists() for file in answer["files"])

    def test_places_a_face(self, tmp_path):
        path = str(tmp_path / "out.jpg")
        arguments = ("--size", "320x180", "--algorithm", "routix_v5", "--face", str(PORTRAIT), "--output", path)
        run("generate", "a trip to Bali", *arguments)
        assert "photo:face" in str(Generation.objects.get().thumbnails.get().document)

    def test_spends_a_named_users_credits(self, tmp_path):
        user = make_user()
        arguments = ("--algorithm", "routix_v4", "--size", "320x180", "--output", str(tmp_path / "o.jpg"))
        run("generate", "a trip to Bali", "--user", user.username, *arguments)
        assert ledger.balance(user).available == 9
        assert Generation.objects.get().owner == user

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("",), 2),
            (("a trip", "--size", "100x3000"), 2),
            (("a trip", "--output", "x.gif"), 2),
            (("a trip", "--algorithm", "nothing"), 2),
            (("a trip", "--user", "nobody"), 2),
            (("a trip", "--face", "/nowhere/face.jpg"), 2),
        ],
    )
    def test_refuses_bad_input_with_its_own_exit_code(self, arguments, code):
        assert refused("generate", *arguments).returncode == code
        assert not Generation.objects.exists()

    def test_tells_when_there_are_no_credits_or_no_right(self):
        user = make_user()
        error = refused("generate", "a trip", "--user", user.username, "--algorithm", "routix_experimental")
        assert error.returncode == 3

    def test_tells_a_failure_with_its_reason(self, settings, tmp_path):
        settings.PROVIDERS = {"local": "tests.fakes.providers.BrokenProvider"}
        error = refused("generate", "a trip", "--output", str(tmp_path / "o.png"))
        assert error.returncode == 1
        assert "refused" in str(error)
        assert not (tmp_path / "o.png").exists()

    def test_tells_when_the_picture_can_not_be_written(self, tmp_path):
        path = str(tmp_path / "no" / "such" / "folder" / "o.png")
        assert refused("generate", "a trip to Bali", "--size", "320x180", "--output", path).returncode == 4

    def test_cancels_when_it_is_interrupted(self, monkeypatch):
        def interrupt(generation: Generation) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(generate, "_bar", lambda progress: interrupt)
        assert refused("generate", "a trip", "--size", "320x180").returncode == 130
        generation = Generation.objects.get()
        assert generation.status == Status.CANCELLED
        assert ledger.balance(generation.owner).held == 0

    def test_goes_on_by_itself_after_a_failure_that_may_pass(self, settings, monkeypatch, tmp_path):
        monkeypatch.setattr("generation.pipeline.runner._FIRST_DELAY_SECONDS", 0.01)
        settings.PROVIDERS = {"local": "tests.generation.providers.AbsentProvider"}
        assert refused("generate", "a trip", "--output", str(tmp_path / "o.png")).returncode == 1
        assert Generation.objects.get().attempt == settings.MAX_ATTEMPTS


class TestBrief:
    def test_shows_what_was_understood(self):
        said = run("brief", "I survived 7 days in the Arctic with no food, shocked face, red arrow")
        for word in ("category", "headline", "highlight", "props", "marks", "arrow", "language"):
            assert word in said

    def test_tells_it_as_json(self):
        brief = json.loads(run("brief", "سفر رویایی به بالی", "--json"))
        assert (brief["language"], brief["category"]) == ("fa", "travel")

    def test_answers_each_line_with_one(self, monkeypatch):
        lines = ['{"id": 1, "prompt": "how black holes work"}', "", "nonsense", '{"id": 3, "prompt": ""}', '{"id": 4}']
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
        output = io.StringIO()
        with pytest.raises(CommandError) as caught:
            call_command("brief", "--jsonl", stdout=output)
        answers = [json.loads(line) for line in output.getvalue().splitlines()]
        assert [(answer["id"], "error" in answer) for answer in answers] == [
            (1, False),
            (None, True),
            (3, True),
            (4, True),
        ]
        assert (answers[0]["id"], answers[0]["brief"]["category"]) == (1, "education")
        assert caught.value.returncode == 2

    @pytest.mark.parametrize("arguments", [(), ("a trip", "--jsonl"), ("\x00",)])
    def test_refuses_what_it_can_not_read(self, arguments):
        assert refused("brief", *arguments).returncode == 2
