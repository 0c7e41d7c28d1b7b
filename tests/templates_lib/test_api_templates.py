"""The bank over HTTP: what everybody sees, what staff see, and what nobody else ever sees."""

import time
import uuid
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from common.storage import originals
from templates_lib.indexing.finding import index_templates
from templates_lib.models import Analysis, Category, Origin, Original, Status, Template
from templates_lib.search.spaces import open_space
from templates_lib.serializers.inputs import CorrectionInput
from templates_lib.services.curating import CORRECTABLE
from tests.accounts.people import as_json, client_of, fields_of
from tests.generation.api_rows import make_user
from tests.generation.openapi import assert_described
from tests.templates_lib.bank import findable, make_template
from tests.templates_lib.pictures import picture
from tests.templates_lib.staff import clerk, keeper, planted, secrets_of, with_original, with_preview

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

BANK = "/api/v1/templates"
PUBLIC = {"id", "name", "category", "tags", "preview_url", "traits", "usage_count", "status"}


@pytest.fixture
def client(categories: None) -> APIClient:
    """Somebody signed in."""
    return client_of(make_user())


@pytest.fixture
def staff(categories: None) -> APIClient:
    return client_of(keeper())


def saved(slug: str, **fields: Any) -> Template:
    template = make_template(slug, **fields)
    template.save()
    return template


def names_in(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["name"] for item in response.json()["data"]["items"]]


def told(response: Any) -> dict[str, Any]:
    """A failure without what differs from one request to the next."""
    error = response.json()["error"]
    return {name: error[name] for name in ("type", "message", "details")}


def queries_of(client: APIClient, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def streamed(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def headers_and_body(response: Any) -> bytes:
    body = streamed(response) if response.streaming else response.content
    return bytes(body) + str(response.headers).encode()


def findable_again(template: Template) -> None:
    open_space("local")
    index_templates([template])


class TestSecrecy:
    def routes(self, template: Template) -> list[str]:
        one = f"{BANK}/{template.pk}"
        searches = [f"{BANK}/search?query={words}" for words in ("boss+fight", "zqdescription+zqocrwords+zqfilename")]
        filters = "origin=uploaded&status=ready&is_active=true&fields=dna,original&expand=original"
        return [
            BANK,
            f"{BANK}?{filters}",
            *searches,
            one,
            f"{one}?expand=original",
            f"{one}/preview",
            f"{one}/original",
        ]

    @pytest.mark.parametrize("who", [make_user, clerk])
    def test_holds_for_everybody_who_may_not_see_templates(self, who: Any):
        template = planted()
        findable_again(template)
        reader, seen = client_of(who()), 0
        for url in self.routes(template):
            answer = headers_and_body(reader.get(url))
            assert [secret for secret in secrets_of(template) if secret in answer] == [], url
            seen += template.name.encode() in answer
        assert seen >= 5  # the list, twice, a search, and the template itself, twice

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_holds_in_refusals(self, client: APIClient, method: str):
        template = planted()
        answer = getattr(client, method)(f"{BANK}/{template.pk}", {"name": "x"}, format="json")
        assert answer.status_code == 403
        assert [secret for secret in secrets_of(template) if secret in headers_and_body(answer)] == []

    def test_ends_where_staff_begin(self, staff: APIClient):
        """The same eyes find secrets where they are allowed to stand, so that finding none above proves something."""
        template = planted()
        body = staff.get(f"{BANK}/{template.pk}").content
        shown = [secret for secret in secrets_of(template) if secret in body]
        assert {b"zqdescription", b"zqfilename", b"zqextras", b"zqevidence"} <= set(shown)
        hidden = (b"zqdocument", b"zqsample", b"zqfingerprint", b"zqocrwords")
        assert not set(hidden) & set(shown)
        assert Original.objects.get().key.encode() not in body

    def test_is_not_undone_by_a_filter_for_staff(self, client: APIClient):
        saved("designed-one")
        template = planted()
        uploaded = names_in(client.get(BANK, {"origin": "uploaded", "status": "failed", "is_active": "false"}))
        assert sorted(uploaded) == sorted(["Designed One", template.name])


@pytest.mark.parametrize("path", ["", "/search?query=cake", "/{id}", "/{id}/preview"])
def test_nothing_is_shown_to_the_signed_out(path: str):
    template = planted()
    answer = APIClient().get(f"{BANK}{path.format(id=template.pk)}")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


class TestTheList:
    def test_shows_what_is_in_use_and_nothing_but_what_is_public(self, client: APIClient):
        shown = with_preview(saved("shown", usage_count=3, traits=["left face"], tags=["cake"]))
        saved("retired", is_active=False)
        saved("waiting", status=Status.PENDING)
        saved("broken", status=Status.FAILED, failure="It broke.")
        data = assert_described(client.get(BANK), "templates")
        (item,) = data["items"]
        assert set(item) == PUBLIC
        assert item == {
            "id": str(shown.pk),
            "name": "Shown",
            "category": "gaming",
            "tags": ["cake"],
            "preview_url": item["preview_url"],
            "traits": ["left face"],
            "usage_count": 3,
            "status": "ready",
        }
        assert item["preview_url"].startswith(f"{BANK}/{shown.pk}/preview?v=")

    def test_is_the_public_one_for_staff_without_the_right(self):
        planted()
        (item,) = client_of(clerk()).get(BANK).json()["data"]["items"]
        assert set(item) == PUBLIC

    def test_is_the_public_one_for_whoever_has_the_right_but_is_no_staff(self):
        user = keeper()
        User.objects.filter(pk=user.pk).update(is_staff=False)
        planted()
        (item,) = client_of(User.objects.get(pk=user.pk)).get(BANK).json()["data"]["items"]
        assert set(item) == PUBLIC

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"category": "food"}, ["Cake"]),
            ({"category": "nothing"}, []),
            ({"has_face": "true"}, ["Duel"]),
            ({"has_face": "false"}, ["Cake"]),
            ({"has_text": "false"}, ["Cake"]),
            ({"has_logo": "true"}, ["Duel"]),
            ({"min_energy": "7"}, ["Duel"]),
            ({"max_energy": "6"}, ["Cake"]),
            ({"min_energy": "3", "max_energy": "8"}, ["Duel", "Cake"]),
            ({"colour": "dark blue"}, ["Duel"]),
            ({"featured": "true"}, ["Duel"]),
            ({"category": "gaming", "has_face": "true", "colour": "red"}, ["Duel"]),
        ],
    )
    def test_keeps_to_what_is_asked(self, client: APIClient, query: dict[str, str], names: list[str]):
        saved(
            "duel",
            has_face=True,
            has_text=True,
            has_logo=True,
            energy=8,
            colours=["red", "dark blue"],
            is_featured=True,
        )
        saved("cake", category=Category(slug="food"), has_face=False, has_text=False, energy=3, colours=["red"])
        assert names_in(client.get(BANK, query)) == names

    @pytest.mark.parametrize(
        ("sort_by", "names"),
        [
            ("featured", ["B", "C", "A"]),
            ("newest", ["C", "B", "A"]),
            ("oldest", ["A", "B", "C"]),
            ("name", ["A", "B", "C"]),
            ("most_used", ["C", "A", "B"]),
        ],
    )
    def test_has_the_order_that_is_asked(self, client: APIClient, sort_by: str, names: list[str]):
        saved("a", usage_count=5)
        saved("b", is_featured=True)
        saved("c", usage_count=9)
        assert names_in(client.get(BANK, {"sort_by": sort_by})) == names

    def test_goes_on_page_by_page(self, client: APIClient):
        for number in range(5):
            saved(f"look-{number}")
        pages = [client.get(BANK, {"sort_by": "name", "limit": 2, "offset": offset}) for offset in (0, 2, 4, 6)]
        assert [names_in(page) for page in pages] == [["Look 0", "Look 1"], ["Look 2", "Look 3"], ["Look 4"], []]
        assert {page.json()["data"]["total"] for page in pages} == {5}

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("category", "no such"),
            ("has_face", "perhaps"),
            ("min_energy", "0"),
            ("max_energy", "11"),
            ("min_energy", "x"),
            ("colour", "a\x00b"),
            ("colour", "x" * 21),
            ("featured", "2"),
            ("sort_by", "random"),
            ("status", "draft"),
            ("origin", "stolen"),
            ("limit", "0"),
            ("limit", "101"),
            ("offset", "-1"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, client: APIClient, field: str, value: str):
        answer = client.get(BANK, {field: value})
        assert_described(answer, "templates")
        assert fields_of(answer) == {field}

    def test_refuses_energies_the_wrong_way_round(self, client: APIClient):
        assert fields_of(client.get(BANK, {"min_energy": 6, "max_energy": 5})) == {"min_energy"}

    def test_asks_as_many_queries_for_many_as_for_one(self, client: APIClient):
        with_preview(saved("one"))
        few = queries_of(client, BANK)
        for number in range(20):
            with_preview(saved(f"look-{number}"))
        assert queries_of(client, f"{BANK}?limit=100") == few <= 3


class TestTheListForStaff:
    def test_shows_all_and_more_of_each(self, staff: APIClient):
        template = planted()
        saved("retired", is_active=False)
        saved("broken", status=Status.FAILED, failure="It broke.", category=None, dna={})
        data = assert_described(staff.get(BANK, {"sort_by": "oldest"}), "templates")
        first, retired, broken = data["items"]
        original = Original.objects.get()
        assert first["provenance"] == {
            "source": "zqsource",
            "licence": "zqlicence",
            "artist": "zqartist",
            "consent_note": "zqconsent",
        }
        assert first["origin"] == "uploaded"
        assert first["dna"] == template.dna
        assert first["analysis"]["state"] == "done"
        assert first["original"] | {"url": ""} == {
            "url": "",
            "width": 640,
            "height": 360,
            "bytes": original.bytes,
            "format": "jpeg",
            "file_name": "zqfilename.png",
            "fetched_from": "https://example.org/zqaddress.png",
            "uploaded_by": original.uploaded_by.username,
            "uploaded_at": first["original"]["uploaded_at"],
            "sha256": original.sha256,
        }
        assert (retired["is_active"], retired["original"], retired["analysis"]) == (False, None, None)
        assert (broken["status"], broken["failure"], broken["category"]) == ("failed", "It broke.", None)

    def test_is_for_whoever_may_change_too(self):
        planted()
        (item,) = client_of(keeper("change")).get(BANK).json()["data"]["items"]
        assert "original" in item

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"status": "pending"}, ["Waiting"]),
            ({"origin": "uploaded"}, ["Sent"]),
            ({"is_active": "false"}, ["Retired"]),
            ({"origin": "designed", "is_active": "true", "status": "ready"}, ["Used"]),
        ],
    )
    def test_takes_filters_of_its_own(self, staff: APIClient, query: dict[str, str], names: list[str]):
        saved("used")
        saved("retired", is_active=False)
        saved("waiting", status=Status.PENDING)
        saved("sent", origin=Origin.UPLOADED)
        assert names_in(staff.get(BANK, query)) == names

    def test_tells_which_look_alike(self, staff: APIClient):
        first, second, other = (saved(slug) for slug in ("first", "second", "other"))
        original = with_original(first, 1)
        with_original(second, 2, phash=original.phash ^ 0b111)
        with_original(other, 3)
        items = {item["name"]: item for item in staff.get(BANK).json()["data"]["items"]}
        assert items["First"]["near_duplicates"] == [{"template_id": str(second.pk), "name": "Second", "bits": 3}]
        assert items["Second"]["near_duplicates"] == [{"template_id": str(first.pk), "name": "First", "bits": 3}]
        assert items["Other"]["near_duplicates"] == []

    def test_tells_what_became_of_its_thumbnails(self, staff: APIClient):
        saved("rated", download_count=4, rating_count=2, rating_total=9)
        (item,) = staff.get(BANK).json()["data"]["items"]
        assert item["outcomes"] == {"downloads": 4, "rating_count": 2, "rating": 4.5}

    def test_asks_as_many_queries_for_many_as_for_one(self, staff: APIClient):
        with_original(saved("one"), 1)
        few = queries_of(staff, BANK)
        for number in range(12):
            with_original(saved(f"look-{number}"), 10 + number, uploaded_by=make_user())
        assert queries_of(staff, f"{BANK}?limit=100") == few <= 6


class TestOneTemplate:
    def test_is_shown_as_the_list_shows_it(self, client: APIClient):
        template = with_preview(saved("shown"))
        data = assert_described(client.get(f"{BANK}/{template.pk}"), "templates/{template_id}")
        assert data == client.get(BANK).json()["data"]["items"][0]

    def test_is_shown_to_staff_as_their_list_shows_it(self, staff: APIClient):
        template = planted()
        data = assert_described(staff.get(f"{BANK}/{template.pk}"), "templates/{template_id}")
        listed = staff.get(BANK).json()["data"]["items"][0]
        assert data["original"].pop("url").split("?")[0] == listed["original"].pop("url").split("?")[0]
        assert data == listed

    def test_that_is_not_in_use_is_like_one_that_does_not_exist(self, client: APIClient):
        hidden = [
            saved("retired", is_active=False),
            saved("waiting", status=Status.PENDING),
            saved("broken", status=Status.FAILED, failure="It broke."),
        ]
        answers = [client.get(f"{BANK}/{key}") for key in (uuid.uuid4(), *(template.pk for template in hidden))]
        assert {answer.status_code for answer in answers} == {404}
        assert all(told(answer) == told(answers[0]) for answer in answers)

    def test_is_shown_to_staff_whatever_its_state(self, staff: APIClient):
        assert staff.get(f"{BANK}/{saved('waiting', status=Status.PENDING).pk}").json()["data"]["status"] == "pending"
        assert staff.get(f"{BANK}/{uuid.uuid4()}").status_code == 404


class TestSearching:
    @pytest.fixture(autouse=True)
    def bank(self, categories: None) -> list[Template]:
        return findable(
            make_template("chocolate-cake", category=Category(slug="food"), tags=["cake", "dessert"], has_face=False),
            make_template("boss-fight", tags=["boss", "dragon"], energy=9),
            make_template("hidden-cake", category=Category(slug="food"), tags=["cake"], is_active=False),
        )

    def test_finds_the_best_first_and_says_why(self, client: APIClient):
        data = assert_described(client.get(f"{BANK}/search", {"query": "how to bake a cake"}), "templates/search")
        assert data["items"][0]["name"] == "Chocolate Cake"
        assert set(data["items"][0]) == PUBLIC | {"reasons"}
        assert "Hidden Cake" not in [item["name"] for item in data["items"]]
        assert (data["limit"], data["offset"], data["has_more"]) == (20, 0, False)
        assert data["total"] == len(data["items"])

    def test_tells_staff_how_it_was_found(self, staff: APIClient):
        data = assert_described(staff.get(f"{BANK}/search", {"query": "cake"}), "templates/search")
        best = data["items"][0]
        assert best["name"] == "Chocolate Cake"
        assert best["score"] > 0
        assert best["ranks"]
        assert best["provenance"]["artist"] == "nobody"

    def test_keeps_to_facets(self, client: Any):
        assert "Chocolate Cake" not in names_in(client.get(f"{BANK}/search", {"query": "cake", "category": "gaming"}))
        assert names_in(client.get(f"{BANK}/search", {"query": "boss", "min_energy": 9})) == ["Boss Fight"]
        assert "Boss Fight" not in names_in(client.get(f"{BANK}/search", {"query": "boss", "has_face": "false"}))

    def test_goes_on_page_by_page(self, client: APIClient):
        every = names_in(client.get(f"{BANK}/search", {"query": "boss cake"}))
        pages = [
            client.get(f"{BANK}/search", {"query": "boss cake", "limit": 1, "offset": number}) for number in (0, 1)
        ]
        assert [name for page in pages for name in names_in(page)] == every[:2]
        assert pages[0].json()["data"]["has_more"] is (len(every) > 1)

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({}, "query"),
            ({"query": ""}, "query"),
            ({"query": "   "}, "query"),
            ({"query": "x" * 501}, "query"),
            ({"query": "a\x00b"}, "query"),
            ({"query": "cake", "limit": "51"}, "limit"),
            ({"query": "cake", "limit": "0"}, "limit"),
            ({"query": "cake", "offset": "-1"}, "offset"),
            ({"query": "cake", "min_energy": "11"}, "min_energy"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, client: APIClient, query: dict[str, str], field: str):
        answer = client.get(f"{BANK}/search", query)
        assert_described(answer, "templates/search")
        assert fields_of(answer) == {field}

    @pytest.mark.parametrize("query", ["!!!", "🎂", "کیک", "' OR 1=1 --", "a" * 500, "cake:* & !(", "%"])
    def test_takes_any_words(self, client: APIClient, query: str):
        assert_described(client.get(f"{BANK}/search", {"query": query}), "templates/search")

    def test_asks_as_many_queries_for_many_as_for_few(self, staff: APIClient):
        url = f"{BANK}/search?query=cake+party&limit=50"
        queries_of(staff, url)
        few = queries_of(staff, url)
        findable(*(make_template(f"cake-{number}", tags=["cake"]) for number in range(10)))
        queries_of(staff, url)
        assert queries_of(staff, url) == few


class TestThePreview:
    def test_is_sent_with_a_tag_of_its_content(self, client: APIClient):
        template = with_preview(saved("shown"), b"RIFF0000WEBPthe picture")
        answer = client.get(f"{BANK}/{template.pk}/preview", HTTP_ACCEPT="image/webp")
        assert (answer.status_code, answer.content) == (200, b"RIFF0000WEBPthe picture")
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
        assert answer["Cache-Control"].startswith("private, max-age=")
        again = client.get(f"{BANK}/{template.pk}/preview", HTTP_IF_NONE_MATCH=answer["ETag"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])

    def test_has_another_address_when_it_was_drawn_anew(self, client: APIClient):
        template = with_preview(saved("shown"))
        former = client.get(f"{BANK}/{template.pk}").json()["data"]["preview_url"]
        with_preview(template, b"RIFF0000WEBPanother")
        address = client.get(f"{BANK}/{template.pk}").json()["data"]["preview_url"]
        assert address != former
        assert client.get(address).content == b"RIFF0000WEBPanother"

    def test_is_missing_until_it_is_drawn(self, client: APIClient):
        template = saved("bare")
        assert client.get(f"{BANK}/{template.pk}").json()["data"]["preview_url"] is None
        assert client.get(f"{BANK}/{template.pk}/preview").status_code == 404

    def test_is_missing_when_its_file_is(self, client: APIClient):
        template = with_preview(saved("lost"))
        default_storage.delete(template.preview.name)
        assert client.get(f"{BANK}/{template.pk}/preview").status_code == 404

    def test_of_what_is_not_in_use_is_for_staff(self, client: APIClient, staff: APIClient):
        template = with_preview(saved("retired", is_active=False))
        assert client.get(f"{BANK}/{template.pk}/preview").status_code == 404
        assert staff.get(f"{BANK}/{template.pk}/preview").status_code == 200


class TestTheOriginal:
    @pytest.fixture
    def chief(self, categories: None) -> User:
        return keeper()

    @pytest.fixture
    def address(self, chief: User) -> str:
        template = planted()
        return str(client_of(chief).get(f"{BANK}/{template.pk}").json()["data"]["original"]["url"])

    def test_is_sent_to_the_one_it_was_signed_for(self, chief: User, address: str):
        answer = client_of(chief).get(address, HTTP_ACCEPT="image/avif,image/webp")
        assert answer.status_code == 200
        assert streamed(answer) == picture(1)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        original = Original.objects.get()
        assert not [word for word in (original.key, original.sha256, "zqfilename") if word in str(answer.headers)]
        assert "Content-Disposition" not in answer.headers

    def test_is_sent_to_a_session_too(self, chief: User, address: str):
        browser = Client()
        browser.force_login(chief)
        answer = browser.get(address)
        assert answer.status_code == 200
        assert streamed(answer) == picture(1)

    def test_is_nothing_to_anybody_else(self, address: str):
        for user in (None, make_user(), clerk(), keeper()):
            answer = client_of(user).get(address)
            assert (answer.status_code, told(answer)["type"]) == (404, "not_found")

    @pytest.mark.parametrize("change", ["none", "empty", "cut", "longer", "another"])
    def test_needs_its_signature(self, chief: User, address: str, change: str):
        path, _, signature = address.partition("?signature=")
        other = saved("other")
        with_original(other, 5)
        changed = {
            "none": path,
            "empty": f"{path}?signature=",
            "cut": address[:-1],
            "longer": f"{path}?signature={signature.replace('300.', '9999.', 1)}",
            "another": f"{BANK}/{other.pk}/original?signature={signature}",
        }[change]
        assert client_of(chief).get(changed).status_code == 404

    def test_expires_after_five_minutes(self, chief: User, address: str, monkeypatch: pytest.MonkeyPatch):
        now = time.time()
        bearer = client_of(chief)
        monkeypatch.setattr("django.core.signing.time.time", lambda: now + 290)
        assert streamed(bearer.get(address)) == picture(1)
        monkeypatch.setattr("django.core.signing.time.time", lambda: now + 310)
        assert bearer.get(address).status_code == 404

    def test_is_nothing_to_one_who_is_staff_no_more(self, chief: User, address: str):
        User.objects.filter(pk=chief.pk).update(is_staff=False)
        assert client_of(User.objects.get(pk=chief.pk)).get(address).status_code == 404

    def test_is_missing_when_its_file_or_its_row_is(self, chief: User, address: str):
        originals().delete(Original.objects.get().key)
        assert client_of(chief).get(address).status_code == 404
        Original.objects.all().delete()
        assert client_of(chief).get(address).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("put", "/{id}"), ("patch", "/{id}"), ("delete", "/{id}"), ("post", "/{id}/analyse"), ("post", "/upload")],
)
class TestStaffOperations:
    def ask(self, user: User | None, method: str, path: str, template_id: uuid.UUID) -> Any:
        return getattr(client_of(user), method)(f"{BANK}{path.format(id=template_id)}", {}, format="json")

    def test_refuse_the_signed_out(self, method: str, path: str):
        assert self.ask(None, method, path, planted().pk).status_code == 401

    def test_refuse_everybody_without_the_right(self, method: str, path: str):
        template = planted()
        lacking = [make_user(), clerk(), keeper("view"), keeper("add" if path != "/upload" else "change")]
        for user in lacking:
            for template_id in (template.pk, uuid.uuid4()):
                answer = self.ask(user, method, path, template_id)
                assert (answer.status_code, told(answer)["type"]) == (403, "forbidden")
        assert Template.objects.filter(pk=template.pk).exists()

    def test_know_no_template_that_does_not_exist(self, method: str, path: str):
        answer = self.ask(keeper(), method, path, uuid.uuid4())
        assert answer.status_code == (422 if path == "/upload" else 404)


class TestCorrecting:
    def test_takes_what_staff_set_by_hand_and_nothing_else(self):
        assert set(CorrectionInput().fields) == set(CORRECTABLE)

    @pytest.mark.parametrize("method", ["put", "patch"])
    def test_sets_what_is_sent_and_leaves_the_rest(self, staff: APIClient, method: str):
        template = planted()
        findable_again(template)
        changes = {"name": "Cake Day", "category": "food", "tags": ["Cake", "dessert "], "is_featured": True}
        answer = getattr(staff, method)(f"{BANK}/{template.pk}", changes, format="json")
        data = assert_described(answer, "templates/{template_id}")
        assert (data["name"], data["category"], data["tags"], data["is_featured"]) == (
            "Cake Day",
            "food",
            ["cake", "dessert"],
            True,
        )
        assert (data["description"], data["corrected"]) == ("zqdescription", ["name", "category", "tags"])
        assert LogEntry.objects.filter(object_id=str(template.pk)).exists()
        assert names_in(staff.get(f"{BANK}/search", {"query": "cake"}))[0] == "Cake Day"

    def test_can_take_one_out_of_use(self, client: APIClient, staff: APIClient):
        template = planted()
        findable_again(template)
        assert staff.patch(f"{BANK}/{template.pk}", {"is_active": False}, format="json").status_code == 200
        assert client.get(f"{BANK}/{template.pk}").status_code == 404

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "x" * 81}, "name"),
            ({"name": "\ud800"}, "name"),
            ({"category": "nothing"}, "category"),
            ({"category": None}, "category"),
            ({"tags": ["x" * 41]}, "tags.0"),
            ({"tags": [f"tag {number}" for number in range(31)]}, "tags"),
            ({"tags": "cake"}, "tags"),
            ({"licence": "  "}, "licence"),
            ({"consent_note": ""}, "consent_note"),
            ({"is_active": "perhaps"}, "is_active"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, staff: APIClient, changes: dict[str, Any], field: str):
        template = planted()
        body = as_json(changes)
        answer = staff.patch(f"{BANK}/{template.pk}", body, content_type="application/json")
        assert_described(answer, "templates/{template_id}")
        assert fields_of(answer) == {field}
        assert Template.objects.get().name == "Crimson Duel"


class TestAnalysingAnew:
    def test_puts_it_into_the_queue_and_leaves_it_in_use(self, client: APIClient, staff: APIClient):
        template = planted()
        answer = staff.post(f"{BANK}/{template.pk}/analyse")
        data = assert_described(answer, "templates/{template_id}/analyse")
        assert (answer.status_code, data["status"], data["analysis"]["state"]) == (202, "ready", "queued")
        assert Analysis.objects.get().state == "queued"
        assert client.get(f"{BANK}/{template.pk}").status_code == 200

    def test_is_not_for_a_look_that_was_designed(self, staff: APIClient):
        answer = staff.post(f"{BANK}/{saved('designed').pk}/analyse")
        assert (answer.status_code, told(answer)["type"]) == (409, "no_original")


class TestDeleting:
    def test_takes_the_rows_and_the_files(self, staff: APIClient, django_capture_on_commit_callbacks: Any):
        template = planted()
        key, preview = Original.objects.get().key, template.preview.name
        with django_capture_on_commit_callbacks(execute=True):
            answer = staff.delete(f"{BANK}/{template.pk}")
        assert_described(answer, "templates/{template_id}")
        assert answer.status_code == 200
        assert not Template.objects.exists()
        assert not Original.objects.exists()
        assert not originals().exists(key)
        assert not default_storage.exists(preview)
        assert LogEntry.objects.get().object_repr == "Crimson Duel"
        assert staff.delete(f"{BANK}/{template.pk}").status_code == 404

    def test_leaves_the_files_of_others(self, staff: APIClient, django_capture_on_commit_callbacks: Any):
        template, other = planted(), saved("other")
        kept = with_original(other, 7)
        default_storage.save("templates/other.webp", ContentFile(b"x"))
        with django_capture_on_commit_callbacks(execute=True):
            staff.delete(f"{BANK}/{template.pk}")
        assert originals().exists(kept.key)
        assert default_storage.exists("templates/other.webp")

    def test_is_refused_for_a_look_that_ships(self, staff: APIClient):
        template = saved("shipped")
        answer = staff.delete(f"{BANK}/{template.pk}")
        assert (answer.status_code, told(answer)["type"]) == (409, "shipped_template")
        assert Template.objects.filter(pk=template.pk).exists()

    def test_ends_a_search_that_was_kept(
        self, client: APIClient, staff: APIClient, django_capture_on_commit_callbacks: Any
    ):
        template = planted()
        with django_capture_on_commit_callbacks(execute=True):
            findable_again(template)
        assert names_in(client.get(f"{BANK}/search", {"query": "boss fight"})) == ["Crimson Duel"]
        with django_capture_on_commit_callbacks(execute=True):
            staff.delete(f"{BANK}/{template.pk}")
        assert names_in(client.get(f"{BANK}/search", {"query": "boss fight"})) == []
