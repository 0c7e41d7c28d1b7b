"""What staff change, what an analysis may not change back, and the history of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from common.errors import ValidationFailedError
from common.ids import new_id
from templates_lib.errors import NoOriginalError, TemplateNotFoundError
from templates_lib.models import Analysis, Category, Origin, Status, Template, TemplateEmbedding
from templates_lib.search import question_from_text, search_templates
from templates_lib.services import record_use
from templates_lib.services.curating import (
    analyse_anew,
    categorise,
    clean_tags,
    correct,
    correct_many,
    dead_templates,
    set_active,
    set_featured,
)
from tests.templates_lib.bank import findable, make_template
from tests.templates_lib.staff import keeper, with_original

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


def messages_of(template: Template) -> list[str]:
    entries = LogEntry.objects.filter(object_id=str(template.pk)).order_by("pk")
    return [entry.get_change_message() for entry in entries]


class TestRecordUse:
    def test_counts_on_the_row_and_not_on_a_copy(self):
        template = make_template("used")
        template.save()
        for _ in range(3):
            record_use(template.id)
        assert Template.objects.get().usage_count == 3


class TestCorrect:
    def test_sets_fields_and_holds_what_an_analysis_would_set(self):
        (template,) = findable(make_template("neon"))
        changed = correct(template.pk, {"name": " Neon Duel ", "tags": ["Duel, arcade", "duel"]}, by=keeper())
        assert (changed.name, changed.tags, changed.corrected) == ("Neon Duel", ["duel", "arcade"], ["name", "tags"])

    def test_writes_once_into_the_history_what_became_of_each_field(self):
        (template,) = findable(make_template("neon", tags=["old"]))
        staff = keeper()
        correct(template.pk, {"tags": ["new"], "is_featured": True}, by=staff)
        assert messages_of(template) == ["tags: old → new; featured: no → yes"]
        assert LogEntry.objects.get().user_id == staff.pk

    def test_neither_writes_nor_tells_what_is_as_it_was(self):
        (template,) = findable(make_template("neon"))
        before = Template.objects.get().updated_at
        correct(template.pk, {"name": template.name, "category": template.category}, by=keeper())
        assert Template.objects.get().updated_at == before
        assert (Template.objects.get().corrected, messages_of(template)) == ([], [])

    def test_makes_it_findable_by_its_new_words(self):
        (template,) = findable(make_template("neon"))
        before = TemplateEmbedding.objects.get().digest
        correct(template.pk, {"tags": ["zeppelin"]}, by=keeper())
        assert TemplateEmbedding.objects.get().digest != before
        (match,) = search_templates(question_from_text("zeppelin"))
        assert match.ranks["words"] == 1

    def test_holds_a_category_that_was_only_confirmed(self):
        (template,) = findable(make_template("neon"))
        changed = correct(template.pk, {}, by=keeper(), confirming=["category"])
        assert changed.corrected == ["category"]
        assert messages_of(template) == ["category confirmed: Gaming"]

    def test_leaves_a_category_that_was_taken_away_to_the_analysis(self):
        template = make_template("new", status=Status.PENDING, corrected=["category"])
        template.save()
        assert correct(template.pk, {"category": None}, by=keeper()).corrected == []

    def test_keeps_a_category_for_what_is_in_use(self):
        (template,) = findable(make_template("neon"))
        with pytest.raises(ValidationFailedError):
            correct(template.pk, {"category": None}, by=keeper())
        assert Template.objects.get().category_id == "gaming"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", "x" * 81), ("name", "  "), ("source", ""), ("tags", ["x" * 41]), ("consent_note", "x" * 4001)],
    )
    def test_names_the_field_that_cannot_be(self, field: str, value: Any):
        (template,) = findable(make_template("neon"))
        with pytest.raises(ValidationFailedError) as refusal:
            correct(template.pk, {field: value}, by=keeper())
        assert [fault["field"] for fault in refusal.value.details["validation_errors"]] == [field]

    def test_refuses_what_is_not_set_by_hand(self):
        (template,) = findable(make_template("neon"))
        with pytest.raises(ValueError, match="usage_count"):
            correct(template.pk, {"usage_count": 7}, by=keeper())

    def test_stands_although_nobody_embeds(self, settings: Any):
        (template,) = findable(make_template("neon"))
        settings.EMBEDDING_PROVIDERS = {}
        correct(template.pk, {"tags": ["zeppelin"]}, by=keeper())
        assert Template.objects.get().tags == ["zeppelin"]
        assert search_templates(question_from_text("zeppelin"))[0].ranks["words"] == 1


class TestCorrectMany:
    def test_changes_all_or_none(self):
        first, second = findable(make_template("first"), make_template("second"))
        with pytest.raises(ValidationFailedError):
            correct_many({first.pk: {"name": "Renamed"}, second.pk: {"name": ""}}, by=keeper())
        assert set(Template.objects.values_list("name", flat=True)) == {"First", "Second"}

    def test_counts_only_what_changed(self):
        first, second = findable(make_template("first"), make_template("second"))
        assert correct_many({first.pk: {"name": "First"}, second.pk: {"name": "Other"}}, by=keeper()) == 1

    def test_knows_no_template_that_is_gone(self):
        with pytest.raises(TemplateNotFoundError):
            correct_many({new_id(): {"name": "Nobody"}}, by=keeper())


class TestCleanTags:
    def test_splits_where_a_comma_stands_in_either_script(self):
        assert clean_tags(["Cake,  sweet food ", "کیک، Cake"]) == ["cake", "sweet food", "کیک"]


class TestSetActive:
    def test_answers_how_many_changed_and_tells_the_history(self):
        Template.objects.bulk_create([make_template("on"), make_template("off", is_active=False)])
        assert set_active(Template.objects.all(), active=False, by=keeper()) == 1
        assert not Template.objects.searchable().exists()
        assert messages_of(Template.objects.get(slug="on")) == ["deactivated"]


class TestSetFeatured:
    def test_answers_how_many_changed(self):
        Template.objects.bulk_create([make_template("plain"), make_template("star", is_featured=True)])
        assert set_featured(Template.objects.all(), featured=True, by=keeper()) == 1
        assert Template.objects.filter(is_featured=True).count() == 2


class TestCategorise:
    def test_moves_and_confirms(self):
        findable(make_template("there", category=Category(slug="food")), make_template("elsewhere"))
        assert categorise(Template.objects.all(), Category.objects.get(slug="food"), by=keeper()) == 2
        assert set(Template.objects.values_list("category_id", flat=True)) == {"food"}
        assert all(template.corrected == ["category"] for template in Template.objects.all())
        assert categorise(Template.objects.all(), Category.objects.get(slug="food"), by=keeper()) == 0


class TestAnalyseAnew:
    def test_takes_uploaded_ones_only_and_leaves_ready_ones_in_use(self):
        findable(make_template("mine"), make_template("shipped"))
        with_original(Template.objects.get(slug="mine"))
        assert analyse_anew(Template.objects.all(), by=keeper()) == 1
        assert Analysis.objects.get().state == Analysis.State.QUEUED
        assert Template.objects.get(slug="mine").status == Status.READY

    def test_refuses_when_there_is_no_original_at_all(self):
        findable(make_template("shipped", origin=Origin.DESIGNED))
        with pytest.raises(NoOriginalError):
            analyse_anew(Template.objects.all(), by=keeper())


class TestDeadTemplates:
    def test_are_old_enough_to_have_been_used_and_were_not(self):
        now = timezone.now()
        long_ago, lately = now - timedelta(days=90), now - timedelta(days=3)
        Template.objects.bulk_create(
            [
                make_template("never-used"),
                make_template("once-used", last_used_at=long_ago),
                make_template("in-use", last_used_at=lately),
                make_template("switched-off", is_active=False),
                make_template("new"),
            ]
        )
        Template.objects.exclude(slug="new").update(created_at=now - timedelta(days=100))
        assert set(dead_templates(Template.objects.all()).values_list("slug", flat=True)) == {"never-used", "once-used"}
