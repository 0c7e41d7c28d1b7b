"""Asking for a thumbnail."""

import uuid

import pytest

from accounts.models import BrandAsset
from billing import ledger
from billing.errors import InsufficientCreditsError
from billing.models import Plan
from billing.tiers import Tier
from common.errors import NotFoundError, ValidationFailedError
from generation.errors import NotCancellableError, TierRequiredError, TooManyActiveError
from generation.models import Algorithm, AspectRatio, Generation, Status
from generation.pipeline.recipe import Recipe
from generation.services import GenerationRequest, cancel_generation, record_download, request_generation
from generation.services.catalogue import ensure_algorithms
from generation.services.schedules import ensure_schedules
from generation.services.sizes import aspect_of, usual_size
from tests.generation.api_rows import make_algorithm, make_user
from tests.generation.core_rows import at_once, rich_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def fields_of(error: ValidationFailedError) -> set[str]:
    return {item["field"] for item in error.details["validation_errors"]}


@pytest.fixture
def algorithms(db) -> None:
    ensure_algorithms()
    Algorithm.objects.update(is_active=True)


def make_asset(owner) -> BrandAsset:
    return BrandAsset.objects.create(
        owner=owner, kind="face", format="png", width=9, height=9, bytes=9, sha256="0" * 64
    )


@pytest.mark.usefixtures("algorithms")
class TestRequestGeneration:
    def test_queues_it_with_the_default_algorithm_and_holds_its_credits(self):
        user = make_user()
        generation = request_generation(user, GenerationRequest(prompt="  a trip to Bali "))
        stored = Generation.objects.get(pk=generation.pk)
        assert (stored.prompt, stored.status, stored.algorithm.slug) == ("a trip to Bali", "queued", "routix_v6")
        assert (stored.width, stored.height, stored.credits_cost) == (1920, 1080, 2)
        assert stored.queued_at == stored.available_at
        balance = ledger.balance(user)
        assert (balance.held, balance.available) == (2, 8)

    @pytest.mark.parametrize(
        ("prompt", "asked", "shape"),
        [
            ("my trip to Bali", None, "16:9"),
            ("vertical thumbnail for shorts: my trip to Bali", None, "9:16"),
            ("یک تامبنیل مربعی از سفر من به بالی", None, "1:1"),
            ("vertical thumbnail for shorts: my trip to Bali", "16:9", "16:9"),
        ],
    )
    def test_takes_the_shape_that_the_prompt_asks_for_where_none_is_chosen(self, prompt, asked, shape):
        assert (
            request_generation(make_user(), GenerationRequest(prompt=prompt, aspect_ratio=asked)).aspect_ratio == shape
        )

    def test_writes_nothing_without_the_credits(self):
        user = make_user()
        ledger.reserve(user, amount=9, reference=uuid.uuid4())
        with pytest.raises(InsufficientCreditsError) as caught:
            request_generation(user, GenerationRequest(prompt="a trip"))
        assert caught.value.details == {"required": 2, "available": 1}
        assert not Generation.objects.exists()
        assert ledger.balance(user).held == 9

    def test_charges_each_variant_and_one_for_high_priority(self):
        wanted = GenerationRequest(prompt="a trip", algorithm="routix_v4", variants=3, priority="high")
        assert request_generation(rich_user(), wanted).credits_cost == 4

    def test_puts_high_priority_and_higher_tiers_first(self):
        free, pro = rich_user(), rich_user()
        ledger.set_tier(pro, Tier.PRO)
        ranks = [
            request_generation(user, GenerationRequest(prompt="a trip", priority=priority)).queue_rank
            for user, priority in ((pro, "high"), (free, "high"), (pro, "normal"), (free, "normal"))
        ]
        assert ranks == sorted(ranks)
        assert len(set(ranks)) == 4

    def test_needs_the_tier_of_the_algorithm(self):
        user = rich_user()
        wanted = GenerationRequest(prompt="a trip", algorithm="routix_experimental")
        with pytest.raises(TierRequiredError) as caught:
            request_generation(user, wanted)
        assert caught.value.details == {"required_tier": "pro", "tier": "free"}
        ledger.set_tier(user, Tier.ENTERPRISE)
        assert (request_generation(user, wanted).width, wanted.variants) == (2560, 1)

    @pytest.mark.parametrize(
        ("wanted", "fields"),
        [
            ({"prompt": ""}, {"prompt"}),
            ({"prompt": "a\x00"}, {"prompt"}),
            ({"algorithm": "routix_v9"}, {"algorithm"}),
            ({"aspect_ratio": "3:2"}, {"aspect_ratio"}),
            ({"size": (100, 100)}, {"size"}),
            ({"size": (1280, 700)}, {"size"}),
            ({"variants": 5}, {"variants"}),
            ({"variants": 0}, {"variants"}),
            ({"priority": "urgent"}, {"priority"}),
            ({"seed": -1}, {"seed"}),
            ({"custom_text": "x" * 201, "variants": 9}, {"custom_text", "variants"}),
            ({"template_id": uuid.uuid4()}, {"template_id"}),
            ({"face_asset_id": uuid.uuid4()}, {"face_asset_id"}),
            ({"logo_asset_id": uuid.uuid4()}, {"logo_asset_id"}),
        ],
    )
    def test_refuses_and_names_what_is_wrong(self, wanted, fields):
        user = rich_user()
        with pytest.raises(ValidationFailedError) as caught:
            request_generation(user, GenerationRequest(**{"prompt": "a trip", **wanted}))
        assert fields_of(caught.value) == fields
        assert not Generation.objects.exists()
        assert ledger.balance(user).held == 0

    def test_refuses_an_inactive_algorithm(self):
        Algorithm.objects.filter(slug="routix_v4").update(is_active=False)
        with pytest.raises(ValidationFailedError):
            request_generation(rich_user(), GenerationRequest(prompt="a trip", algorithm="routix_v4"))

    def test_refuses_somebody_elses_face(self):
        asset = make_asset(rich_user())
        with pytest.raises(ValidationFailedError) as caught:
            request_generation(rich_user(), GenerationRequest(prompt="a trip", face_asset_id=asset.pk))
        assert fields_of(caught.value) == {"face_asset_id"}

    def test_refuses_a_face_where_the_algorithm_places_none(self):
        user = rich_user()
        asset = make_asset(user)
        wanted = GenerationRequest(prompt="a trip", algorithm="routix_v4", face_asset_id=asset.pk)
        with pytest.raises(ValidationFailedError, match=r".*"):
            request_generation(user, wanted)
        assert request_generation(user, GenerationRequest(prompt="a trip", face_asset_id=asset.pk)).face_asset == asset

    def test_refuses_variants_of_what_delivers_several_pictures_anyway(self):
        user = rich_user()
        ledger.set_tier(user, Tier.PRO)
        wanted = GenerationRequest(prompt="a trip", algorithm="routix_experimental", variants=2)
        with pytest.raises(ValidationFailedError) as caught:
            request_generation(user, wanted)
        assert fields_of(caught.value) == {"variants"}

    def test_bounds_what_one_user_has_waiting(self):
        Plan.objects.filter(tier="free").update(active_generations=2)
        user = rich_user()
        for _ in range(2):
            request_generation(user, GenerationRequest(prompt="a trip"))
        held = ledger.balance(user).held
        with pytest.raises(TooManyActiveError):
            request_generation(user, GenerationRequest(prompt="a trip"))
        assert ledger.balance(user).held == held


@pytest.mark.django_db(transaction=True)
class TestRequestingAtOnce:
    def test_never_spends_more_than_there_is(self):
        user, algorithm = make_user(), make_algorithm(is_default=True)
        answers = at_once(16, lambda _: request_generation(user, GenerationRequest(prompt="a trip")))
        refused = [answer for answer in answers if isinstance(answer, InsufficientCreditsError)]
        assert len(refused) == 6, answers
        assert Generation.objects.filter(algorithm=algorithm).count() == 10
        assert ledger.balance(user).available == 0

    def test_never_passes_the_bound_of_active_ones(self):
        Plan.objects.filter(tier="free").update(active_generations=3)
        user = rich_user()
        make_algorithm(is_default=True)
        answers = at_once(12, lambda _: request_generation(user, GenerationRequest(prompt="a trip")))
        assert sum(isinstance(answer, TooManyActiveError) for answer in answers) == 9, answers
        assert Generation.objects.count() == 3


@pytest.mark.usefixtures("algorithms")
class TestCancelGeneration:
    def test_returns_the_credits(self):
        user = make_user()
        generation = request_generation(user, GenerationRequest(prompt="a trip"))
        assert cancel_generation(user, generation.pk).status == Status.CANCELLED
        assert ledger.balance(user).available == 10

    def test_is_for_the_owner_only(self):
        generation = request_generation(make_user(), GenerationRequest(prompt="a trip"))
        with pytest.raises(NotFoundError):
            cancel_generation(make_user(), generation.pk)
        assert Generation.objects.get(pk=generation.pk).status == Status.QUEUED

    def test_is_refused_the_second_time(self):
        user = make_user()
        generation = request_generation(user, GenerationRequest(prompt="a trip"))
        cancel_generation(user, generation.pk)
        with pytest.raises(NotCancellableError):
            cancel_generation(user, generation.pk)
        assert ledger.balance(user).available == 10


@pytest.mark.usefixtures("algorithms")
class TestRecordDownload:
    def test_counts_on_without_being_a_change_of_state(self):
        generation = request_generation(make_user(), GenerationRequest(prompt="a trip"))
        for _ in range(2):
            record_download(generation)
        stored = Generation.objects.get(pk=generation.pk)
        assert (stored.download_count, stored.sequence) == (2, generation.sequence)


class TestEnsureAlgorithms:
    def test_adds_the_five_and_leaves_what_staff_changed(self):
        assert ensure_algorithms() == 5
        Algorithm.objects.filter(slug="routix_v4").update(credit_cost=7)
        assert ensure_algorithms() == 0
        assert Algorithm.objects.get(slug="routix_v4").credit_cost == 7

    def test_gives_recipes_that_can_be_followed_and_differ(self):
        ensure_algorithms()
        recipes = [Recipe.from_params(algorithm.params) for algorithm in Algorithm.objects.all()]
        assert len(set(recipes)) == 5


class TestEnsureSchedules:
    def test_is_idempotent(self):
        assert ensure_schedules() > 0
        assert ensure_schedules() == 0


class TestUsualSize:
    @pytest.mark.parametrize(
        ("slug", "aspect", "size"),
        [
            ("routix_v4", AspectRatio.WIDE, (1280, 720)),
            ("routix_v6", AspectRatio.WIDE, (1920, 1080)),
            ("routix_experimental", AspectRatio.WIDE, (2560, 1440)),
            ("routix_v4", AspectRatio.TALL, (1080, 1920)),
            ("routix_v6", AspectRatio.SQUARE, (1080, 1080)),
            ("routix_v6", AspectRatio.PORTRAIT, (1080, 1350)),
        ],
    )
    def test_is_the_largest_of_the_algorithm(self, slug, aspect, size):
        ensure_algorithms()
        assert usual_size(Algorithm.objects.get(slug=slug), aspect) == size
        assert aspect_of(*size) == aspect
