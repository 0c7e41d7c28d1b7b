"""What the params of an algorithm mean, and how progress is reckoned."""

import pytest

from generation.errors import RecipeError
from generation.models import Stage
from generation.pipeline.pacing import Pace
from generation.pipeline.recipe import Recipe

pytestmark = pytest.mark.unit


class TestRecipe:
    def test_has_defaults(self):
        assert Recipe.from_params({}) == Recipe(looks=1, tries=(), angles=1, repairs=0, style="standard")

    def test_reads_what_is_given(self):
        recipe = Recipe.from_params({"looks": 2, "tries": ["layout"], "style": "anime"})
        assert (recipe.looks, recipe.tries, recipe.style) == (2, ("layout",), "anime")

    @pytest.mark.parametrize(
        "params",
        [
            {"speed": 3},
            {"looks": 0},
            {"looks": 4},
            {"repairs": -1},
            {"angles": "3"},
            {"tries": ["taste"]},
            {"style": "x"},
        ],
    )
    def test_refuses_what_means_nothing(self, params):
        with pytest.raises(RecipeError):
            Recipe.from_params(params)


class TestPace:
    def test_never_goes_back_over_the_stages(self):
        pace = Pace(dict.fromkeys(Stage, 1.0))
        told = [pace.progress(stage, share) for stage in Stage for share in (0.0, 0.5, 1.0)]
        assert told == sorted(told)
        assert (told[0], told[-1]) == (0, 100)

    def test_weighs_stages_by_their_time(self):
        slow = Pace({**dict.fromkeys(Stage, 0.1), Stage.COMPOSING: 9.4})
        width = slow.progress(Stage.COMPOSING, 1.0) - slow.progress(Stage.COMPOSING, 0.0)
        assert width > 80

    def test_gives_every_stage_a_place_even_if_it_takes_no_time(self):
        pace = Pace({**dict.fromkeys(Stage, 0.0), Stage.COMPOSING: 10.0})
        assert pace.progress(Stage.DIRECTING, 0.0) > pace.progress(Stage.ANALYZING, 0.0)

    def test_bounds_the_share(self):
        pace = Pace(dict.fromkeys(Stage, 1.0))
        assert pace.progress(Stage.STORING, 7.0) == 100
        assert pace.progress(Stage.ANALYZING, -1.0) == 0
