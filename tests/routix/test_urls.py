"""Addresses that belong to no app."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


class TestSchema:
    def test_is_served_to_everybody(self) -> None:
        answer = Client().get("/api/schema/", headers={"Accept": "application/json"})
        assert answer.status_code == 200
        assert "/api/v1/generation/create" in answer.json()["paths"]

    def test_is_served_to_browsers_as_well(self) -> None:
        assert Client().get("/api/schema/").status_code == 200

    def test_has_a_page_to_try_it(self) -> None:
        page = Client().get("/api/docs/")
        assert page.status_code == 200
        assert b"swagger-ui" in page.content
        assert Client().get("/docs")["Location"] == "/api/docs/"
