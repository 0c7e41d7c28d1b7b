"""What a webhook is told, as it is written down and sent."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import WebhookDelivery


def written(event: str, data: Mapping[str, Any], *, at: datetime) -> str:
    """`{"type", "timestamp", "data"}` as JSON in ASCII, so that what is signed is what any parser reads."""
    told = {"type": event, "timestamp": at, "data": data}
    return json.dumps(told, cls=DjangoJSONEncoder, separators=(",", ":"))


def message_id(delivery: WebhookDelivery) -> str:
    """`msg_` and 32 hex digits. A replay bears that of what it replays, for it tells nothing new."""
    original: uuid.UUID = delivery.replay_of_id or delivery.pk
    return f"msg_{original.hex}"
