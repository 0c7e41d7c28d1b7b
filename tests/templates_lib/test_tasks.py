"""Work on the bank that nobody waits for."""

import os
import time
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.functions import Now
from django_celery_beat.models import PeriodicTask

from common.storage import originals, put_once
from generation.services.schedules import ensure_schedules
from routix.celery import app
from templates_lib.models import Template, TemplateEmbedding
from templates_lib.tasks import embed_changed_templates, sweep_template_files
from tests.templates_lib.bank import findable, make_template
from tests.templates_lib.uploads import uploaded

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


def grow_old(path: str) -> None:
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(path, (long_ago, long_ago))


class TestEmbedChangedTemplates:
    def test_makes_the_vectors_that_are_owed(self):
        changed, other = findable(make_template("changed"), make_template("other"))
        before = dict(TemplateEmbedding.objects.values_list("template_id", "digest"))
        Template.objects.filter(pk=changed.pk).update(tags=["volcano"], updated_at=Now())
        embed_changed_templates.apply(throw=True)
        after = dict(TemplateEmbedding.objects.values_list("template_id", "digest"))
        assert after[changed.pk] != before[changed.pk]
        assert after[other.pk] == before[other.pk]


class TestSweepTemplateFiles:
    def test_deletes_what_no_row_knows_and_nothing_else(self):
        kept = uploaded().original.key
        put_once(originals(), "lost/one.webp", b"nobody knows me")
        put_once(originals(), "lost/young.webp", b"my row is about to be committed")
        default_storage.save("templates/orphan.webp", ContentFile(b"a preview of nothing"))
        default_storage.save("thumbnails/somebody/picture.jpg", ContentFile(b"a user's picture"))
        for key in (kept, "lost/one.webp"):
            grow_old(originals().path(key))
        for key in ("templates/orphan.webp", "thumbnails/somebody/picture.jpg"):
            grow_old(default_storage.path(key))
        assert sweep_template_files.apply(throw=True).get() == 2
        assert originals().exists(kept)
        assert originals().exists("lost/young.webp")
        assert not originals().exists("lost/one.webp")
        assert not default_storage.exists("templates/orphan.webp")
        assert default_storage.exists("thumbnails/somebody/picture.jpg")


class TestSchedules:
    def test_name_tasks_that_exist(self, db: Any):
        ensure_schedules()
        scheduled = set(PeriodicTask.objects.exclude(task__startswith="celery.").values_list("task", flat=True))
        assert scheduled
        app.loader.import_default_modules()  # what a worker does when it starts
        assert scheduled <= set(app.tasks)
