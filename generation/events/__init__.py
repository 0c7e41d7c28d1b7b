"""What watchers of a generation see: its snapshot, its place in the queue, the frames that carry both."""

from generation.events.outlook import FAIR_WINDOW, Outlook, outlook_of, typical_seconds
from generation.events.picture_urls import ShownPicture, picture_url, shown_by, thumbnail_of
from generation.events.publishing import announce, announce_queue, event_name
from generation.events.snapshots import Snapshot, credits_of, snapshot

__all__ = [
    "FAIR_WINDOW",
    "Outlook",
    "ShownPicture",
    "Snapshot",
    "announce",
    "announce_queue",
    "credits_of",
    "event_name",
    "outlook_of",
    "picture_url",
    "shown_by",
    "snapshot",
    "thumbnail_of",
    "typical_seconds",
]
