"""Embedding spaces: which one is searched, and the index each has of its own.

The column has no fixed width. Each space has a partial HNSW index over its own vectors at its own width, in half
precision: for 256 dimensions a twelfth of what 1536 padded ones of full precision would take
(docs/adr/0006-one-space-per-embedding-model.md).
"""

import zlib

import psycopg.sql
from django.db import connection, transaction

from providers.base import EmbeddingProvider
from providers.errors import MisconfiguredError
from providers.registry import embedding_provider
from templates_lib.models import EmbeddingSpace

State = EmbeddingSpace.State


def live_space() -> EmbeddingSpace | None:
    """Return the space that is searched; None before the bank was seeded."""
    return EmbeddingSpace.objects.filter(state=State.LIVE).first()


def open_space(provider_name: str) -> EmbeddingSpace:
    """Return the space of a provider's model. A new one gets its index at once; it is live if no other is.

    Raises `providers.errors.ProviderError` when the provider can't be used, or makes vectors of another width than
    its model's space has.
    """
    provider = embedding_provider(provider_name)
    with transaction.atomic():
        space, is_new = EmbeddingSpace.objects.get_or_create(
            model=provider.model, defaults={"provider": provider_name, "dimensions": provider.dimensions}
        )
        if space.dimensions != provider.dimensions:
            detail = f"{provider.model} has {space.dimensions} dimensions in the bank, now {provider.dimensions}"
            raise MisconfiguredError(provider_name, detail)
        if is_new:
            make_index(space)
            if not EmbeddingSpace.objects.filter(state=State.LIVE).exists():
                _set_state(space, State.LIVE)
        else:
            _revive(space, provider_name)
    return space


def _revive(space: EmbeddingSpace, provider_name: str) -> None:
    """A space may be spoken for by another provider than when it was made, and be filled anew after it was retired."""
    if space.provider != provider_name:
        EmbeddingSpace.objects.filter(pk=space.pk).update(provider=provider_name)
        space.provider = provider_name
    if space.state == State.RETIRED:
        _set_state(space, State.BUILDING)


def provider_of(space: EmbeddingSpace) -> EmbeddingProvider:
    """Return who embeds into a space; `MisconfiguredError` when that provider now speaks for another model."""
    provider = embedding_provider(space.provider)
    if provider.model != space.model:
        raise MisconfiguredError(space.provider, f"it now speaks for {provider.model}, not for {space.model}")
    return provider


def go_live(space: EmbeddingSpace) -> None:
    """Search this space from now on; the one that was searched is retired, in the same transaction."""
    with transaction.atomic():
        # In one order, so that two who change the live space at once wait for each other and both succeed.
        list(EmbeddingSpace.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        EmbeddingSpace.objects.filter(state=State.LIVE).exclude(pk=space.pk).update(state=State.RETIRED)
        _set_state(space, State.LIVE)


def drop_space(space: EmbeddingSpace) -> None:
    """Delete a space that is not searched any more, its vectors and its index. `ValueError` for the live one."""
    with transaction.atomic(), connection.cursor() as cursor:
        if EmbeddingSpace.objects.select_for_update().get(pk=space.pk).state == State.LIVE:
            raise ValueError("the live space can't be dropped")
        EmbeddingSpace.objects.filter(pk=space.pk).delete()
        # Last, since it locks the table, searches too, until the commit that follows at once.
        cursor.execute(psycopg.sql.SQL("DROP INDEX IF EXISTS {}").format(psycopg.sql.Identifier(index_name(space))))


def index_name(space: EmbeddingSpace) -> str:
    """Return the name of a space's index: a model's name may be longer than a name in the database, and stranger."""
    return f"template_vectors_{zlib.crc32(space.model.encode()):08x}"


def make_index(space: EmbeddingSpace) -> None:
    """Make the index of a space if there is none.

    Three times the usual links, and four times the usual care in making them: with 16 and 64 a quarter of the true ten
    among 100,000 stayed out of reach. On an empty space it takes one reading of the table; searches go on meanwhile,
    changes wait.
    """
    statement = psycopg.sql.SQL(
        "CREATE INDEX IF NOT EXISTS {name} ON templates_lib_templateembedding "
        "USING hnsw ((vector::halfvec({dimensions})) halfvec_cosine_ops) WITH (m = 48, ef_construction = 256) "
        "WHERE space_id = {model}"
    ).format(
        name=psycopg.sql.Identifier(index_name(space)),
        dimensions=psycopg.sql.Literal(space.dimensions),
        model=psycopg.sql.Literal(space.model),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _set_state(space: EmbeddingSpace, state: State) -> None:
    EmbeddingSpace.objects.filter(pk=space.pk).update(state=state)
    space.state = state
