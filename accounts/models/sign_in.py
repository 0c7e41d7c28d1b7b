"""What keeps someone signed in. Secrets are stored as SHA-256 digests only: a copy of the table opens no account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from common.models import UUIDModel

DIGEST_LENGTH = 64


class TokenFamily(UUIDModel):
    """One sign-in by the API: the refresh tokens that came one out of the other, revoked together."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="token_families")
    is_remembered = models.BooleanField(default=False)
    expires_at = models.DateTimeField(help_text=_("When its latest refresh token expires."))
    revoked_at = models.DateTimeField(null=True, blank=True)
    user_agent = models.CharField(max_length=200, blank=True, default="")
    last_used_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was last refreshed."))

    class Meta:
        verbose_name = _("token family")
        verbose_name_plural = _("token families")
        indexes = [models.Index(fields=["expires_at"], name="token_families_by_expiry")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.id}"


class RefreshToken(UUIDModel):
    """A refresh token: good for one use."""

    family = models.ForeignKey(TokenFamily, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("refresh token")
        verbose_name_plural = _("refresh tokens")
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=models.Q(used_at__isnull=True),
                name="a_token_family_has_one_unused_token",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class WsTicket(UUIDModel):
    """A ticket that opens one websocket, once and soon, so that no long-lived token ever stands in an address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="ws_tickets")
    # The sign-in or key it was asked for with: a socket that it opened lasts no longer than that.
    family = models.ForeignKey(TokenFamily, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    api_key = models.ForeignKey("accounts.ApiKey", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, blank=True, default="")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("websocket ticket")
        verbose_name_plural = _("websocket tickets")
        indexes = [models.Index(fields=["expires_at"], name="ws_tickets_by_expiry")]

    def __str__(self) -> str:
        return str(self.id)
