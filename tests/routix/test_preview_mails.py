"""The page that shows every mail to staff, in every language."""

from pathlib import Path

import pytest
from django.test import Client

from routix.preview_mails import SAMPLES, preview_of
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]
PAGE = "/admin/mails/"
# What other templates are made of.
PARTS = {"layout", "_button"}


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


def mails() -> set[str]:
    """Every template of a mail that there is."""
    found = ROOT.glob("*/templates/*/mail/*.html")
    return {f"{path.parent.parent.name}/mail/{path.stem}" for path in found if path.stem not in PARTS}


class TestTheSamples:
    def test_are_there_for_every_mail(self):
        assert {sample.template for sample in SAMPLES} == mails()

    @pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.template)
    @pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fa", "rtl")])
    def test_fill_both_halves_of_the_mail(self, sample, language, direction):
        preview = preview_of(sample, language)

        assert f'lang="{language}" dir="{direction}"' in preview.html
        assert "<h2" in preview.html
        assert len(preview.text.strip().splitlines()) >= 3
        for value in sample.context.values():
            if str(value).startswith("http"):
                assert str(value) in preview.text
                assert f'href="{value}"' in preview.html or str(value) in preview.html


class TestThePage:
    def test_shows_each_mail_to_staff(self, staff):
        for sample in SAMPLES:
            answer = staff.get(PAGE, {"mail": sample.template})
            assert answer.status_code == 200
            shown = answer.content.decode()
            assert shown.count("<iframe") == 2
            assert shown.count("&lt;!doctype html&gt;") == 2

    def test_knows_no_other_templates(self, staff):
        for name in ("base", "accounts/mail/layout", "../secrets", "\u00e9"):
            assert staff.get(PAGE, {"mail": name}).status_code == 404

    def test_is_closed_to_others(self):
        client = Client()
        assert client.get(PAGE).status_code == 302
        client.force_login(make_user())
        assert client.get(PAGE).status_code in (302, 403)
