"""Editing a picture by typed operations (`canvas.operations`), and going back and forth among what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from canvas.errors import OperationError
from canvas.operations import read_operations
from common.errors import ValidationFailedError
from generation.errors import NothingToRedoError, NothingToUndoError, ResultNotReadyError, RevisionConflictError
from generation.models import Generation, Share, Status, Thumbnail
from generation.selectors import get_thumbnail
from generation.selectors.layer_pictures import keys_named
from generation.selectors.revisions import Version, find_earlier, find_later, get_version, present_version
from generation.services.redrawing import NotDrawableError, Redrawn, layer_pictures, redraw
from generation.services.revising import Made, keep, show
from generation.services.sharing import may_step

UNDO, REDO = "undo", "redo"
_WHOLE = (0.0, 0.0, 1.0, 1.0)
_TRIES = 3


@dataclass(frozen=True)
class Edit:
    """What is asked for: operations as JSON, on the picture at `index`; with `revision` while it shows that one."""

    operations: Sequence[Any]
    index: int = 0
    revision: int | None = None


@dataclass(frozen=True)
class Touched:
    """A box, in ratios of the picture, in which a layer looks different or stood before."""

    layer: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Edited:
    """A picture after an edit. `inverse` are the operations that lead back; outside `touched` no pixel of the drawing
    is another one."""

    thumbnail: Thumbnail
    inverse: Sequence[Any]
    touched: Sequence[Touched]


def edit_picture(generation: Generation, edit: Edit, *, editor: User | None, share: Share | None = None) -> Edited:
    """Carry out operations on a picture and draw it; free of credits. Undo and redo may stand before all others.

    Without `edit.revision` an edit that met another one is done again on what that left. Only the owner may bring in
    pictures of their library; whoever edits by a `share` may only undo and redo what was edited by it. Raises
    `ValidationFailedError` with the place of the fault, such as
    `operations[2].text`, `RevisionConflictError`, `NothingToUndoError`, `NothingToRedoError`, `PictureGoneError`,
    `DrawingBusyError`, and `ResultNotReadyError` while there is no picture.
    """
    steps, operations = _split(edit.operations)

    def attempt(thumbnail: Thumbnail) -> Edited:
        base = present_version(thumbnail)
        for step in steps:
            base = _step(thumbnail, base, step, share)
        if not operations:
            inverse = [{"op": REDO if step == UNDO else UNDO} for step in reversed(steps)]
            return _shown(thumbnail, base, inverse)
        return _edited(thumbnail, base, _Work(operations, len(steps), editor))

    return _retried(generation, edit.index, edit.revision, attempt)


def restore_revision(generation: Generation, number: int, *, index: int = 0) -> Edited:
    """Show an earlier or later state of a picture again; what lies ahead of it stays.

    Raises `NotFoundError` when there is no such state, and `ResultNotReadyError` while there is no picture.
    """

    def attempt(thumbnail: Thumbnail) -> Edited:
        return _shown(thumbnail, get_version(thumbnail, number), [])

    return _retried(generation, index, None, attempt)


@dataclass(frozen=True)
class _Work:
    """Operations as JSON, how many steps stood before them, and who wants them."""

    operations: Sequence[Any]
    skipped: int
    editor: User | None


def _retried(
    generation: Generation, index: int, revision: int | None, attempt: Callable[[Thumbnail], Edited]
) -> Edited:
    if generation.status != Status.COMPLETED:
        raise ResultNotReadyError(details={"status": generation.status})
    for _ in range(_TRIES):
        thumbnail = get_thumbnail(generation, index)
        if revision is not None and thumbnail.revision != revision:
            raise RevisionConflictError(details={"revision": thumbnail.revision})
        try:
            return attempt(thumbnail)
        except RevisionConflictError as error:
            conflict = error
            if revision is not None:
                break
    raise conflict


def _split(operations: Sequence[Any]) -> tuple[list[str], list[Any]]:
    """Part undo and redo from the operations after them. Raises `ValidationFailedError` for what is no operation."""
    names = [item.get("op") if isinstance(item, dict) else None for item in operations]
    count = next((at for at, name in enumerate(names) if name not in (UNDO, REDO)), len(names))
    for at, name in enumerate(names):
        if name in (UNDO, REDO) and len(operations[at]) > 1:
            raise ValidationFailedError(fields={f"operations[{at}]": f"{name} takes nothing."})
        if name in (UNDO, REDO) and at > count:
            raise ValidationFailedError(fields={f"operations[{at}].op": f"{name} must stand before other operations."})
    rest = list(operations[count:])
    try:
        read_operations(rest)
    except OperationError as error:
        raise _invalid(error.path, error.problem, count) from error
    return [str(name) for name in names[:count]], rest


def _step(thumbnail: Thumbnail, version: Version, step: str, share: Share | None) -> Version:
    found = find_earlier(thumbnail, version) if step == UNDO else find_later(thumbnail, version)
    if found is not None and share is not None:
        older, newer = sorted((version.number, found.number))
        found = found if may_step(share, thumbnail, older, newer) else None
    if found is None:
        raise NothingToUndoError if step == UNDO else NothingToRedoError
    return found


def _shown(thumbnail: Thumbnail, version: Version, inverse: Sequence[Any]) -> Edited:
    before = thumbnail.document
    present = thumbnail if version.number == thumbnail.revision else show(thumbnail, version)
    return Edited(present, inverse, _different(before, version.document))


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Touched]:
    """The layers of which two documents differ. Where, nobody has measured: each may have changed the whole picture."""
    layers = [{layer["id"]: layer for layer in document.get("layers", ())} for document in (before, after)]
    rest = [{name: value for name, value in document.items() if name != "layers"} for document in (before, after)]
    order = [list(found) for found in layers]
    everything = rest[0] != rest[1] or order[0] != order[1]
    ids = dict.fromkeys((*layers[0], *layers[1]))
    return [Touched(name, _WHOLE) for name in ids if everything or layers[0].get(name) != layers[1].get(name)]


def _edited(thumbnail: Thumbnail, base: Version, work: _Work) -> Edited:
    redrawn = _redrawn(thumbnail, base, work)
    head = redrawn.head
    touched = [Touched(layer, tuple(box)) for layer, box in head["touched"]]
    if head["document"] == base.document:
        return Edited(_shown(thumbnail, base, []).thumbnail, head["inverse"], touched)
    made = Made(
        document=head["document"],
        operations=work.operations,
        inverse=head["inverse"],
        data=redrawn.data,
        score=base.score if head["score"] is None else head["score"],
        score_axes=base.score_axes if head["score"] is None else head["score_axes"],
    )
    return Edited(keep(thumbnail, base, made, editor=work.editor), head["inverse"], touched)


def _redrawn(thumbnail: Thumbnail, base: Version, work: _Work) -> Redrawn:
    pictures = layer_pictures(thumbnail, base.document, work.operations)
    if work.editor is None:
        # Who has a share's secret may edit what it shows, and look at nothing else of the owner's.
        allowed = keys_named(base.document)
        pictures = {key: data for key, data in pictures.items() if key in allowed}
    try:
        return redraw(
            "edit",
            base.document,
            pictures,
            size=(base.width, base.height),
            identifier=str(thumbnail.generation_id),
            owner_id=thumbnail.generation.owner_id,
            format="jpg",
            operations=list(work.operations),
        )
    except NotDrawableError as error:
        raise _invalid(error.path, error.problem, work.skipped) from error


def _invalid(path: str, problem: str, skipped: int) -> ValidationFailedError:
    """The refusal of an operation, counted among all that were sent."""
    head, bracket, rest = path.partition("[")
    if head == "operations" and bracket:
        number, _, below = rest.partition("]")
        path = f"operations[{int(number) + skipped}]{below}"
    return ValidationFailedError(fields={path or "operations": problem})
