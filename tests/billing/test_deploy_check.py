import pytest

from billing.apps import check_stripe

pytestmark = pytest.mark.unit


class TestCheckStripe:
    @pytest.mark.parametrize(
        ("key", "secrets", "is_production", "warned"),
        [
            ("", [], True, []),
            ("sk_live_x", ["whsec_x"], True, []),
            ("sk_live_x", [], True, ["billing.W001"]),
            ("sk_test_x", ["whsec_x"], True, ["billing.W002"]),
            ("sk_test_x", ["whsec_x"], False, []),
        ],
    )
    def test_warns_of_half_a_set_up(self, settings, key, secrets, is_production, warned):
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRETS = key, secrets
        settings.IS_PRODUCTION = is_production
        assert [warning.id for warning in check_stripe()] == warned
