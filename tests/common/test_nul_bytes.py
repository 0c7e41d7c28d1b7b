import pytest
from django.test import Client

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


class TestNulBytes:
    @pytest.mark.parametrize("path", ["/test-payments/checkout/%00", "/verify/a%00b"])
    def test_in_addresses_are_refused(self, path):
        answer = Client().get(path)
        assert answer.status_code == 400
        assert "X-Request-ID" in answer.headers
