"""What a share opens to those who have its secrets."""

from hmac import compare_digest

from django.utils import timezone

from accounts.services.secret_tokens import digest_of
from common.errors import NotFoundError
from generation.models import Share


def get_share(token: str) -> Share:
    """Return the share of a token, with its generation. Raises `NotFoundError` when it is unknown or over."""
    share = (
        Share.objects.filter(digest=digest_of(token), revoked_at__isnull=True, expires_at__gt=timezone.now())
        .filter(generation__deleted_at__isnull=True, generation__owner__is_active=True)
        .select_related("generation")
        .first()
    )
    if share is None:
        raise NotFoundError
    return share


def may_edit(share: Share, edit_token: str) -> bool:
    """Tell whether a secret is the one that lets its holder edit what is shared."""
    return compare_digest(share.edit_digest, digest_of(edit_token))
