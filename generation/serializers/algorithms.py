"""What staff send to change an algorithm."""

from rest_framework import serializers

from billing.tiers import Tier
from common.api.inputs import Input

_MOST_FEATURES, _MOST_PROVIDERS = 20, 10
_LARGEST_SIDE, _SMALLEST_SIDE = 2560, 180
_DEAREST, _LAST = 100, 1000


class AlgorithmInput(Input):
    """An algorithm as it is to be."""

    slug = serializers.SlugField(max_length=40, help_text="It stays what it is once it is made.")
    name = serializers.CharField(max_length=60)
    description = serializers.CharField(max_length=300)
    version = serializers.CharField(max_length=20, default="1.0.0")
    credit_cost = serializers.IntegerField(min_value=1, max_value=_DEAREST)
    features = serializers.ListField(
        child=serializers.SlugField(max_length=40), max_length=_MOST_FEATURES, default=list
    )
    tier = serializers.ChoiceField(choices=Tier.choices, default=Tier.FREE)
    is_active = serializers.BooleanField(default=True)
    is_default = serializers.BooleanField(default=False, help_text="Takes this from the one that had it.")
    providers = serializers.ListField(
        child=serializers.CharField(max_length=40),
        min_length=1,
        max_length=_MOST_PROVIDERS,
        help_text="Who paints backgrounds, in the order in which they are asked; `local` is our own canvas.",
    )
    params = serializers.DictField(
        default=dict, help_text="The recipe: `looks`, `tries`, `angles`, `repairs`, `style`."
    )
    max_width = serializers.IntegerField(min_value=_SMALLEST_SIDE, max_value=_LARGEST_SIDE, default=1280)
    max_height = serializers.IntegerField(min_value=_SMALLEST_SIDE, max_value=_LARGEST_SIDE, default=720)
    sort = serializers.IntegerField(min_value=0, max_value=_LAST, default=0, help_text="Its place in lists.")
