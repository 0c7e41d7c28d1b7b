"""A plan promises nothing that no code holds: every column of it that is a promise has its test here."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import TooManyAssetsError
from accounts.models import AssetKind
from accounts.services.assets import store_asset
from billing import ledger, upkeep
from billing.models import CreditAccount, Plan
from billing.tiers import Tier
from generation import lifecycle
from generation.errors import TierRequiredError, TooManyActiveError
from generation.services.requesting import GenerationRequest, request_generation
from tests.accounts.people import make_user
from tests.common.pictures import picture
from tests.generation.api_rows import make_algorithm

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

# What names, prices and sells a plan; everything else promises something.
_NO_PROMISE = {"tier", "name", "price", "currency", "is_active"}


def rich(tier: Tier = Tier.FREE, name: str = "sara"):
    user = make_user(name)
    ledger.set_tier(user, tier)
    ledger.grant(user, amount=1000, key=f"rich:{name}", reason="for a test")
    return user


def ask(user, **wishes):
    return request_generation(user, GenerationRequest(prompt="a trip to the Arctic", **wishes))


class TestEveryPromise:
    def test_is_held_by_a_test_of_its_name(self):
        promises = {field.name for field in Plan._meta.concrete_fields} - _NO_PROMISE
        assert promises
        missing = [name for name in promises if not hasattr(TestPromises, f"test_{name}")]
        assert not missing, f"These columns of Plan promise something that no test holds: {missing}"


class TestPromises:
    def test_monthly_credits(self):
        Plan.objects.filter(tier="free").update(monthly_credits=7)
        user = make_user()
        ledger.open_account(user)
        CreditAccount.objects.update(free_month_due_at=timezone.now() - timedelta(minutes=1))

        assert upkeep.grant_free_months() == 1
        assert upkeep.grant_free_months() == 0

        assert ledger.balance(user).available == 10 + 7

    @pytest.mark.parametrize(("factor", "kept"), [(0, 100), (1, 100), (2, 160), (3, 160)])
    def test_rollover_factor(self, factor, kept):
        user, now = make_user(), timezone.now()
        ledger.open_account(user, is_welcome=False)
        for month, unspent in enumerate((60, 100)):
            ledger.renew_plan(
                user,
                amount=unspent,
                ceiling=100 * factor,
                key=f"month{month}",
                reason="A month",
                expires_at=now + timedelta(days=30 * (month + 1)),
                kept_until=now + timedelta(days=30 * (month + 1) + 7),
            )
        assert ledger.balance(user).available == kept

    def test_active_generations(self):
        make_algorithm(is_default=True)
        Plan.objects.filter(tier="basic").update(active_generations=2)
        user = rich(Tier.BASIC)
        for _ in range(2):
            ask(user)
        with pytest.raises(TooManyActiveError) as caught:
            ask(user)
        assert caught.value.details == {"limit": 2}

    def test_queue_priority(self):
        make_algorithm(is_default=True)
        Plan.objects.filter(tier="pro").update(queue_priority=5)
        Plan.objects.filter(tier="basic").update(queue_priority=6)
        first, second = ask(rich(Tier.PRO)), ask(rich(Tier.BASIC, "omid"))

        claimed = lifecycle.claim(worker="a test")

        assert claimed is not None
        assert claimed.pk == second.pk
        assert first.queue_rank > second.queue_rank

    def test_brand_assets(self):
        Plan.objects.filter(tier="pro").update(brand_assets=1)
        user = rich(Tier.PRO)
        store_asset(user, kind=AssetKind.LOGO, data=picture())
        with pytest.raises(TooManyAssetsError) as caught:
            store_asset(user, kind=AssetKind.LOGO, data=picture())
        assert caught.value.details == {"limit": 1}


class TestAlgorithms:
    def test_belong_to_their_tier_and_those_above(self):
        make_algorithm(slug="anime", tier="basic")
        with pytest.raises(TierRequiredError):
            ask(rich(), algorithm="anime")
        assert ask(rich(Tier.PRO, "omid"), algorithm="anime").algorithm.slug == "anime"
