"""From one embedding model to another, while the bank is searched."""

import io
import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from providers.errors import UnavailableError
from templates_lib.models import Category, EmbeddingSpace, Template, TemplateEmbedding
from templates_lib.search import question_from_text, search_templates
from templates_lib.search.spaces import drop_space, live_space, open_space
from templates_lib.services.reembedding import drop_retired, reembed
from tests.fakes.embedding import CountedEmbedding, HashedEmbedding
from tests.templates_lib.bank import findable, make_template

pytestmark = pytest.mark.integration
State = EmbeddingSpace.State


@pytest.fixture(autouse=True)
def providers(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMBEDDING_PROVIDERS = {
        **settings.EMBEDDING_PROVIDERS,
        "hashed": "tests.fakes.embedding.HashedEmbedding",
        "counted": "tests.fakes.embedding.CountedEmbedding",
    }
    monkeypatch.setattr(CountedEmbedding, "asked", [])


def a_bank(count: int = 3) -> list[Template]:
    return findable(*(make_template(f"look-{number}", tags=[f"topic{number}"]) for number in range(count)))


def heard_of(provider: str) -> list[tuple[int, int]]:
    heard: list[tuple[int, int]] = []
    reembed(provider, told=lambda done, total: heard.append((done, total)))
    return heard


@pytest.mark.usefixtures("categories")
class TestReembed:
    def test_brings_every_template_into_the_new_space_and_searches_that(self):
        a_bank()
        former = live_space()
        move = reembed("hashed", told=lambda done, total: None)
        assert (move.former, move.embedded) == (former, 3)
        assert live_space() == move.space
        assert TemplateEmbedding.objects.filter(space=move.space).count() == 3
        assert search_templates(question_from_text("topic1"))[0].similarity is not None

    def test_tells_how_far_it_is(self, monkeypatch: pytest.MonkeyPatch):
        a_bank(5)
        monkeypatch.setattr("templates_lib.services.reembedding._BATCH", 2)
        assert heard_of("hashed") == [(2, 5), (4, 5), (5, 5)]

    def test_embeds_nothing_twice(self):
        a_bank()
        assert reembed("counted", told=lambda done, total: None).embedded == 3
        Template.objects.filter(slug="look-1").update(name="Renamed")
        move = reembed("counted", told=lambda done, total: None)
        assert (move.former, move.embedded) == (None, 1)
        assert len(CountedEmbedding.asked) == 4

    def test_goes_on_where_it_was_cut(self, monkeypatch: pytest.MonkeyPatch):
        a_bank(5)
        monkeypatch.setattr("templates_lib.services.reembedding._BATCH", 2)
        monkeypatch.setattr(CountedEmbedding, "fails_after", 3)
        with pytest.raises(UnavailableError):
            reembed("counted", told=lambda done, total: None)
        assert live_space().provider == "local"
        assert TemplateEmbedding.objects.filter(space_id=CountedEmbedding.model).count() == 2
        monkeypatch.setattr(CountedEmbedding, "fails_after", None)
        assert reembed("counted", told=lambda done, total: None).embedded == 3
        assert live_space().provider == "counted"

    def test_leaves_templates_without_a_category_or_a_look_alone(self):
        a_bank(1)
        make_template("bare", dna={}, category=None, status="pending").save()
        assert reembed("hashed", told=lambda done, total: None).embedded == 1

    def test_keeps_up_with_what_is_indexed_while_it_runs(self):
        a_bank(1)
        space = open_space("hashed")
        findable(make_template("late", category=Category(slug="food")))
        assert TemplateEmbedding.objects.filter(space=space, template__slug="late").exists()


@pytest.mark.usefixtures("categories")
class TestDropRetired:
    def test_deletes_what_is_not_searched(self):
        a_bank()
        former = live_space().model
        reembed("hashed", told=lambda done, total: None)
        assert drop_retired() == [former]
        assert set(TemplateEmbedding.objects.values_list("space_id", flat=True)) == {HashedEmbedding.model}

    def test_does_nothing_where_nothing_is_retired(self):
        a_bank()
        assert drop_retired() == []


@pytest.mark.django_db(transaction=True)
class TestSearchesMeanwhile:
    def test_are_answered_all_the_time(self):
        """Searches in a thread of their own while the bank moves to another model and back, old spaces deleted."""
        Category.objects.create(slug="gaming", name="Gaming")
        a_bank(30)
        answers: list[bool] = []
        failures: list[Exception] = []
        ended = threading.Event()

        def search() -> None:
            try:
                while not ended.is_set():
                    found = search_templates(question_from_text(f"topic{len(answers) % 30}"), limit=3)
                    answers.append(len(found) == 3 and found[0].similarity is not None)
            except Exception as error:
                failures.append(error)
            finally:
                connection.close()

        searcher = threading.Thread(target=search)
        searcher.start()
        try:
            for provider in ("hashed", "local", "counted"):
                before = len(answers)
                reembed(provider, told=lambda done, total: None)
                drop_retired()
                while len(answers) < before + 20 and searcher.is_alive():
                    ended.wait(0.01)
        finally:
            ended.set()
            searcher.join(30)
        assert failures == []
        assert len(answers) >= 60
        assert all(answers)
        for space in EmbeddingSpace.objects.all():  # indexes outlive the emptied tables
            EmbeddingSpace.objects.filter(pk=space.pk).update(state=State.RETIRED)
            drop_space(EmbeddingSpace.objects.get(pk=space.pk))


def ran(*arguments: str) -> str:
    output = io.StringIO()
    call_command("reembed_templates", *arguments, stdout=output, stderr=io.StringIO())
    return " ".join(output.getvalue().split())


@pytest.mark.usefixtures("categories")
class TestCommand:
    def test_says_what_it_did(self):
        a_bank()
        said = ran("--to", "hashed", "--prune")
        assert "is now searched by hashed-48 instead of wordllama-l2-supercat-256; 3 vectors made." in said
        assert said.endswith("Deleted: wordllama-l2-supercat-256.")

    def test_brings_the_present_space_up_to_date(self):
        a_bank()
        Template.objects.filter(slug="look-1").update(name="Renamed")
        assert ran() == "The bank is searched by wordllama-l2-supercat-256; 1 vector made."
        assert ran("--prune").endswith("There was nothing to delete.")

    def test_refuses_a_provider_that_is_not_there_in_a_sentence(self):
        with pytest.raises(CommandError, match=r"There is no embedding provider 'openia'; there are counted, hashed"):
            ran("--to", "openia")

    def test_says_why_it_failed_and_leaves_the_search_as_it_was(self, monkeypatch: pytest.MonkeyPatch):
        a_bank()
        monkeypatch.setattr(CountedEmbedding, "fails_after", 0)
        with pytest.raises(CommandError, match=r"counted failed: told to fail. The search goes on as it was"):
            ran("--to", "counted")
        assert live_space().provider == "local"

    def test_needs_a_key_where_the_vendor_does(self):
        a_bank()
        with pytest.raises(CommandError, match="openai failed"):
            ran("--to", "openai")
