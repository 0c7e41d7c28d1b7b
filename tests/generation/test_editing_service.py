"""Editing beneath the views: edits that meet, states that are kept, and drawings that take turns."""

import threading
import time
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common.errors import NotFoundError, ValidationFailedError
from generation.errors import DrawingBusyError, ResultNotReadyError, RevisionConflictError
from generation.models import Generation, Revision
from generation.selectors.revisions import get_version, present_version
from generation.services import redrawing
from generation.services.editing import Edit, edit_picture, restore_revision
from generation.services.exports import export_folder
from generation.services.redrawing import AT_ONCE, MOST_OF_ALL, MOST_OF_AN_OWNER, NotDrawableError, redraw
from generation.services.revising import MOST_REVISIONS, Made, keep, show
from tests.generation.api_rows import make_algorithm, make_generation, make_user
from tests.generation.core_rows import at_once
from tests.generation.edited_rows import drawn_result, stored_names

pytestmark = pytest.mark.integration


def a_result() -> Generation:
    return drawn_result(make_user(), make_algorithm())


def recolour(number: int) -> dict[str, Any]:
    return {"op": "recolor", "layer": "arrow", "colour": f"#0000{number:02x}"}


def say(number: int) -> dict[str, Any]:
    return {"op": "add_text", "text": f"N{number}", "frame": {"x": 0.1, "y": 0.1, "width": 0.2, "height": 0.2}}


def made(number: int, data: bytes = b"") -> Made:
    document = {"layers": [], "meta": {"number": str(number)}}
    return Made(document, [recolour(number % 256)], [], data, 50.0, {})


class TestEditsThatMeet:
    @pytest.mark.django_db(transaction=True)
    def test_are_all_done_when_they_name_no_revision(self) -> None:
        generation = a_result()
        results = at_once(3, lambda number: edit_picture(generation, Edit([say(number)]), editor=None))
        assert not [result for result in results if isinstance(result, Exception)]
        thumbnail = generation.thumbnails.get()
        texts = {layer.get("text") for layer in thumbnail.document["layers"]}
        assert {"N0", "N1", "N2"} <= texts
        assert thumbnail.revision == 3
        assert list(Revision.objects.values_list("number", flat=True)) == [0, 1, 2, 3]
        assert Generation.objects.get().sequence == generation.sequence + 3
        # nothing is left of those that had to be done again
        assert len(stored_names(generation)) == 4

    @pytest.mark.django_db(transaction=True)
    def test_are_refused_but_one_when_they_name_what_they_saw(self) -> None:
        generation = a_result()
        results = at_once(4, lambda number: edit_picture(generation, Edit([say(number)], revision=0), editor=None))
        refused = [result for result in results if isinstance(result, RevisionConflictError)]
        assert len(refused) == 3
        assert {error.details["revision"] for error in refused} == {1}
        assert generation.thumbnails.get().revision == 1
        assert len(stored_names(generation)) == 2

    @pytest.mark.django_db(transaction=True)
    def test_never_lose_one_to_an_undo(self) -> None:
        generation = a_result()
        edit_picture(generation, Edit([recolour(1)]), editor=None)
        works = [[{"op": "undo"}], [say(7)]]
        at_once(2, lambda number: edit_picture(generation, Edit(works[number]), editor=None))
        thumbnail = generation.thumbnails.get()
        kept = {row.number: row.document for row in Revision.objects.all()}
        assert kept[thumbnail.revision] == thumbnail.document

    @pytest.mark.django_db(transaction=True)
    def test_meet_a_deletion(self) -> None:
        generation = a_result()
        stale = generation.thumbnails.select_related("generation__algorithm").get()
        generation.delete()
        with pytest.raises(NotFoundError):
            keep(stale, present_version(stale), made(1, b"picture"), editor=None)
        assert stored_names(stale.generation) == {"run-0.jpg"}


@pytest.mark.django_db
class TestKeep:
    def test_keeps_the_newest_and_what_was_delivered(self, django_capture_on_commit_callbacks: Any) -> None:
        generation = a_result()
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(1, MOST_REVISIONS + 6):
                thumbnail = generation.thumbnails.select_related("generation__algorithm").get()
                keep(thumbnail, present_version(thumbnail), made(number, b"picture"), editor=None)
        numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
        assert len(numbers) == MOST_REVISIONS
        assert numbers[:2] == [0, 7]
        assert numbers[-1] == MOST_REVISIONS + 5
        assert len(stored_names(generation)) == MOST_REVISIONS

    def test_drops_the_files_and_exports_of_what_lay_ahead(self, django_capture_on_commit_callbacks: Any) -> None:
        generation = a_result()
        for number in (1, 2):
            thumbnail = generation.thumbnails.select_related("generation__algorithm").get()
            keep(thumbnail, present_version(thumbnail), made(number, b"picture"), editor=None)
        thumbnail = generation.thumbnails.select_related("generation__algorithm").get()
        folder = export_folder(thumbnail.pk, 2)
        default_storage.save(f"{folder}/own.png", ContentFile(b"export"))
        thumbnail = show(thumbnail, get_version(thumbnail, 1))
        with django_capture_on_commit_callbacks(execute=True):
            keep(thumbnail, present_version(thumbnail), made(3), editor=None)
        assert set(Revision.objects.values_list("number", flat=True)) == {0, 1, 3}
        assert len(stored_names(generation)) == 2
        assert not default_storage.exists(f"{folder}/own.png")
        with pytest.raises(NotFoundError):
            get_version(generation.thumbnails.get(), 2)

    def test_keeps_a_file_that_another_state_has_too(self, django_capture_on_commit_callbacks: Any) -> None:
        generation = a_result()
        thumbnail = generation.thumbnails.select_related("generation__algorithm").get()
        thumbnail = keep(thumbnail, present_version(thumbnail), made(1), editor=None)
        thumbnail = show(thumbnail, get_version(thumbnail, 0))
        with django_capture_on_commit_callbacks(execute=True):
            keep(thumbnail, present_version(thumbnail), made(2, b"picture"), editor=None)
        assert "run-0.jpg" in stored_names(generation)


@pytest.mark.django_db
class TestRestore:
    def test_waits_for_a_picture(self) -> None:
        generation = make_generation(make_user(), make_algorithm(), status="queued")
        with pytest.raises(ResultNotReadyError):
            restore_revision(generation, 0)

    def test_changes_nothing_when_it_is_shown_already(self) -> None:
        generation = a_result()
        edited = restore_revision(generation, 0)
        assert (edited.thumbnail.revision, edited.touched) == (0, [])
        assert Generation.objects.get().sequence == generation.sequence


class TestRedraw:
    OWNER = uuid.UUID(int=1)
    DOCUMENT = {
        "layers": [{"kind": "plate", "id": "plate", "source": "paint:gradient"}],
        "palette": {"primary": "#204080", "secondary": "#102040", "accent": "#ffcc00"},
        "layout": "full_type",
    }

    def drawn(self, document: Any = None, **more: Any) -> redrawing.Redrawn:
        values = {"format": "jpg", "owner_id": self.OWNER, **more}
        return redraw("draw", document or self.DOCUMENT, {}, size=(320, 180), identifier="one", **values)

    def test_draws(self) -> None:
        assert self.drawn().data.startswith(b"\xff\xd8")

    def test_says_what_can_t_be_drawn(self) -> None:
        with pytest.raises(NotDrawableError) as caught:
            self.drawn({**self.DOCUMENT, "layout": 7})
        assert caught.value.path == "layout"

    def test_tells_a_bug_from_a_refusal(self) -> None:
        with pytest.raises(RuntimeError, match="KeyError"):
            redraw("sing", self.DOCUMENT, {}, size=(320, 180), identifier="one", owner_id=self.OWNER)

    def test_stops_what_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(redrawing, "_DRAWING_SECONDS", 0.05)
        with pytest.raises(NotDrawableError, match="too long"):
            self.drawn()

    def test_lets_only_a_few_draw_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(redrawing, "_WAITING_SECONDS", 0.05)
        entered, leave = threading.Semaphore(0), threading.Event()

        def take_a_turn() -> None:
            with redrawing._turn(uuid.uuid4()):
                entered.release()
                leave.wait(10)

        threads = [threading.Thread(target=take_a_turn) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert entered.acquire(timeout=10)
        try:
            with pytest.raises(DrawingBusyError):
                self.drawn()
        finally:
            leave.set()
            for thread in threads:
                thread.join()
        assert self.drawn().data

    def test_draws_one_of_an_owner_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(redrawing, "_WAITING_SECONDS", 0.05)
        with redrawing._turn(self.OWNER):
            with pytest.raises(DrawingBusyError):
                self.drawn()
            with redrawing._turn(uuid.uuid4()):
                pass
        assert self.drawn().data

    def test_refuses_at_once_what_would_wait_behind_many(self) -> None:
        leave = threading.Event()

        def stand_in_line(owner: uuid.UUID) -> None:
            with redrawing._turn(owner):
                leave.wait(10)

        owners = [self.OWNER] * MOST_OF_AN_OWNER
        owners += [uuid.uuid4() for _ in range(MOST_OF_ALL - MOST_OF_AN_OWNER)]
        threads = [threading.Thread(target=stand_in_line, args=[owner]) for owner in owners]
        for number, thread in enumerate(threads, start=1):
            thread.start()
            while sum(line.length for line in redrawing._lines.values()) < number:
                time.sleep(0.01)
            if number in (MOST_OF_AN_OWNER, MOST_OF_ALL):
                asked_at = time.monotonic()
                with pytest.raises(DrawingBusyError):
                    self.drawn(owner_id=self.OWNER if number == MOST_OF_AN_OWNER else uuid.uuid4())
                assert time.monotonic() - asked_at < 1
        leave.set()
        for thread in threads:
            thread.join()
        assert not redrawing._lines

    def test_lends_its_connection_before_it_waits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[bool] = []
        monkeypatch.setattr(redrawing, "lend_connection", lambda: told.append(True))
        monkeypatch.setattr(redrawing, "_WAITING_SECONDS", 0.05)
        with redrawing._turn(self.OWNER):
            assert told == [True]
            with pytest.raises(DrawingBusyError):
                self.drawn()
        assert told == [True, True]

    def test_is_bounded_with_the_worst_that_may_be_asked_for(self) -> None:
        """As many layers as there may be, each as busy as it may be: refused or drawn, but in bounded time."""
        params = {"count": 9999.0, "near": 9999.0, "size": 10.0}
        effects = [{"kind": "effect", "id": f"e{at}", "effect": "confetti", "params": params} for at in range(59)]
        document = {**self.DOCUMENT, "layers": [*self.DOCUMENT["layers"], *effects]}
        started = time.monotonic()
        try:
            assert self.drawn(document).data
        except NotDrawableError as error:
            assert "too" in error.problem  # noqa: PT017 - either is fine
        assert time.monotonic() - started < redrawing._DRAWING_SECONDS + 10


@pytest.mark.django_db
class TestEditPicture:
    def test_says_where_the_fault_is_among_all_that_was_sent(self) -> None:
        generation = a_result()
        edit_picture(generation, Edit([recolour(1)]), editor=None)
        wrong = [{"op": "undo"}, recolour(2), {"op": "remove", "layer": "nobody"}]
        with pytest.raises(ValidationFailedError) as caught:
            edit_picture(generation, Edit(wrong), editor=None)
        assert caught.value.details["validation_errors"][0]["field"] == "operations[2].layer"
