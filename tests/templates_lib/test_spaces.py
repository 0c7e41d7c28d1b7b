"""Spaces: one per embedding model, one of them live."""

from typing import Any

import pytest
from django.db import IntegrityError, connection

from providers.errors import MisconfiguredError
from templates_lib.models import EmbeddingSpace, TemplateEmbedding
from templates_lib.search.spaces import drop_space, go_live, index_name, live_space, make_index, open_space, provider_of
from tests.fakes.embedding import HashedEmbedding
from tests.templates_lib.bank import findable, made_space, make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]
State = EmbeddingSpace.State


@pytest.fixture(autouse=True)
def providers(settings: Any) -> None:
    settings.EMBEDDING_PROVIDERS = {
        **settings.EMBEDDING_PROVIDERS,
        "hashed": "tests.fakes.embedding.HashedEmbedding",
        "counted": "tests.fakes.embedding.CountedEmbedding",
    }


def indexes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'templates_lib_templateembedding'"
            " AND indexname LIKE 'template_vectors_%%'"
        )
        return dict(cursor.fetchall())


class TestOpenSpace:
    def test_makes_the_first_one_live_and_the_next_one_waits(self):
        first, second = open_space("local"), open_space("hashed")
        assert (first.state, second.state) == (State.LIVE, State.BUILDING)
        assert live_space() == first

    def test_gives_each_an_index_of_its_own_at_its_own_width(self):
        first, second = open_space("local"), open_space("hashed")
        found = indexes()
        assert "halfvec(256)" in found[index_name(first)]
        assert "halfvec(48)" in found[index_name(second)]
        assert f"space_id)::text = '{second.model}'" in found[index_name(second)]

    def test_opens_the_same_one_again(self):
        assert open_space("local") == open_space("local")
        assert EmbeddingSpace.objects.count() == 1

    def test_builds_a_retired_one_anew(self):
        open_space("local")
        go_live(open_space("hashed"))
        assert open_space("local").state == State.BUILDING

    def test_takes_whoever_speaks_for_the_model_now(self, settings: Any):
        open_space("hashed")
        settings.EMBEDDING_PROVIDERS = {"renamed": "tests.fakes.embedding.HashedEmbedding"}
        assert isinstance(provider_of(open_space("renamed")), HashedEmbedding)

    def test_refuses_a_provider_that_is_not_listed(self):
        with pytest.raises(MisconfiguredError):
            open_space("unknown")

    def test_refuses_vectors_of_another_width(self):
        made_space(HashedEmbedding.model, dimensions=64)
        with pytest.raises(MisconfiguredError, match="64 dimensions in the bank, now 48"):
            open_space("hashed")


class TestGoLive:
    def test_retires_the_one_that_was_live(self):
        first, second = open_space("local"), open_space("hashed")
        go_live(second)
        first.refresh_from_db()
        assert (live_space(), first.state) == (second, State.RETIRED)

    def test_changes_nothing_for_the_live_one(self):
        space = open_space("local")
        go_live(space)
        assert live_space() == space

    def test_leaves_no_room_for_two(self):
        open_space("local")
        with pytest.raises(IntegrityError, match="only_one_space_is_live"):
            made_space("another")


class TestDropSpace:
    def test_deletes_its_vectors_and_its_index_only(self):
        findable(make_template("look"))
        second = open_space("hashed")
        findable(make_template("other"))
        first = live_space()
        go_live(second)
        drop_space(first)
        assert set(indexes()) == {index_name(second)}
        assert set(TemplateEmbedding.objects.values_list("space_id", flat=True)) == {second.pk}

    def test_refuses_the_live_one_even_if_it_went_live_meanwhile(self):
        open_space("local")
        known = open_space("hashed")
        go_live(EmbeddingSpace.objects.get(pk=known.pk))
        with pytest.raises(ValueError, match="live"):
            drop_space(known)


class TestProviderOf:
    def test_refuses_a_provider_that_speaks_for_another_model_now(self, settings: Any):
        space = open_space("hashed")
        settings.EMBEDDING_PROVIDERS = {"hashed": "providers.local.provider.LocalEmbedding"}
        with pytest.raises(MisconfiguredError, match="it now speaks for wordllama"):
            provider_of(space)


class TestMakeIndex:
    def test_does_nothing_the_second_time(self):
        space = open_space("local")
        make_index(space)
        assert set(indexes()) == {index_name(space)}

    def test_takes_a_model_of_any_name(self):
        space = made_space('odd\'; DROP TABLE "x" -- ' + "y" * 30)
        assert index_name(space) in indexes()
