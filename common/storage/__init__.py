"""Files that must be kept exactly: deterministic keys, idempotent writes, no orphans, addresses that expire."""

from common.storage.addresses import check_signature, sign_address
from common.storage.kept import content_key, delete_after_commit, open_or_none, originals, put_once
from common.storage.sweeping import sweep_orphans

__all__ = [
    "check_signature",
    "content_key",
    "delete_after_commit",
    "open_or_none",
    "originals",
    "put_once",
    "sign_address",
    "sweep_orphans",
]
