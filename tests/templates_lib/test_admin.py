"""The list and the page of templates as staff see them."""

from datetime import timedelta
from typing import Any, cast

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canvas import reading
from canvas.dna import DesignDNA
from common.storage import originals
from templates_lib.admin.dna_table import dna_table
from templates_lib.admin.overlay import overlay_of
from templates_lib.models import Analysis, Original, Status, Template
from tests.generation.api_rows import make_user
from tests.templates_lib.bank import DNA, findable, make_template
from tests.templates_lib.pictures import SIZE, pixels
from tests.templates_lib.staff import clerk, keeper, planted, with_original, with_preview

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

LIST = "admin:templates_lib_template_changelist"


def address(name: str, template: Template) -> str:
    return reverse(f"admin:templates_lib_template_{name}", args=[template.pk])


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def staff(client: Client, db: Any) -> Client:
    client.force_login(keeper())
    return client


def slugs_listed(client: Client, query: str) -> set[str]:
    changelist = client.get(f"{reverse(LIST)}?{query}").context["cl"]
    return {template.slug for template in changelist.result_list}


def form_of(client: Client, template: Template, **changes: str) -> dict[str, str]:
    """What a browser would send of the page's form, hidden fields included."""
    form = client.get(address("change", template)).context["adminform"].form
    sent = {}
    for field in form:
        value = field.value()
        shown = field.field.prepare_value(value) if value is not None else ""
        if shown is not False:
            sent[field.html_name] = str(shown)
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = str(shown)
    return {**sent, **changes}


class TestTheList:
    def test_shows_pictures_and_no_storage_key(self, staff: Client):
        template = planted()
        page = page_of(staff, reverse(LIST))
        assert f'src="{address("picture", template)}' in page
        assert f'data-original="{address("original", template)}?width=320"' in page
        assert str(template.preview.name) not in page
        assert template.original.key not in page

    def test_tells_use_and_success(self, staff: Client):
        lately = timezone.now() - timedelta(hours=3)
        make_template(
            "liked", usage_count=8, download_count=6, rating_count=4, rating_total=18, last_used_at=lately
        ).save()
        page = page_of(staff, reverse(LIST))
        for told in ("8×", "75% downloaded", "★ 4.5 from 4", "3\xa0hours ago"):
            assert told in page

    def test_asks_as_many_questions_for_many_rows_as_for_one(self, staff: Client, django_assert_num_queries: Any):
        with_original(findable(make_template("first"))[0])
        staff.get(reverse(LIST))
        with CaptureQueriesContext(connection) as counted:
            staff.get(reverse(LIST))
        asked = len(counted)
        assert asked <= 16
        for number in range(15):
            look = make_template(f"look-{number}", tags=["one", "two"], usage_count=3)
            look.save()
            with_original(look, seed=number + 10)
        with django_assert_num_queries(asked):
            staff.get(reverse(LIST))

    def test_marks_a_category_that_is_a_guess_until_it_is_confirmed(self, staff: Client):
        template = planted()
        Analysis.objects.update(evidence={"category": {"confidence": 0.2, "source": "default"}})
        assert "a guess" in page_of(staff, reverse(LIST))
        assert slugs_listed(staff, "guessed=yes") == {"zqslug"}
        Template.objects.filter(pk=template.pk).update(corrected=["category"])
        assert "a guess" not in page_of(staff, reverse(LIST))
        assert slugs_listed(staff, "guessed=yes") == set()

    def test_finds_near_duplicates(self, staff: Client):
        for slug, seed in (("one", 1), ("same", 1), ("other", 2)):
            look = make_template(slug)
            look.save()
            with_original(look, seed=seed, sha256=slug)
        assert slugs_listed(staff, "near=yes") == {"one", "same"}

    def test_finds_what_is_never_used_and_what_is_dead(self, staff: Client):
        Template.objects.bulk_create([make_template("new"), make_template("old"), make_template("used", usage_count=1)])
        Template.objects.filter(slug="old").update(created_at=timezone.now() - timedelta(days=61))
        assert slugs_listed(staff, "use=never") == {"new", "old"}
        assert slugs_listed(staff, "use=dead") == {"old"}

    def test_searches_names_and_tags(self, staff: Client):
        Template.objects.bulk_create([make_template("cake", tags=["dessert"]), make_template("duel")])
        assert slugs_listed(staff, "q=desser") == {"cake"}

    @pytest.mark.parametrize(
        "query",
        [
            *("status__exact=%00", "category__slug__exact=%00", "licence=%00", "tags=1", "is_active__exact=perhaps"),
            *("id=xyz", "e=1&licence=%00"),
        ],
    )
    def test_goes_back_to_all_from_a_question_that_cannot_be_asked(self, staff: Client, query: str):
        planted()
        answer = staff.get(f"{reverse(LIST)}?{query}", follow=True)
        assert answer.redirect_chain == [(reverse(LIST), 302)]
        assert "This address asks for what can’t be." in answer.content.decode()
        assert "Crimson Duel" in answer.content.decode()

    def test_shows_how_far_an_analysis_is(self, staff: Client):
        template = planted()
        Template.objects.update(status=Status.PENDING)
        Analysis.objects.update(
            state="running", step="reading", progress=40, run_id=template.pk, lease_until=timezone.now()
        )
        page = page_of(staff, reverse(LIST))
        assert "Reading the picture" in page
        assert 'value="40"' in page

    def test_is_for_staff_who_may_see_templates(self, client: Client):
        assert client.get(reverse(LIST)).status_code == 302
        client.force_login(clerk())
        assert client.get(reverse(LIST)).status_code == 403


class TestTheStates:
    def test_are_told_in_one_question_and_pass_over_the_unknown(self, staff: Client, django_assert_num_queries: Any):
        template = planted()
        url = f"{reverse('admin:templates_lib_template_states')}?id={template.pk}&id=nonsense&id={make_user().pk}"
        staff.get(url)
        with django_assert_num_queries(5):  # session, user, two of rights, then the one
            answer = staff.get(url)
        (told,) = answer.json()["templates"]
        assert (told["id"], told["said"], told["is_final"]) == (str(template.pk), "Ready", True)

    def test_say_why_something_failed(self, staff: Client):
        planted()
        Template.objects.update(status=Status.FAILED, failure="The original's file is damaged.")
        (told,) = staff.get(f"{reverse('admin:templates_lib_template_states')}?id={Template.objects.get().pk}").json()[
            "templates"
        ]
        assert (told["colour"], told["detail"]) == ("danger", "The original's file is damaged.")

    def test_are_refused_to_staff_who_may_not_see_templates(self, client: Client):
        client.force_login(clerk())
        assert client.get(reverse("admin:templates_lib_template_states")).status_code == 403


class TestThePage:
    def test_draws_what_was_measured_over_the_original(self, staff: Client):
        template = planted()
        found = reading.read_picture(pixels(1))
        Original.objects.update(reading=reading.to_json(found))
        page = page_of(staff, address("change", template))
        assert f'viewBox="0 0 {SIZE[0]} {SIZE[1]}"' in page
        assert f'src="{address("original", template)}"' in page
        for swatch in found.swatches:
            assert f'fill="{swatch.colour}"' in page

    def test_opens_although_a_reading_is_of_an_older_version(self, staff: Client):
        template = planted()
        assert "Nothing is measured yet" in page_of(staff, address("change", template))

    def test_tells_the_way_from_picture_to_look(self, staff: Client):
        template = planted()
        page = page_of(staff, address("change", template))
        for told in ("zqfilename.png", "https://example.org/zqaddress.png", "0.80 s", "90% sure", "zqfailure"):
            assert told in page

    def test_shows_near_duplicates_with_their_bits(self, staff: Client):
        template = planted()
        twin = make_template("twin", name="The Twin")
        twin.save()
        with_original(twin, seed=1, sha256="other")
        page = page_of(staff, address("change", template))
        assert "The Twin" in page
        assert "0 bits, 100% alike" in page

    def test_says_what_is_read_only_where_nothing_may_be_changed(self, client: Client):
        template = planted()
        client.force_login(keeper("view"))
        page = page_of(client, address("change", template))
        assert 'name="name"' not in page
        assert "Analyse the picture anew" not in page


class TestCorrecting:
    def test_goes_through_the_service_and_its_history(self, staff: Client):
        (template,) = findable(make_template("neon", tags=["old"]))
        staff.post(address("change", template), form_of(staff, template, tags="cake, Candle", category="food"))
        changed = Template.objects.get()
        assert (changed.tags, changed.category_id) == (["cake", "candle"], "food")
        assert changed.corrected == ["category", "tags"]
        (entry,) = LogEntry.objects.all()
        assert entry.get_change_message() == "category: Gaming → Food; tags: old → cake, candle"

    def test_holds_nothing_that_an_analysis_changed_while_the_page_was_open(self, staff: Client):
        (template,) = findable(make_template("neon", name="New look"))
        sent = form_of(staff, template, description="Loud.")
        Template.objects.update(name="Crimson Duel", tags=["duel"])
        staff.post(address("change", template), sent)
        changed = Template.objects.get()
        assert (changed.name, changed.tags, changed.description) == ("Crimson Duel", ["duel"], "Loud.")
        assert changed.corrected == []

    def test_confirms_a_category_that_was_a_guess(self, staff: Client):
        template = planted()
        Analysis.objects.update(evidence={"category": {"confidence": 0.2, "source": "default"}})
        findable()
        staff.post(address("change", template), form_of(staff, template, category_is_right="on"))
        assert Template.objects.get().corrected == ["category"]

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("category", "", "A template that is in use needs one."),
            ("tags", "x" * 41, "At most 30 tags of at most 40 characters."),
            ("source", " ", "This field is required."),
        ],
    )
    def test_says_at_the_field_what_cannot_be(self, staff: Client, field: str, value: str, said: str):
        (template,) = findable(make_template("neon"))
        answer = staff.post(address("change", template), form_of(staff, template, **{field: value}))
        assert answer.context["adminform"].form.errors[field] == [said]
        assert not LogEntry.objects.exists()

    def test_shows_the_history_on_its_page(self, staff: Client):
        (template,) = findable(make_template("neon"))
        staff.post(address("change", template), form_of(staff, template, name="Neon Duel"))
        assert "name: Neon → Neon Duel" in page_of(staff, address("history", template))


class TestDeleting:
    def test_takes_an_uploaded_one_with_its_files(self, staff: Client, django_capture_on_commit_callbacks: Any):
        template = planted()
        key, preview = template.original.key, str(template.preview.name)
        with django_capture_on_commit_callbacks(execute=True):
            staff.post(address("delete", template), {"post": "yes"})
        assert not Template.objects.exists()
        assert (originals().exists(key), default_storage.exists(preview)) == (False, False)
        assert LogEntry.objects.count() == 1

    def test_is_not_for_looks_that_ship(self, staff: Client):
        template = make_template("shipped")
        template.save()
        assert staff.post(address("delete", template), {"post": "yes"}).status_code == 403


class TestServePicture:
    def test_gives_staff_the_bytes_and_no_key(self, staff: Client):
        template = make_template("neon")
        template.save()
        answer = staff.get(address("picture", with_preview(template)))
        assert b"".join(cast("Any", answer).streaming_content)[8:12] == b"WEBP"
        assert answer["Content-Type"] == "image/webp"
        assert "private" in answer["Cache-Control"]
        assert "templates/" not in str(answer.headers)

    def test_knows_no_picture_that_is_not_drawn_yet(self, staff: Client):
        template = make_template("bare")
        template.save()
        assert staff.get(address("picture", template)).status_code == 404


class TestServeOriginal:
    def test_gives_staff_the_bytes_for_nobody_to_keep(self, staff: Client):
        template = planted()
        answer = staff.get(address("original", template))
        assert answer.content.startswith(b"\xff\xd8\xff")
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
        assert not [secret for secret in (template.original.key, "zqfilename") if secret in str(answer.headers)]

    def test_gives_a_small_one_of_one_width_only(self, staff: Client):
        template = planted()
        small = staff.get(address("original", template) + "?width=320")
        assert len(small.content) < len(staff.get(address("original", template)).content)
        assert staff.get(address("original", template) + "?width=321").status_code == 404

    def test_answers_404_when_the_file_is_gone(self, staff: Client):
        template = planted()
        originals().delete(template.original.key)
        assert staff.get(address("original", template)).status_code == 404


@pytest.mark.parametrize("name", ["picture", "original"])
class TestThePictures:
    def test_are_nothing_for_strangers_and_users(self, client: Client, name: str):
        template = planted()
        assert client.get(address(name, template)).status_code == 302
        client.force_login(make_user())
        assert client.get(address(name, template)).status_code == 302

    def test_are_refused_to_staff_who_may_not_see_templates(self, client: Client, name: str):
        template = planted()
        client.force_login(clerk())
        assert client.get(address(name, template)).status_code == 403


class TestDnaTable:
    def test_leaves_no_trait_out(self):
        told = sum(len(group.facts) for group in dna_table(DNA))
        palette_and_extras = 2
        assert told == len(DesignDNA.__dataclass_fields__) - palette_and_extras + len(DNA.palette.__dict__)


class TestOverlay:
    def test_stands_in_pixels_of_the_original(self):
        found = reading.read_picture(pixels(3))
        overlay = overlay_of(reading.to_json(found))
        assert overlay is not None
        assert (overlay.width, overlay.height) == SIZE
        assert overlay.focus == (found.subject.focus[0] * SIZE[0], found.subject.focus[1] * SIZE[1])
        assert sum(share for _, share in overlay.swatches) == pytest.approx(1, abs=0.05)

    def test_is_none_where_nothing_was_read(self):
        assert overlay_of({}) is None
