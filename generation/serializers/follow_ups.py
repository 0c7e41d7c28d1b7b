"""What the API takes to go on from a picture."""

from rest_framework import serializers

from common.api.inputs import Input
from generation.models import Axis
from generation.serializers.inputs import MOST_VARIANTS
from generation.services.upscaling import UPSCALED_SIZES

_SIZES = tuple(size for sizes in UPSCALED_SIZES.values() for size in sizes)


class UpscaleInput(Input):
    """Which picture, and how large."""

    size = serializers.ChoiceField(
        choices=_SIZES, required=False, help_text="Of the picture's own shape; the largest if left out."
    )
    index = serializers.IntegerField(min_value=0, max_value=MOST_VARIANTS - 1, default=0, help_text="0 is the best.")


class VariationsInput(Input):
    """How many variations of which picture, and in what they differ from it."""

    count = serializers.IntegerField(min_value=1, max_value=MOST_VARIANTS, default=1)
    axis = serializers.ChoiceField(
        choices=Axis.choices, required=False, help_text="Each differs in another way, if left out."
    )
    algorithm = serializers.SlugField(
        required=False, max_length=40, help_text="The slug of one; the one that made the picture if left out."
    )
    index = serializers.IntegerField(min_value=0, max_value=MOST_VARIANTS - 1, default=0, help_text="0 is the best.")
