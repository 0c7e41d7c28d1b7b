"""The studio's pages: signed out, somebody else's, invalid, success."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import BrandAsset, User
from billing.selectors import available_credits, balance_of
from generation.models import Algorithm, Generation, Status
from tests.generation.api_rows import (
    make_algorithm,
    make_generation,
    make_result,
    make_user,
    picture_bytes,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def algorithm() -> Algorithm:
    return make_algorithm(is_default=True, features=["text_overlay", "face_swap"])


def text(response: Any) -> str:
    return str(response.content.decode())


class TestHome:
    def test_offers_sign_up_to_strangers(self) -> None:
        response = Client().get("/")
        assert response.status_code == 200
        assert f'action="{reverse("signup")}"' in text(response)
        assert "data-composer" not in text(response)

    def test_shows_the_form_the_price_and_the_credits(self, page: Client, algorithm: Algorithm) -> None:
        body = text(page.get("/"))
        assert "10 credits" in body
        assert f'value="{algorithm.slug}"' in body
        assert "Your thumbnail appears here" in body

    def test_shows_what_is_being_made(self, page: Client, user: User, algorithm: Algorithm) -> None:
        running = make_generation(user, algorithm, status=Status.PROCESSING, stage="rendering", progress=45)
        body = text(page.get("/"))
        assert f'data-live-generation="{running.pk}"' in body
        assert 'value="45"' in body

    def test_speaks_persian_from_right_to_left(self, page: Client, algorithm: Algorithm) -> None:
        body = text(page.get("/", headers={"Accept-Language": "fa"}))
        assert '<html lang="fa" dir="rtl">' in body
        assert "ویدیوی شما دربارهٔ چیست؟" in body

    def test_is_not_kept_by_shared_caches(self, page: Client, algorithm: Algorithm) -> None:
        assert "private" in page.get("/").headers["Cache-Control"]

    def test_asks_the_database_the_same_number_of_times_for_any_history(
        self, page: Client, user: User, algorithm: Algorithm, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(13):
            make_result(user, algorithm)
        with django_assert_max_num_queries(9):
            page.get("/")


class TestCreate:
    def test_leads_strangers_to_the_sign_in_page(self, algorithm: Algorithm) -> None:
        plain = Client().post(reverse("studio-create"), {"prompt": "x"})
        assert plain.headers["Location"].startswith(reverse("login"))
        scripted = Client().post(reverse("studio-create"), {"prompt": "x"}, headers=HTMX)
        assert scripted.headers["HX-Redirect"] == reverse("login")
        assert not Generation.objects.exists()

    def test_refuses_a_form_without_the_csrf_token(self, user: User, algorithm: Algorithm) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        assert client.post(reverse("studio-create"), {"prompt": "x"}).status_code == 403

    def test_shows_the_new_generation_and_fewer_credits(self, page: Client, user: User, algorithm: Algorithm) -> None:
        response = page.post(reverse("studio-create"), {"prompt": "How black holes work"}, headers=HTMX)
        made = Generation.objects.get(owner=user)
        assert response.status_code == 200
        assert response.headers["HX-Push-Url"] == reverse("studio-generation", args=[made.pk])
        assert f'data-live-generation="{made.pk}"' in text(response)
        assert "9 credits" in text(response)
        assert made.algorithm == algorithm

    def test_works_without_scripts(self, page: Client, user: User, algorithm: Algorithm) -> None:
        response = page.post(reverse("studio-create"), {"prompt": "How black holes work"})
        made = Generation.objects.get(owner=user)
        assert response.headers["Location"] == reverse("studio-generation", args=[made.pk])
        assert '<meta http-equiv="refresh"' in text(page.get(response.headers["Location"]))

    def test_counts_a_line_end_once(self, page: Client, user: User, algorithm: Algorithm) -> None:
        page.post(reverse("studio-create"), {"prompt": "a\r\n" * 999 + "bc"}, headers=HTMX)
        assert Generation.objects.get(owner=user).prompt == "a\n" * 999 + "bc"

    @pytest.mark.parametrize("prompt", ["", "   ", "…!", "x" * 2001])
    def test_says_what_is_wrong_beside_the_form(self, page: Client, algorithm: Algorithm, prompt: str) -> None:
        response = page.post(reverse("studio-create"), {"prompt": prompt}, headers=HTMX)
        assert response.status_code == 422
        assert response.headers["HX-Retarget"] == "#composer-errors"
        assert 'role="alert"' in text(response)
        assert not Generation.objects.exists()

    def test_keeps_what_was_written_when_it_is_refused_without_scripts(
        self, page: Client, algorithm: Algorithm
    ) -> None:
        response = page.post(reverse("studio-create"), {"prompt": "x" * 2001, "custom_text": "<b>MINE"})
        assert response.status_code == 422
        assert "&lt;b&gt;MINE" in text(response)

    def test_names_the_price_when_credits_are_short(self, page: Client, user: User) -> None:
        dear = make_algorithm(credit_cost=11)
        response = page.post(reverse("studio-create"), {"prompt": "x y", "algorithm": dear.slug}, headers=HTMX)
        assert response.status_code == 402
        assert "You have 10 credits left, and this costs 11." in text(response)
        assert available_credits(user) == 10

    def test_places_an_attached_photo(self, page: Client, user: User, algorithm: Algorithm) -> None:
        photo = SimpleUploadedFile("me.jpg", picture_bytes(320, 240), content_type="image/jpeg")
        page.post(reverse("studio-create"), {"prompt": "My trip", "photo": photo}, headers=HTMX)
        made = Generation.objects.get(owner=user)
        assert made.face_asset is not None
        assert made.face_asset.owner == user

    def test_keeps_the_same_photo_once(self, page: Client, user: User, algorithm: Algorithm) -> None:
        for _ in range(2):
            photo = SimpleUploadedFile("me.jpg", picture_bytes(320, 240), content_type="image/jpeg")
            page.post(reverse("studio-create"), {"prompt": "My trip", "photo": photo}, headers=HTMX)
        assert Generation.objects.filter(owner=user).count() == 2
        assert BrandAsset.objects.filter(owner=user).count() == 1

    def test_keeps_no_photo_of_a_refused_request(self, page: Client, user: User, algorithm: Algorithm) -> None:
        photo = SimpleUploadedFile("me.jpg", picture_bytes(320, 240), content_type="image/jpeg")
        response = page.post(reverse("studio-create"), {"prompt": " ", "photo": photo}, headers=HTMX)
        assert response.status_code == 422
        assert not BrandAsset.objects.exists()

    def test_refuses_what_is_no_picture(self, page: Client, algorithm: Algorithm) -> None:
        photo = SimpleUploadedFile("me.jpg", b"MZ not a picture", content_type="image/jpeg")
        response = page.post(reverse("studio-create"), {"prompt": "My trip", "photo": photo}, headers=HTMX)
        assert 400 <= response.status_code < 500
        assert 'role="alert"' in text(response)
        assert not Generation.objects.exists()


class TestStage:
    def test_is_not_shown_to_others(self, page: Client, algorithm: Algorithm) -> None:
        foreign = make_result(make_user(), algorithm)
        theirs = page.get(reverse("studio-stage", args=[foreign.pk]), headers=HTMX)
        nobodys = page.get(reverse("studio-stage", args=[uuid.uuid4()]), headers=HTMX)
        assert theirs.status_code == nobodys.status_code == 404
        assert text(theirs) == text(nobodys)

    def test_has_nothing_new_for_who_has_seen_it(self, page: Client, user: User, algorithm: Algorithm) -> None:
        running = make_generation(user, algorithm, status=Status.PROCESSING, sequence=7)
        address = reverse("studio-stage", args=[running.pk])
        assert page.get(f"{address}?seen=7", headers=HTMX).status_code == 204
        assert page.get(f"{address}?seen=6", headers=HTMX).status_code == 200

    def test_shows_the_picture_its_score_and_the_downloads(
        self, page: Client, user: User, algorithm: Algorithm
    ) -> None:
        done = make_result(user, algorithm, brief={"headline": "7 DAYS", "category": "vlog"})
        body = text(page.get(reverse("studio-stage", args=[done.pk]), headers=HTMX))
        assert "data-result-picture" in body
        assert "Score 80 of 100" in body
        for format_name in ("png", "jpg", "webp"):
            assert f"{reverse('generation-download', args=[done.pk])}?format={format_name}" in body
        assert "7 DAYS" in body
        assert "CTR" not in body

    def test_tells_why_it_failed_and_what_came_back(self, page: Client, user: User, algorithm: Algorithm) -> None:
        failed = make_generation(user, algorithm, status=Status.FAILED)
        body = text(page.get(reverse("studio-stage", args=[failed.pk]), headers=HTMX))
        assert "It did not work." in body
        assert "1 credit returned" in body

    def test_escapes_what_people_write(self, page: Client, user: User, algorithm: Algorithm) -> None:
        evil = '<script>alert(1)</script>" onload="x'
        done = make_result(user, algorithm, prompt=evil, brief={"headline": evil})
        body = text(page.get(reverse("studio-stage", args=[done.pk]), headers=HTMX))
        assert "<script>" not in body
        assert '" onload="' not in body


class TestCancel:
    def test_stops_it_and_returns_the_credits(self, page: Client, user: User, algorithm: Algorithm) -> None:
        page.post(reverse("studio-create"), {"prompt": "How black holes work"}, headers=HTMX)
        made = Generation.objects.get(owner=user)
        response = page.post(reverse("studio-cancel", args=[made.pk]), headers=HTMX)
        assert "Cancelled" in text(response)
        assert "1 credit returned" in text(response)
        assert balance_of(user).held == 0

    def test_shows_the_picture_of_one_that_was_faster(self, page: Client, user: User, algorithm: Algorithm) -> None:
        done = make_result(user, algorithm)
        response = page.post(reverse("studio-cancel", args=[done.pk]), headers=HTMX)
        assert response.status_code == 200
        assert "data-result-picture" in text(response)

    def test_leaves_others_alone(self, page: Client, algorithm: Algorithm) -> None:
        foreign = make_generation(make_user(), algorithm)
        assert page.post(reverse("studio-cancel", args=[foreign.pk]), headers=HTMX).status_code == 404
        foreign.refresh_from_db()
        assert foreign.status == Status.QUEUED


class TestHistory:
    def test_comes_a_page_at_a_time(self, page: Client, user: User, algorithm: Algorithm) -> None:
        for number in range(14):
            make_result(user, algorithm, prompt=f"prompt number {number}")
        make_result(make_user(), algorithm, prompt="somebody else's")
        first = text(page.get(reverse("studio-history")))
        rest = text(page.get(reverse("studio-history"), {"offset": 12}))
        assert first.count("history__item") == 12
        assert rest.count("history__item") == 2
        assert "offset=12" in first
        assert "Show more" not in rest
        assert "somebody else" not in first + rest

    @pytest.mark.parametrize("offset", ["-1", "x", "9" * 30, "²"])
    def test_starts_at_the_beginning_for_an_offset_that_is_none(
        self, page: Client, user: User, algorithm: Algorithm, offset: str
    ) -> None:
        make_result(user, algorithm)
        assert "history__item" in text(page.get(reverse("studio-history"), {"offset": offset}))


class TestGenerationPage:
    def test_opens_one_of_the_user(self, page: Client, user: User, algorithm: Algorithm) -> None:
        done = make_result(user, algorithm)
        response = page.get(reverse("studio-generation", args=[done.pk]))
        assert response.status_code == 200
        assert "data-composer" in text(response)
        assert "data-result-picture" in text(response)

    def test_is_not_found_for_others(self, page: Client, algorithm: Algorithm) -> None:
        foreign = make_result(make_user(), algorithm)
        assert page.get(reverse("studio-generation", args=[foreign.pk])).status_code == 404

    def test_asks_strangers_to_sign_in_and_brings_them_back(self, user: User, algorithm: Algorithm) -> None:
        address = reverse("studio-generation", args=[make_result(user, algorithm).pk])
        assert Client().get(address).headers["Location"] == f"{reverse('login')}?next={address}"
