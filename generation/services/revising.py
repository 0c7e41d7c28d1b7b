"""Keeping the states of a picture: each change is one transaction on the state that it was made from.

Whoever changes a picture names the revision that they saw; the row changes only while it still shows that one, so of
two who edit at once one is refused and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from accounts.models import User
from common.errors import DomainError, NotFoundError
from common.ids import new_id
from common.storage.kept import delete_after_commit
from generation.errors import RevisionConflictError
from generation.events import announce
from generation.models import Generation, Revision, Status, Thumbnail
from generation.selectors.revisions import Version
from generation.services.exports import export_folder

MOST_REVISIONS = 100


@dataclass(frozen=True)
class Made:
    """What edits made of a picture. `data` is the encoded picture, empty where nothing of the edit is seen."""

    document: Mapping[str, Any]
    operations: Sequence[Any]
    inverse: Sequence[Any]
    data: bytes
    score: float
    score_axes: Mapping[str, Any]


def keep(thumbnail: Thumbnail, base: Version, made: Made, *, editor: User | None) -> Thumbnail:
    """Make `made`, which came of `base`, the present state; return the row as it is then.

    What lay ahead of `base` is dropped. Raises `RevisionConflictError` when the picture shows another revision than the
    one in `thumbnail` by now or `base` was dropped meanwhile, and `NotFoundError` when the picture was deleted.
    """
    file = _stored(thumbnail, made) if made.data else base.file
    state = {
        "document": dict(made.document),
        "file": file,
        "width": base.width,
        "height": base.height,
        "bytes": len(made.data) or base.bytes,
        "score": made.score,
        "score_axes": dict(made.score_axes),
    }
    try:
        with transaction.atomic():
            generation = _touch(thumbnail, made.score)
            _turn(thumbnail, last_revision=F("last_revision") + 1, revision=F("last_revision") + 1, **state)
            _require_kept(thumbnail, base)
            _keep_delivered(thumbnail)
            _drop(thumbnail, _numbers_ahead(thumbnail, base))
            present = Thumbnail.objects.select_related("generation__algorithm").get(pk=thumbnail.pk)
            Revision.objects.create(
                thumbnail=present,
                number=present.revision,
                operations=list(made.operations),
                inverse=list(made.inverse),
                editor=editor,
                **state,
            )
            _drop(present, _numbers_too_many(present))
            announce(generation)
    except DomainError:  # rolled back for sure; after anything else the row may know the file
        if made.data:
            default_storage.delete(file)
        raise
    return present


def show(thumbnail: Thumbnail, version: Version) -> Thumbnail:
    """Show a kept state; return the row as it is then. Nothing is dropped. Raises what `keep` raises."""
    with transaction.atomic():
        generation = _touch(thumbnail, version.score)
        _turn(
            thumbnail,
            revision=version.number,
            document=version.document,
            file=version.file,
            width=version.width,
            height=version.height,
            bytes=version.bytes,
            score=version.score,
            score_axes=version.score_axes,
        )
        _require_kept(thumbnail, version)
        announce(generation)
    return Thumbnail.objects.select_related("generation__algorithm").get(pk=thumbnail.pk)


def _stored(thumbnail: Thumbnail, made: Made) -> str:
    folder = f"thumbnails/{thumbnail.generation.owner_id}/{thumbnail.generation_id}"
    return default_storage.save(f"{folder}/{new_id()}-{thumbnail.index}.jpg", ContentFile(made.data))


def _touch(thumbnail: Thumbnail, score: float) -> Generation:
    """Count the change of the generation. Its row comes first, as whoever deletes it takes it first, too."""
    shown = Generation.objects.filter(pk=thumbnail.generation_id, status=Status.COMPLETED, deleted_at__isnull=True)
    changes = {"score": score} if thumbnail.index == 0 else {}
    if not shown.update(sequence=F("sequence") + 1, **changes):
        raise NotFoundError
    return Generation.objects.get(pk=thumbnail.generation_id)


def _turn(thumbnail: Thumbnail, **state: Any) -> None:
    """Do the one conditional UPDATE."""
    if not Thumbnail.objects.filter(pk=thumbnail.pk, revision=thumbnail.revision).update(**state):
        number = Thumbnail.objects.filter(pk=thumbnail.pk).values_list("revision", flat=True).first()
        if number is None:
            raise NotFoundError
        raise RevisionConflictError(details={"revision": number})


def _require_kept(thumbnail: Thumbnail, version: Version) -> None:
    """Refuse to go on from a state that is gone.

    The picture may show the very revision that it showed before, and yet an edit and an undo lie in between: that edit
    dropped what lay ahead of it, with its files. A number is given once, so a row that is there is the one that was
    read; and from `_touch` on nobody else changes any of them.
    """
    if version.number == thumbnail.revision or thumbnail.revisions.filter(number=version.number).exists():
        return
    raise RevisionConflictError(details={"revision": thumbnail.revision})


def _keep_delivered(thumbnail: Thumbnail) -> None:
    """Write down what was delivered, at the first edit: `thumbnail` is the row as it was before."""
    if thumbnail.revision == 0:
        Revision.objects.get_or_create(
            thumbnail=thumbnail,
            number=0,
            defaults={
                "document": thumbnail.document,
                "file": str(thumbnail.file),
                "width": thumbnail.width,
                "height": thumbnail.height,
                "bytes": thumbnail.bytes,
                "score": thumbnail.score,
                "score_axes": thumbnail.score_axes,
            },
        )


def _numbers_ahead(thumbnail: Thumbnail, base: Version) -> list[int]:
    return list(thumbnail.revisions.filter(number__gt=base.number).values_list("number", flat=True))


def _numbers_too_many(thumbnail: Thumbnail) -> list[int]:
    """The oldest beyond the most that are kept. What was delivered stays: it is what people go back to."""
    numbers = list(thumbnail.revisions.filter(number__gt=0).order_by("number").values_list("number", flat=True))
    return numbers[: max(0, len(numbers) + 1 - MOST_REVISIONS)]


def _drop(thumbnail: Thumbnail, numbers: Sequence[int]) -> None:
    """Delete revisions, and once that is committed their files, but for those that another one has, too."""
    if not numbers:
        return
    dropped = thumbnail.revisions.filter(number__in=numbers)
    files = set(dropped.values_list("file", flat=True))
    dropped.delete()
    for file in files:
        delete_after_commit(default_storage, file, known=_known)
    transaction.on_commit(lambda: _drop_exports(thumbnail, numbers), robust=True)


def _known(keys: Collection[str]) -> set[str]:
    kept = Revision.objects.filter(file__in=keys).values_list("file", flat=True)
    shown = Thumbnail.objects.filter(file__in=keys).values_list("file", flat=True)
    return {str(key) for key in (*kept, *shown)}


def _drop_exports(thumbnail: Thumbnail, numbers: Sequence[int]) -> None:
    for number in numbers:
        folder = export_folder(thumbnail.pk, number)
        try:
            names = default_storage.listdir(folder)[1]
        except FileNotFoundError:
            continue
        for name in names:
            default_storage.delete(f"{folder}/{name}")
