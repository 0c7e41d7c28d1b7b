import pytest

from templates_lib.models import Template
from templates_lib.services import record_use
from templates_lib.services.curating import set_active, set_featured
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


class TestRecordUse:
    def test_counts_on_the_row_and_not_on_a_copy(self):
        template = make_template("used")
        template.save()
        for _ in range(3):
            record_use(template.id)
        assert Template.objects.get().usage_count == 3


class TestSetActive:
    def test_answers_how_many_changed(self):
        Template.objects.bulk_create([make_template("on"), make_template("off", is_active=False)])
        assert set_active(Template.objects.all(), active=False) == 1
        assert not Template.objects.searchable().exists()


class TestSetFeatured:
    def test_answers_how_many_changed(self):
        Template.objects.bulk_create([make_template("plain"), make_template("star", is_featured=True)])
        assert set_featured(Template.objects.all(), featured=True) == 1
        assert Template.objects.filter(is_featured=True).count() == 2
