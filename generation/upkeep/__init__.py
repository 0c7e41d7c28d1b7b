"""What is kept for a while only: forgotten when its time is over."""

from generation.upkeep.files import sweep_pictures
from generation.upkeep.retention import forget_deleted, forget_failed, forget_shares

__all__ = ["forget_deleted", "forget_failed", "forget_shares", "sweep_pictures"]
