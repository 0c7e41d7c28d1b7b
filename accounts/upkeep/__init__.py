"""What happens to accounts by itself: erasures that are brought to their end, old entries that go."""

from accounts.upkeep.erasing import finish_erasure, unfinished_erasures
from accounts.upkeep.old_entries import delete_old_audit_entries

__all__ = ["delete_old_audit_entries", "finish_erasure", "unfinished_erasures"]
