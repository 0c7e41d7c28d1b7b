"""What is kept for a while only."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from billing import ledger
from generation import services, tasks, upkeep
from generation.models import Generation, Revision, Share, Status, Thumbnail
from generation.selectors.analytics import summarise
from tests.generation.api_rows import make_algorithm, make_generation, make_result, make_user
from tests.generation.core_rows import rich_user
from tests.generation.made_pictures import keep_asset, striped

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def days_ago(days: float):
    return timezone.now() - timedelta(days=days)


def store(key: str, *, days: float = 0) -> str:
    """A file in the storage that was written so many days ago."""
    default_storage.save(key, ContentFile(b"x"))
    moment = time.time() - days * 86400
    os.utime(Path(default_storage.path(key)), (moment, moment))
    return key


@pytest.fixture
def algorithm(db):
    return make_algorithm(slug="routix_v4", is_default=True)


class TestFailedGenerations:
    def test_leave_the_history_after_a_week_and_stay_in_the_figures(self, algorithm):
        user = make_user()
        old = make_generation(user, algorithm, status=Status.FAILED, completed_at=days_ago(7.1))
        young = make_generation(user, algorithm, status=Status.FAILED, completed_at=days_ago(6.9))
        done = make_generation(user, algorithm, status=Status.COMPLETED, completed_at=days_ago(70))
        before = summarise(user, days=30).by_status
        assert upkeep.forget_failed() == 1
        gone = Generation.objects.filter(deleted_at__isnull=False)
        assert [item.pk for item in gone] == [old.pk]
        assert Generation.objects.filter(pk__in=[young.pk, done.pk], deleted_at=None).count() == 2
        assert summarise(user, days=30).by_status == before


@pytest.mark.django_db(transaction=True)
class TestDeletedGenerations:
    def forgotten(self, user, algorithm):
        """A generation that was deleted two days ago, with an edit, a share and a reference."""
        generation = make_result(user, algorithm, custom_text="WORDS", brief={"topic": "secret"})
        generation.reference_assets.add(keep_asset(user, striped(["#ff0000"])))
        thumbnail = generation.thumbnails.get()
        Revision.objects.create(
            thumbnail=thumbnail, number=0, document={}, file=store("thumbnails/edit.jpg"),
            width=1, height=1, bytes=1, score=1,
        )  # fmt: skip
        services.share_generation(user, generation.pk)
        services.delete_generation(user, generation.pk)
        Generation.objects.filter(pk=generation.pk).update(deleted_at=days_ago(2))
        return generation, str(thumbnail.file)

    def test_lose_their_words_and_files_and_keep_their_numbers(self, algorithm):
        user = rich_user(is_verified=True)
        generation, file = self.forgotten(user, algorithm)
        before = ledger.balance(user)
        assert upkeep.forget_deleted() == 1
        stored = Generation.objects.get(pk=generation.pk)
        assert (stored.prompt, stored.custom_text, stored.brief) == ("", "", {})
        assert (stored.status, stored.credits_charged, stored.processing_seconds) == ("completed", 1, 1.5)
        assert not Thumbnail.objects.exists()
        assert not Revision.objects.exists()
        assert not Share.objects.exists()
        assert stored.reference_assets.count() == 0
        assert not default_storage.exists(file)
        assert not default_storage.exists("thumbnails/edit.jpg")
        assert ledger.balance(user) == before
        assert upkeep.forget_deleted() == 0

    def test_lose_their_words_in_the_statement_too(self, algorithm):
        user = rich_user(is_verified=True)
        kept = services.request_generation(user, services.GenerationRequest(prompt="words that stay"))
        gone = services.request_generation(user, services.GenerationRequest(prompt="words of mine"))
        notes = dict(user.credit_account.holds.values_list("pk", "note"))
        assert "words of mine" in notes[gone.pk]
        services.delete_generation(user, gone.pk)
        Generation.objects.filter(pk=gone.pk).update(deleted_at=days_ago(2))
        assert upkeep.forget_deleted() == 1
        assert dict(user.credit_account.holds.values_list("pk", "note")) == {gone.pk: "", kept.pk: notes[kept.pk]}

    def test_are_left_for_a_day(self, algorithm):
        user = make_user()
        generation = make_result(user, algorithm)
        services.delete_generation(user, generation.pk)
        assert upkeep.forget_deleted() == 0
        assert default_storage.exists(str(generation.thumbnails.get().file))

    def test_that_are_there_are_left(self, algorithm):
        generation = make_result(make_user(), algorithm, completed_at=days_ago(400))
        tasks.forget_what_is_over()
        generation.refresh_from_db()
        assert (generation.deleted_at, generation.prompt != "") == (None, True)
        assert default_storage.exists(str(generation.thumbnails.get().file))

    def test_are_forgotten_the_next_time_when_a_sweep_breaks_off(self, algorithm, monkeypatch):
        user = rich_user(is_verified=True)
        _, file = self.forgotten(user, algorithm)
        monkeypatch.setattr(upkeep.retention, "delete_after_commit", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            upkeep.forget_deleted()
        assert Thumbnail.objects.exists()
        assert default_storage.exists(file)
        monkeypatch.undo()
        assert upkeep.forget_deleted() == 1
        assert not default_storage.exists(file)


class TestShares:
    def test_are_deleted_when_they_are_over(self, algorithm):
        user = make_user(is_verified=True)
        shares = [services.share_generation(user, make_result(user, algorithm).pk).share for _ in range(3)]
        Share.objects.filter(pk=shares[0].pk).update(expires_at=days_ago(0.1))
        Share.objects.filter(pk=shares[1].pk).update(revoked_at=days_ago(0.1))
        assert upkeep.forget_shares() == 2
        assert Share.objects.get() == shares[2]


class TestFiles:
    def test_that_no_row_names_are_swept_after_a_day(self, algorithm):
        generation = make_generation(make_user(), algorithm, status=Status.COMPLETED)
        kept = store("thumbnails/kept.jpg", days=3)
        thumbnail = Thumbnail.objects.create(
            generation=generation, index=0, document={}, file=kept, width=1, height=1, bytes=1, score=1
        )
        edited = store("thumbnails/edited.jpg", days=3)
        Revision.objects.create(
            thumbnail=thumbnail, number=0, document={}, file=edited, width=1, height=1, bytes=1, score=1
        )
        export = store(f"exports/{thumbnail.pk}/own.png", days=3)
        orphans = [
            store("thumbnails/lost.jpg", days=3),
            store(f"exports/{generation.pk}/own.png", days=3),
            store("exports/odd/own.png", days=3),
        ]
        young = store("thumbnails/young.jpg")
        other = store("assets/other.png", days=3)
        assert upkeep.sweep_pictures() == 3
        assert not any(default_storage.exists(key) for key in orphans)
        assert all(default_storage.exists(key) for key in (kept, edited, export, young, other))
