"""What an algorithm's `params` say about how to work."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from generation.errors import RecipeError
from generation.models import Axis

Style = Literal["standard", "anime"]

# What may be tried besides the first choice: the axes that canvas.direction names.
AXES = tuple(Axis.values)
_LARGEST = {"looks": 3, "angles": 4, "repairs": 4}
_SMALLEST = {"looks": 1, "angles": 1, "repairs": 0}


@dataclass(frozen=True)
class Recipe:
    """How much work goes into a picture.

    looks    templates that are followed, each with documents of its own
    tries    axes on which other documents compete with the first choice; the best measured ones are kept
    angles   pictures that are delivered at least, forced apart from each other
    repairs  times the worst measured fault of a picture is mended
    style    how subjects are drawn
    """

    looks: int = 1
    tries: tuple[str, ...] = ()
    angles: int = 1
    repairs: int = 0
    style: Style = "standard"

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> "Recipe":
        """Read the params; what is missing has its default. `RecipeError` for unknown names or values out of range."""
        unknown = set(params) - {field.name for field in fields(cls)}
        if unknown:
            raise RecipeError(f"an algorithm has no parameter {sorted(unknown)[0]!r}")
        tries = params.get("tries", [])
        if not isinstance(tries, list) or not all(isinstance(axis, str) for axis in tries):
            raise RecipeError(f"tries is a list of {', '.join(AXES)}, not {tries!r}")
        recipe = cls(**{**params, "tries": tuple(tries)})
        for name, most in _LARGEST.items():
            value = getattr(recipe, name)
            if not isinstance(value, int) or isinstance(value, bool) or not _SMALLEST[name] <= value <= most:
                raise RecipeError(f"{name} is a whole number from {_SMALLEST[name]} to {most}, not {value!r}")
        if not set(recipe.tries) <= set(AXES):
            raise RecipeError(f"tries may hold {', '.join(AXES)}, not {recipe.tries!r}")
        if recipe.style not in ("standard", "anime"):
            raise RecipeError(f"there is no style {recipe.style!r}")
        return recipe

    def faithful(self) -> "Recipe":
        """Return the recipe without whatever would lead away from a picture that is gone on from."""
        return replace(self, looks=1, tries=(), angles=1, repairs=0)
