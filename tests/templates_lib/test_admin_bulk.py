"""What staff do to many templates at once."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from common.storage import originals
from templates_lib.models import Analysis, Origin, Template
from tests.templates_lib.bank import findable, make_template
from tests.templates_lib.staff import keeper, with_original, with_preview

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

LIST = "admin:templates_lib_template_changelist"


@pytest.fixture
def staff(client: Client, db: Any) -> Client:
    client.force_login(keeper())
    return client


@pytest.fixture
def bank(categories: None) -> list[Template]:
    """A shipped look and an uploaded one."""
    shipped, uploaded = findable(make_template("shipped"), make_template("uploaded"))
    with_preview(shipped)
    with_original(uploaded)
    return list(Template.objects.order_by("slug"))


def run(client: Client, action: str, templates: list[Template], **more: str) -> Any:
    selected = [str(template.pk) for template in templates]
    return client.post(reverse(LIST), {"action": action, "_selected_action": selected, **more}, follow=True)


class TestBulkActions:
    @pytest.mark.parametrize(
        ("action", "said"), [("deactivate", "deactivated"), ("feature", "featured"), ("analyse", "analysed anew")]
    )
    def test_change_and_tell_the_history(self, staff: Client, bank: list[Template], action: str, said: str):
        run(staff, action, bank)
        assert {entry.get_change_message() for entry in LogEntry.objects.all()} == {said}

    @pytest.mark.parametrize("action", ["activate", "move", "export_csv", "delete_uploaded"])
    @pytest.mark.parametrize("chosen", ["xyz", "\x00"])
    def test_refuse_what_is_no_template(self, staff: Client, bank: list[Template], action: str, chosen: str):
        sent = {"action": action, "_selected_action": [str(bank[0].pk), chosen]}
        answer = staff.post(reverse(LIST), sent, follow=True)
        assert answer.redirect_chain == [(reverse(LIST), 302)]
        assert "Something else than templates was chosen; nothing was done." in answer.content.decode()
        assert Template.objects.count() == 2

    def test_undo_one_another(self, staff: Client, bank: list[Template]):
        for action in ("deactivate", "activate", "feature", "unfeature"):
            run(staff, action, bank)
        assert set(Template.objects.values_list("is_active", "is_featured")) == {(True, False)}

    def test_draw_previews_anew(self, staff: Client, bank: list[Template]):
        run(staff, "redraw", bank)
        assert set(Template.objects.values_list("preview", flat=True)) == {""}

    def test_analyse_only_what_has_an_original(self, staff: Client, bank: list[Template]):
        page = run(staff, "analyse", bank).content.decode()
        assert "1 waiting to be analysed anew." in page
        assert Analysis.objects.get().state == Analysis.State.QUEUED

    def test_say_that_shipped_looks_have_none(self, staff: Client, bank: list[Template]):
        shipped = [template for template in bank if template.origin == Origin.DESIGNED]
        assert "there is no original to analyse" in run(staff, "analyse", shipped).content.decode()

    def test_are_not_offered_to_who_may_only_look(self, client: Client, bank: list[Template]):
        client.force_login(keeper("view"))
        run(client, "deactivate", bank)
        assert Template.objects.filter(is_active=True).count() == 2
        offered = dict(client.get(reverse(LIST)).context["action_form"].fields["action"].choices)
        assert {"export_csv", "export_json"} <= set(offered)
        assert "delete_uploaded" not in offered

    def test_offer_no_deletion_that_knows_nothing_of_files(self, staff: Client, bank: list[Template]):
        offered = dict(staff.get(reverse(LIST)).context["action_form"].fields["action"].choices)
        assert "delete_selected" not in offered


class TestMoving:
    def test_asks_where_to_before_it_moves(self, staff: Client, bank: list[Template]):
        page = run(staff, "move", bank).content.decode()
        assert "2 templates will move" in page
        assert Template.objects.filter(category_id="food").count() == 0
        run(staff, "move", bank, category="food")
        assert Template.objects.filter(category_id="food", corrected=["category"]).count() == 2

    def test_takes_all_that_were_chosen_across_pages(self, staff: Client, bank: list[Template]):
        page = run(staff, "move", bank[:1], select_across="1").content.decode()
        assert 'name="select_across" value="1"' in page
        run(staff, "move", bank[:1], select_across="1", category="music")
        assert Template.objects.filter(category_id="music").count() == 2


class TestDeletingMany:
    def test_asks_first_and_leaves_what_ships(
        self, staff: Client, bank: list[Template], django_capture_on_commit_callbacks: Any
    ):
        key = Template.objects.get(slug="uploaded").original.key
        page = run(staff, "delete_uploaded", bank).content.decode()
        assert "1 uploaded template will be deleted" in page
        assert "1 of those you chose ships with Routix" in page
        assert Template.objects.count() == 2
        with django_capture_on_commit_callbacks(execute=True):
            run(staff, "delete_uploaded", bank, confirmed="yes")
        assert [template.slug for template in Template.objects.all()] == ["shipped"]
        assert not originals().exists(key)

    def test_deletes_nothing_that_ships(self, staff: Client, bank: list[Template]):
        run(staff, "delete_uploaded", [bank[0]], confirmed="yes")
        assert Template.objects.count() == 2


class TestExporting:
    @pytest.mark.parametrize(
        ("action", "media_type"), [("export_csv", "text/csv"), ("export_json", "application/json")]
    )
    def test_gives_a_file_of_the_chosen_ones(self, staff: Client, bank: list[Template], action: str, media_type: str):
        answer = run(staff, action, [bank[0]])
        assert answer["Content-Type"].startswith(media_type)
        assert "attachment" in answer["Content-Disposition"]
        assert str(bank[0].pk).encode() in answer.content
        assert str(bank[1].pk).encode() not in answer.content
