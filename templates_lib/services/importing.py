"""Bringing in pictures by the thousand: what is there already is passed over quickly, so a run may be cut and resumed.

Each picture is a transaction of its own. Nothing of a run is kept anywhere but in the bank.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from django.db import connection

from common.background import nudge
from common.errors import DomainError
from templates_lib.errors import MetadataError
from templates_lib.models import Category
from templates_lib.selectors import Likeness, find_sent
from templates_lib.services.curating import clean_tags
from templates_lib.services.folders import FoundPicture
from templates_lib.services.uploading import (
    LARGEST_FILE,
    TEXT_LIMITS,
    Provenance,
    check_provenance,
    upload_picture,
)
from templates_lib.tasks import analyse_next_template

_BATCH = 100


@dataclass(frozen=True)
class Planned:
    """A picture with all that is to be written of it."""

    picture: FoundPicture
    provenance: Provenance
    category: Category | None
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one picture. `template_id` is of the new template or, of a duplicate, of the one that is there,
    whose name `known_as` is. `refusal` says why it was refused, "" where it was not."""

    name: str
    template_id: uuid.UUID | None = None
    is_new: bool = False
    known_as: str = ""
    near_duplicates: tuple[Likeness, ...] = ()
    refusal: str = ""


@dataclass
class Tally:
    """All outcomes of a run, in the order they came."""

    created: list[Outcome] = field(default_factory=list)
    duplicates: list[Outcome] = field(default_factory=list)
    refused: list[Outcome] = field(default_factory=list)

    @property
    def near_duplicates(self) -> list[Outcome]:
        return [outcome for outcome in self.created if outcome.near_duplicates]

    @property
    def template_ids(self) -> list[uuid.UUID]:
        return [one.template_id for one in (*self.created, *self.duplicates) if one.template_id is not None]

    def add(self, outcome: Outcome) -> None:
        kind = self.refused if outcome.refusal else self.created if outcome.is_new else self.duplicates
        kind.append(outcome)


def plan_import(
    pictures: Sequence[FoundPicture], *, defaults: dict[str, str], category: str = ""
) -> tuple[list[Planned], list[Outcome]]:
    """Put together what is told of each picture and what holds for all; return what may be brought in, and refusals.

    Of a picture for which provenance is missing nothing is taken. `MetadataError` names a category there is none of.
    """
    categories = {row.slug: row for row in Category.objects.all()}
    planned, refused = [], []
    for picture in pictures:
        details = {**defaults, "category": category, **picture.details}
        slug = details.get("category", "")
        if slug and slug not in categories:
            raise MetadataError(f"{picture.name}: there is no category {slug!r}. There are {', '.join(categories)}.")
        try:
            provenance = check_provenance(Provenance(**{name: details.get(name, "") for name in TEXT_LIMITS}))
            tags = tuple(clean_tags([details.get("tags", "")]))
        except DomainError as error:
            refused.append(Outcome(picture.name, refusal=reason_of(error)))
        else:
            planned.append(Planned(picture, provenance, categories.get(slug), tags))
    return planned, refused


def import_pictures(
    planned: Sequence[Planned],
    *,
    jobs: int,
    told: Callable[[Outcome], None],
    is_stopped: Callable[[], bool] = lambda: False,
    wakes_workers: bool = True,
) -> None:
    """Bring pictures in, `jobs` of them at a time, and tell of each. Stops early, between pictures, when told to."""
    remaining = iter(planned)
    with ThreadPoolExecutor(jobs, thread_name_prefix="import") as pool:
        while not is_stopped() and (batch := list(islice(remaining, _BATCH))):
            has_new = False
            for outcome in _import_batch(batch, pool, is_stopped):
                has_new = has_new or outcome.is_new
                told(outcome)
            if has_new and wakes_workers:
                nudge(analyse_next_template)  # once for many: a worker goes on by itself while anything is due


def _import_batch(
    batch: Sequence[Planned], pool: ThreadPoolExecutor, is_stopped: Callable[[], bool]
) -> Iterator[Outcome]:
    digests = list(pool.map(_digest, (plan.picture for plan in batch)))
    there = find_sent(digest for digest in digests if digest)
    running = []
    for plan, digest in zip(batch, digests, strict=True):
        known = there.get(digest)
        if known is not None:
            yield Outcome(plan.picture.name, template_id=known.pk, known_as=known.name)
        else:
            running.append(pool.submit(partial(_import_one, plan, is_stopped)))
    for future in running:
        outcome = future.result()
        if outcome is not None:
            yield outcome


def _digest(picture: FoundPicture) -> str:
    """The SHA-256 of a file; "" for one that can't be read or is too large: bringing it in will say why."""
    try:
        with picture.path.open("rb") as file:
            if file.seek(0, 2) > LARGEST_FILE:
                return ""
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _import_one(plan: Planned, is_stopped: Callable[[], bool]) -> Outcome | None:
    """Bring one picture in, in a thread of the pool; None when the run was stopped before its turn."""
    if is_stopped():
        return None
    try:
        with plan.picture.path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        upload = upload_picture(
            data,
            provenance=plan.provenance,
            file_name=plan.picture.path.name,
            category=plan.category,
            tags=plan.tags,
            wakes_workers=False,
        )
    except OSError as error:
        return Outcome(plan.picture.name, refusal=f"It can't be read: {error.strerror}.")
    except DomainError as error:
        # Ctrl-C ends the child that decodes as well, which then looks like a picture that can't be decoded.
        return None if is_stopped() else Outcome(plan.picture.name, refusal=reason_of(error))
    finally:
        connection.close()  # the pool's threads end without telling Django
    return Outcome(
        plan.picture.name,
        template_id=upload.template.pk,
        is_new=upload.outcome == "created",
        known_as=upload.template.name if upload.outcome == "duplicate" else "",
        near_duplicates=upload.near_duplicates,
    )


def reason_of(error: DomainError) -> str:
    """Return an error's message, or what each field lacks."""
    faults = error.details.get("validation_errors", ())
    return " ".join(f"{fault['field'].replace('_', ' ')}: {fault['message']}" for fault in faults) or error.message
