"""One picture into the bank: kept clean, kept once, and nothing left behind."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from common.errors import ValidationFailedError
from common.images import PictureRefusedError, PictureTooLargeError
from common.storage import originals
from templates_lib import lifecycle
from templates_lib.errors import AnalysisLostError, ShippedTemplateError
from templates_lib.indexing.sweeping import sweep_files
from templates_lib.models import Analysis, Category, Origin, Original, Status, Template
from templates_lib.selectors import as_signed, find_near_duplicates, near_duplicates_of
from templates_lib.services.uploading import (
    LARGEST_FILE,
    Provenance,
    Upload,
    check_provenance,
    delete_template,
    find_category,
    upload_picture,
)
from tests.common.pictures import exif, opened
from tests.common.together import together
from tests.templates_lib.bank import make_template
from tests.templates_lib.pictures import HOSTILE, near_copy, picture, pixels, polyglot
from tests.templates_lib.uploads import encoded

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

PROVENANCE = Provenance("Our studio", "Bought outright", "A. Designer", "Contract 12")


def upload(data: bytes, **fields: Any) -> Upload:
    return upload_picture(data, provenance=PROVENANCE, **fields)


def kept_files() -> list[str]:
    """The keys of all that lies in the storage of originals."""
    root = Path(originals().location)  # type: ignore[attr-defined]
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def call(actions: list[Callable[[], Any]], which: int) -> Any:
    return actions[which]()


class TestCheckProvenance:
    def test_trims(self):
        assert check_provenance(Provenance(" a ", "b\x00", "c\n", "d")) == Provenance("a", "b", "c", "d")

    def test_names_all_that_is_missing_or_too_long(self):
        with pytest.raises(ValidationFailedError) as caught:
            check_provenance(Provenance("", " ", "x" * 121, "fine"))
        faults = caught.value.details["validation_errors"]
        assert {fault["field"] for fault in faults} == {"source", "licence", "artist"}


class TestFindCategory:
    def test_finds_one_none_or_complains(self):
        assert find_category("food") == Category(slug="food")
        assert find_category("") is None
        with pytest.raises(ValidationFailedError):
            find_category("nothing")


class TestUploadPicture:
    def test_keeps_a_picture_that_waits_for_its_analysis(self):
        data = picture(1)
        done = upload(data, file_name="red.jpg")
        template, original = Template.objects.get(), Original.objects.get()
        assert (done.outcome, done.template, done.near_duplicates) == ("created", template, ())
        assert (template.status, template.origin, template.corrected) == (Status.PENDING, Origin.UPLOADED, [])
        assert (original.width, original.height, original.format, original.file_name) == (640, 360, "jpeg", "red.jpg")
        assert Analysis.objects.get().state == "queued"
        with originals().open(original.key) as file:
            kept = file.read()
        assert len(kept) == original.bytes
        assert kept != data
        assert kept_files() == [original.key]

    def test_keeps_neither_metadata_nor_what_stood_behind(self):
        sent = encoded(pixels(2), "JPEG", exif=exif(orientation=6)) + b"<script>POLYGLOT</script>"
        upload(sent)
        original = Original.objects.get()
        with originals().open(original.key) as file:
            kept = file.read()
        assert (original.width, original.height) == (360, 640)  # upright
        assert opened(kept).getexif() == {}
        assert b"SECRET" not in kept
        assert b"POLYGLOT" not in kept

    def test_leaves_a_category_and_tags_that_are_given_to_nobody_else(self):
        upload(picture(1), category=Category.objects.get(slug="food"), tags=["Cake, dessert", "cake"])
        template = Template.objects.get()
        assert (template.category_id, template.tags) == ("food", ["cake", "dessert"])
        assert template.corrected == ["category", "tags"]

    @pytest.mark.parametrize("name", HOSTILE)
    def test_refuses_what_means_harm_and_keeps_nothing(self, name: str):
        data, code = HOSTILE[name]
        with pytest.raises(PictureRefusedError) as caught:
            upload(data, file_name=name)
        assert caught.value.code == code
        assert not Template.objects.exists()
        assert kept_files() == []

    def test_refuses_more_than_ten_megabytes(self):
        with pytest.raises(PictureTooLargeError):
            upload(picture(1) + b"\x00" * LARGEST_FILE)

    def test_takes_a_polyglot_for_its_picture_alone(self):
        assert upload(polyglot(6)).outcome == "created"
        assert upload(picture(6)).outcome == "duplicate"  # the same once it is encoded anew


class TestDuplicates:
    def test_are_known_by_what_was_sent_without_decoding(self, monkeypatch: pytest.MonkeyPatch):
        first = upload(picture(1))
        monkeypatch.setattr("templates_lib.services.uploading.clean_picture", None)  # would break if it were asked
        again = upload(picture(1))
        assert (again.outcome, again.template) == ("duplicate", first.template)

    def test_are_known_by_their_pixels_and_leave_no_second_file(self):
        first = upload(encoded(pixels(1), "PNG"))
        again = upload(encoded(pixels(1), "PNG", compress_level=1))
        assert (again.outcome, again.template) == ("duplicate", first.template)
        assert len(kept_files()) == 1

    def test_that_only_look_alike_are_kept_and_told(self):
        first = upload(picture(1))
        near = upload(near_copy(1))
        assert near.outcome == "created"
        assert [(like.template_id, like.name) for like in near.near_duplicates] == [(first.template.pk, "New look")]
        assert upload(picture(2)).near_duplicates == ()


@pytest.mark.django_db(transaction=True)
class TestUploadingAtOnce:
    def test_makes_one_template_and_one_file_of_one_picture(self):
        answers: list[Any] = together(8, lambda _: upload(picture(1)))
        outcomes = [answer.outcome for answer in answers]
        assert sorted(outcomes) == ["created"] + ["duplicate"] * 7
        assert len({answer.template.pk for answer in answers}) == 1
        assert Template.objects.count() == Original.objects.count() == Analysis.objects.count() == 1
        assert kept_files() == [Original.objects.get().key]

    def test_makes_one_of_pictures_that_are_the_same_only_when_cleaned(self):
        sent = [encoded(pixels(3), "PNG", compress_level=level) for level in range(1, 9)]
        answers: list[Any] = together(8, lambda index: upload(sent[index]))
        assert sorted(answer.outcome for answer in answers) == ["created"] + ["duplicate"] * 7
        assert kept_files() == [Original.objects.get().key]


class TestBeingKilled:
    def test_between_the_file_and_the_row_leaves_an_orphan_that_the_sweep_takes(self, monkeypatch: pytest.MonkeyPatch):
        kept = upload(picture(2))

        class KilledError(BaseException):
            """The process ends here; nothing after it runs."""

        def killed(*args: Any, **options: Any) -> None:
            raise KilledError

        monkeypatch.setattr(Original, "save", killed)
        with pytest.raises(KilledError):
            upload(picture(1))
        monkeypatch.undo()
        assert Template.objects.get() == kept.template
        (orphan,) = set(kept_files()) - {Original.objects.get().key}
        assert sweep_files() == 0  # it is young: its row may be about to be committed
        old = (timezone.now() - timedelta(days=2)).timestamp()
        for key in kept_files():
            os.utime(originals().path(key), (old, old))
        assert sweep_files() == 1
        assert kept_files() == [Original.objects.get().key]
        assert orphan not in kept_files()

    def test_does_not_hinder_the_next_attempt(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(Original, "save", None)
        with pytest.raises(TypeError):
            upload(picture(1))
        monkeypatch.undo()
        assert upload(picture(1)).outcome == "created"


class TestBreaking:
    def test_of_another_kind_is_not_taken_for_a_duplicate(self, monkeypatch: pytest.MonkeyPatch):
        def broken(*args: Any, **options: Any) -> None:
            raise IntegrityError("another constraint")

        monkeypatch.setattr(Original, "save", broken)
        with pytest.raises(IntegrityError):
            upload(picture(1))
        assert kept_files() == []


class TestDeleteTemplate:
    def test_takes_the_file_only_once_it_is_committed(self, django_capture_on_commit_callbacks: Any):
        template = upload(picture(1)).template
        with django_capture_on_commit_callbacks() as callbacks:
            delete_template(template)
        assert not Template.objects.exists()
        assert len(kept_files()) == 1
        for callback in callbacks:
            callback()
        assert kept_files() == []

    def test_may_be_asked_twice(self, django_capture_on_commit_callbacks: Any):
        template = upload(picture(1)).template
        twin = Template.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            delete_template(template)
            delete_template(twin)
        assert kept_files() == []

    def test_lets_the_same_picture_come_again(self, django_capture_on_commit_callbacks: Any):
        with django_capture_on_commit_callbacks(execute=True):
            delete_template(upload(picture(1)).template)
        assert upload(picture(1)).outcome == "created"
        assert kept_files() == [Original.objects.get().key]

    def test_refuses_what_ships(self):
        template = make_template("shipped")
        template.save()
        with pytest.raises(ShippedTemplateError):
            delete_template(template)


@pytest.mark.django_db(transaction=True)
class TestDeletingAtOnce:
    def test_ends_an_analysis_that_is_just_ending_or_comes_after_it(self):
        for number in range(8):
            template = upload(picture(number)).template
            analysis = lifecycle.claim()
            actions: list[Callable[[], Any]] = [
                partial(delete_template, template),
                partial(lifecycle.finish, analysis, seconds=1.0, category_id="food", dna={"layout": "x"}),
            ]
            answers = together(2, partial(call, actions))
            assert answers[0] is None
            assert answers[1] is None or isinstance(answers[1], AnalysisLostError)
            assert not Template.objects.exists()
        assert kept_files() == []


class TestNearDuplicates:
    def test_are_within_ten_bits_most_alike_first(self):
        made = {}
        for bits in (0, 3, 10, 11):
            template = upload(picture(20 + bits)).template
            Original.objects.filter(pk=template.pk).update(phash=as_signed((1 << 63) | ((1 << bits) - 1)))
            made[bits] = template.pk
        found = find_near_duplicates(as_signed(1 << 63))
        assert [(like.template_id, like.bits) for like in found] == [(made[0], 0), (made[3], 3), (made[10], 10)]
        assert made[0] not in [like.template_id for like in find_near_duplicates(as_signed(1 << 63), but=made[0])]
        each = near_duplicates_of(list(made.values()))
        assert [like.bits for like in each[made[11]]] == [1, 8]
        assert [like.bits for like in each[made[0]]] == [3, 10]

    def test_cost_one_question_for_many(self, django_assert_num_queries: Any):
        ids = [upload(picture(number)).template.pk for number in range(1, 5)]
        with django_assert_num_queries(1):
            assert near_duplicates_of(ids) == {template_id: [] for template_id in ids}


class TestAsSigned:
    @pytest.mark.parametrize(("value", "signed"), [(0, 0), (1 << 63, -(1 << 63)), ((1 << 64) - 1, -1), (5, 5)])
    def test_keeps_the_bits(self, value: int, signed: int):
        assert as_signed(value) == signed
        assert signed % (1 << 64) == value
