"""The words of a generation, as the contract says them."""

from django.db.models import TextChoices


class Status(TextChoices):
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE_STATUSES = (Status.QUEUED, Status.PROCESSING)
FINAL_STATUSES = (Status.COMPLETED, Status.FAILED, Status.CANCELLED)


class Stage(TextChoices):
    """The parts of the pipeline, in the order of the work."""

    ANALYZING = "analyzing"
    MATCHING = "matching"
    DIRECTING = "directing"
    RENDERING = "rendering"
    COMPOSING = "composing"
    CHECKING = "checking"
    STORING = "storing"


class Priority(TextChoices):
    NORMAL = "normal"
    HIGH = "high"


class Origin(TextChoices):
    """What a generation came out of; all but a prompt have a parent."""

    PROMPT = "prompt"
    VARIATION = "variation"
    UPSCALE = "upscale"
    RETRY = "retry"


class Axis(TextChoices):
    """In what a variation differs from the picture it goes on from."""

    LAYOUT = "layout"
    PALETTE = "palette"
    BACKGROUND = "background"
    FRAMING = "framing"


class AspectRatio(TextChoices):
    WIDE = "16:9"
    SQUARE = "1:1"
    TALL = "9:16"
    PORTRAIT = "4:5"
