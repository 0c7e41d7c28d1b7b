"""What the API answers, for the schema. The answers themselves are built by `shapes`, which is a good deal faster."""

from typing import Any

from rest_framework import serializers

from billing.tiers import Tier
from generation.models import AspectRatio, Origin, Priority, Stage, Status


class GenerationCreditsOutput(serializers.Serializer[Any]):
    held = serializers.IntegerField(min_value=0)
    charged = serializers.IntegerField(min_value=0)
    returned = serializers.IntegerField(min_value=0)


class StoredErrorOutput(serializers.Serializer[Any]):
    type = serializers.CharField()
    message = serializers.CharField()
    retryable = serializers.BooleanField(help_text="Whether trying again makes sense.")


class TemplateTraitsOutput(serializers.Serializer[Any]):
    name = serializers.CharField()
    traits = serializers.ListField(child=serializers.CharField())


class GenerationOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    prompt = serializers.CharField()
    custom_text = serializers.CharField()
    brief = serializers.DictField(allow_null=True, help_text="What the prompt was understood to ask for.")
    status = serializers.ChoiceField(choices=Status.choices)
    stage = serializers.ChoiceField(choices=Stage.choices, allow_null=True)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    sequence = serializers.IntegerField(min_value=1, help_text="Grows by one with each change.")
    algorithm = serializers.CharField(help_text="Its slug.")
    template = TemplateTraitsOutput(allow_null=True)
    thumbnail_url = serializers.CharField(allow_null=True, help_text="A path on this host; it expires after hours.")
    preview_url = serializers.CharField(allow_null=True, help_text="The same picture, 480 pixels wide.")
    size = serializers.CharField(help_text="Width × height in pixels, such as 1280x720.")
    aspect_ratio = serializers.ChoiceField(choices=AspectRatio.choices)
    variants = serializers.IntegerField(min_value=1, max_value=4)
    priority = serializers.ChoiceField(choices=Priority.choices)
    score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)
    credits = GenerationCreditsOutput()
    is_favorite = serializers.BooleanField()
    rating = serializers.IntegerField(allow_null=True, min_value=1, max_value=5)
    download_count = serializers.IntegerField(min_value=0)
    share_count = serializers.IntegerField(min_value=0)
    processing_time = serializers.FloatField(allow_null=True, help_text="Seconds.")
    engine = serializers.CharField(allow_null=True, help_text="Who made the background of the picture.")
    origin = serializers.ChoiceField(choices=Origin.choices, help_text="What it came out of.")
    parent_id = serializers.UUIDField(allow_null=True, help_text="The generation it came out of.")
    batch_id = serializers.UUIDField(allow_null=True)
    conversation_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    error = StoredErrorOutput(allow_null=True)


class SnapshotOutput(serializers.Serializer[Any]):
    generation_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    stage = serializers.ChoiceField(choices=Stage.choices, allow_null=True)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    sequence = serializers.IntegerField(min_value=1, help_text="Grows by one with each change.")
    queue_position = serializers.IntegerField(allow_null=True, min_value=1, help_text="1 is next.")
    estimated_time = serializers.FloatField(allow_null=True, help_text="Seconds until the end, where that is known.")
    preview_url = serializers.CharField(allow_null=True)
    thumbnail_url = serializers.CharField(allow_null=True)
    score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)
    credits = GenerationCreditsOutput()
    processing_time = serializers.FloatField(allow_null=True, help_text="Seconds.")
    error = StoredErrorOutput(allow_null=True)


class CreatedOutput(serializers.Serializer[Any]):
    generation_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    credits_cost = serializers.IntegerField(min_value=1)
    status_url = serializers.CharField(help_text="A path on this host.")
    ws_url = serializers.CharField(help_text="A path on this host.")


class ThumbnailOutput(serializers.Serializer[Any]):
    index = serializers.IntegerField(min_value=0, help_text="0 is the best.")
    url = serializers.CharField(help_text="A path on this host; it expires after hours.")
    preview_url = serializers.CharField(help_text="The same picture, 480 pixels wide.")
    width = serializers.IntegerField(min_value=1)
    height = serializers.IntegerField(min_value=1)
    bytes = serializers.IntegerField(min_value=1)
    score = serializers.FloatField(min_value=0, max_value=100)
    score_axes = serializers.DictField(help_text="By axis: its value, its weight, its fault and what would mend it.")
    axis = serializers.CharField(allow_blank=True, help_text="What sets it apart from the first.")


class StageTimingOutput(serializers.Serializer[Any]):
    attempt = serializers.IntegerField(min_value=1)
    stage = serializers.ChoiceField(choices=Stage.choices)
    started_at = serializers.DateTimeField()
    seconds = serializers.FloatField(min_value=0)


class ResultOutput(serializers.Serializer[Any]):
    generation_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    thumbnail_url = serializers.CharField(help_text="The best picture: a path on this host that expires after hours.")
    download_url = serializers.CharField(help_text="A path on this host, for signed-in clients.")
    thumbnails = ThumbnailOutput(many=True)
    score = serializers.FloatField(min_value=0, max_value=100)
    credits = GenerationCreditsOutput()
    processing_time = serializers.FloatField(allow_null=True, help_text="Seconds.")
    engine = serializers.CharField(allow_null=True)
    timeline = StageTimingOutput(many=True)


class DownloadLinkOutput(serializers.Serializer[Any]):
    url = serializers.CharField(help_text="A path on this host that needs no header; it expires after hours.")
    filename = serializers.CharField()


class WaitingOutput(serializers.Serializer[Any]):
    generation_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    queue_position = serializers.IntegerField(allow_null=True, min_value=1)
    estimated_time = serializers.FloatField(allow_null=True, help_text="Seconds until the end, where that is known.")


class QueueOutput(serializers.Serializer[Any]):
    waiting = serializers.IntegerField(min_value=0, help_text="Generations of everybody that wait.")
    processing = serializers.IntegerField(min_value=0, help_text="Generations of everybody that are being made.")
    yours = WaitingOutput(many=True)


class AlgorithmStatsOutput(serializers.Serializer[Any]):
    success_rate = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    median_seconds = serializers.FloatField(allow_null=True, min_value=0)
    usage_count = serializers.IntegerField(min_value=0)


class AlgorithmOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    version = serializers.CharField()
    credit_cost = serializers.IntegerField(min_value=1)
    features = serializers.ListField(child=serializers.CharField())
    tier = serializers.ChoiceField(choices=Tier.choices)
    is_active = serializers.BooleanField()
    is_default = serializers.BooleanField()
    max_resolution = serializers.CharField(help_text="Width × height in pixels, such as 1920x1080.")
    stats = AlgorithmStatsOutput(help_text="Measured from generations.")
