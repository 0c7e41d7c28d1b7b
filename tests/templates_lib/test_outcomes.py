"""What became of the thumbnails that followed a template."""

from typing import Any

import pytest

from generation.models import Generation, Status
from generation.tasks import measure_template_outcomes
from templates_lib.models import Template
from templates_lib.search.freshness import age_of_bank
from tests.generation.api_rows import make_algorithm, make_generation, make_user
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


@pytest.fixture
def template(categories: None) -> Template:
    made = make_template("the-look")
    made.save()
    return made


def followed(template: Template, **fields: Any) -> Generation:
    fields.setdefault("status", Status.COMPLETED)
    return make_generation(make_user(), make_algorithm(), template=template, **fields)


def counts(template: Template) -> tuple[int, int, int]:
    template.refresh_from_db()
    return template.download_count, template.rating_count, template.rating_total


class TestOutcomes:
    def test_are_counted_from_generations_and_never_add_up_twice(self, template: Template):
        followed(template, download_count=3, rating=5)
        followed(template, download_count=1, rating=2)
        followed(template)
        for _ in range(2):
            measure_template_outcomes.apply(throw=True)
            assert counts(template) == (4, 2, 7)

    def test_leave_out_what_was_not_delivered(self, template: Template):
        followed(template, status=Status.FAILED, rating=1)
        measure_template_outcomes.apply(throw=True)
        assert counts(template) == (0, 0, 0)

    def test_begin_a_new_age_of_the_bank_only_when_something_changed(
        self, template: Template, django_capture_on_commit_callbacks: Any
    ):
        followed(template, download_count=1)
        ages = [age_of_bank()]
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                measure_template_outcomes.apply(throw=True)
            ages.append(age_of_bank())
        assert ages[0] != ages[1] == ages[2]
