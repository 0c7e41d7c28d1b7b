"""Metadata out and in again."""

import csv
import io
import json
from typing import Any

import pytest

from common.ids import new_id
from templates_lib.errors import MetadataError
from templates_lib.models import Template
from templates_lib.services import exchange
from tests.templates_lib.bank import findable, make_template
from tests.templates_lib.staff import CANARIES, keeper, planted, secrets_of

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

# What a spreadsheet would run, and what only looks like our own guard.
TRAPS = ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1", "'quoted", "'=1", "''-1"]


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def csv_of(*rows: dict[str, Any]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def planned(data: bytes) -> exchange.Plan:
    return exchange.plan(exchange.read_metadata(data))


class TestExport:
    def test_gives_nothing_of_an_original_away(self):
        template = planted()
        public_here = {"zqslug", "zqdescription", "zqsource", "zqlicence", "zqartist", "zqconsent"}
        secrets = [secret for secret in secrets_of(template) if secret.decode() not in public_here]
        assert len(secrets) > len(CANARIES) - len(public_here)
        for data in (exchange.as_csv(Template.objects.all()), exchange.as_json(Template.objects.all())):
            assert template.name.encode() in data
            assert not [secret for secret in secrets if secret in data]

    def test_begins_with_the_mark_by_which_spreadsheets_know_utf_8(self):
        make_template("cake", name="کیک").save()
        data = exchange.as_csv(Template.objects.all())
        assert data.startswith(b"\xef\xbb\xbf")
        assert rows_of(data)[0]["name"] == "کیک"

    @pytest.mark.parametrize("text", TRAPS)
    def test_lets_no_spreadsheet_run_a_cell_and_reads_it_back_exactly(self, text: str):
        template = make_template("trap", description=text)
        template.save()
        cell = rows_of(exchange.as_csv(Template.objects.all()))[0]["description"]
        assert cell[0] not in "=+-@\t\r"
        (row,) = exchange.read_metadata(exchange.as_csv(Template.objects.all()))
        assert row.values["description"] == text

    def test_asks_one_question_for_any_number(self, django_assert_num_queries: Any):
        Template.objects.bulk_create(make_template(f"look-{number}") for number in range(20))
        with django_assert_num_queries(1):
            exchange.as_csv(Template.objects.all())


class TestReadMetadata:
    @pytest.mark.parametrize("write", [exchange.as_csv, exchange.as_json])
    def test_finds_nothing_to_change_in_an_export(self, write: Any):
        Template.objects.bulk_create(
            [
                make_template("one", tags=["cake", "sweet food"], description='Two\nlines, "quoted"; and more'),
                make_template("two", is_active=False, is_featured=True, tags=["AI tools"]),
            ]
        )
        plan = planned(write(Template.objects.all()))
        assert (plan.changes, plan.unchanged) == ((), 2)

    def test_reads_what_spreadsheets_of_other_countries_write(self):
        template = make_template("one")
        template.save()
        plan = planned(f"id;name\r\n{template.pk};Renommé\r\n".encode("utf-8-sig"))
        assert plan.changes[0].values == {"name": "Renommé"}

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"\xff\xfe\x00", "UTF-8"),
            (b"", "“id” is missing"),
            (b"name\nx\n", "“id” is missing"),
            (b"id,catgory\n", "catgory"),
            (b"id,name,name\n", "twice"),
            (b"id,name\nonly-one-cell\n", "Row 2 has 1 cells"),
            (b"id,name\nnonsense,x\n", "Row 2, id"),
            (b'{"templates": 3}', "Expected"),
            (b"[3]", "Row 1"),
            (b"[" * 100_000, "JSON"),
            (b'[{"name": "x"}]', "Row 1"),
            (rb'[{"name": "\ud800"}]', "half a character"),
            (rb'{"templates": [{"tags": ["fine", "\udfff"]}]}', "half a character"),
            (rb'[{"category": "\ud800"}]', "half a character"),
            (rb'[{"\ud800": "x"}]', "half a character"),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, data: bytes, said: str):
        with pytest.raises(MetadataError) as refusal:
            exchange.read_metadata(data)
        assert said in refusal.value.message

    @pytest.mark.parametrize(
        ("column", "value"),
        [("is_active", "perhaps"), ("tags", 5), ("tags", [5]), ("name", 5), ("category", ["gaming"])],
    )
    def test_names_the_row_and_the_field_of_a_wrong_value(self, column: str, value: Any):
        first, second = ({"id": str(new_id()), column: given} for given in ("yes", value))
        first.pop(column)
        with pytest.raises(MetadataError) as refusal:
            exchange.read_metadata(json.dumps([first, second]).encode())
        assert refusal.value.message.startswith(f"Row 2, {column}: ")

    def test_takes_each_template_once(self):
        same = {"id": str(new_id())}
        with pytest.raises(MetadataError, match="Row 3, id"):
            exchange.read_metadata(csv_of(same, same))


class TestPlan:
    def test_tells_what_would_change_and_changes_nothing(self):
        template = make_template("one", tags=["cake"])
        template.save()
        entry = {"id": template.pk, "tags": "cake, candle", "category": "food", "is_active": "no", "name": "One"}
        (change,) = planned(csv_of(entry)).changes
        told = {part.field: (part.former, part.new) for part in change.differences}
        assert told == {"tags": ("cake", "cake, candle"), "category": ("gaming", "food"), "is_active": ("yes", "no")}
        assert Template.objects.get().tags == ["cake"]

    def test_reads_neither_states_nor_counts(self):
        template = make_template("one")
        template.save()
        entry = {"id": template.pk, "status": "failed", "usage_count": 1000, "origin": "uploaded", "slug": "other"}
        assert planned(csv_of(entry)).changes == ()

    @pytest.mark.parametrize(
        ("column", "value"), [("category", "astrology"), ("category", ""), ("name", ""), ("tags", "x" * 41)]
    )
    def test_names_the_row_and_the_field_that_cannot_be(self, column: str, value: str):
        template = make_template("one")
        template.save()
        with pytest.raises(MetadataError) as refusal:
            planned(csv_of({"id": template.pk, column: value}))
        assert refusal.value.message.startswith(f"Row 2, {column}: ")

    def test_refuses_unknown_templates_and_counts_the_faults(self):
        with pytest.raises(MetadataError) as refusal:
            planned(csv_of({"id": new_id()}, {"id": new_id()}))
        assert refusal.value.message == "Row 2, id: There is no such template. There are 1 more like it."
        assert len(refusal.value.details["validation_errors"]) == 2

    def test_has_another_digest_when_the_bank_has_changed(self):
        template = make_template("one")
        template.save()
        data = csv_of({"id": template.pk, "name": "Other"})
        before = planned(data).digest
        assert planned(data).digest == before
        Template.objects.update(name="Changed meanwhile")
        assert planned(data).digest != before

    def test_asks_two_questions_for_any_number(self, django_assert_num_queries: Any):
        templates = [make_template(f"look-{number}") for number in range(20)]
        Template.objects.bulk_create(templates)
        rows = exchange.read_metadata(csv_of(*({"id": one.pk, "description": "new"} for one in templates)))
        with django_assert_num_queries(2):
            assert len(exchange.plan(rows).changes) == 20


class TestApply:
    def test_corrects_and_holds_like_a_correction_by_hand(self):
        first, second = findable(make_template("first"), make_template("second"))
        data = csv_of(
            {"id": first.pk, "name": "New Name", "tags": "a, b"}, {"id": second.pk, "name": "Second", "tags": ""}
        )
        assert exchange.apply(planned(data), by=keeper()) == 1
        changed = Template.objects.get(pk=first.pk)
        assert (changed.name, changed.tags, changed.corrected) == ("New Name", ["a", "b"], ["name", "tags"])
