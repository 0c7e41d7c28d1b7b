"""What guards an account: failed sign-ins, new passwords by mail, second factors, open sessions."""

from base64 import urlsafe_b64encode

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models.sign_in import DIGEST_LENGTH
from accounts.models.user import LONGEST_EMAIL, User
from common.encryption import EncryptedTextField
from common.models import UUIDModel

LONGEST_USER_AGENT = 200
LONGEST_PASSKEY_NAME = 60


class FailedSignIns(UUIDModel):
    """How often in a row one name was signed in with wrongly, whether or not an account has it.

    `digest` is that of the name as it was typed, in lower case; so a list of who was attacked is not kept.
    """

    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    count = models.PositiveSmallIntegerField(default=0)
    last_failed_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("failed sign-ins")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["last_failed_at"], name="failed_sign_ins_by_age")]

    def __str__(self) -> str:
        return str(self.id)


class PasswordReset(UUIDModel):
    """A mailed link that sets a new password: once, within an hour, while the account still has the address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="password_resets")
    email = models.EmailField(_("e-mail"), max_length=LONGEST_EMAIL)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    # Who asked for it, so that a stranger does not use up what its owner may ask for.
    ip_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True, default="")
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text=_("When a mail server took it."))
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("password reset")
        verbose_name_plural = _("password resets")
        indexes = [
            models.Index(fields=["user", "-created_at"], name="password_resets_of_user"),
            models.Index(fields=["expires_at"], name="password_resets_by_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def secret(self) -> str:
        """The secret of the link, out of the row's id and `SECRET_KEY`; see `EmailVerification.secret`."""
        code = salted_hmac("accounts.password_reset", self.id.hex, algorithm="sha256").digest()
        return urlsafe_b64encode(code).rstrip(b"=").decode()


class Authenticator(UUIDModel):
    """The user's authenticator app. It counts once it is confirmed; `last_step` is the last 30 s step that was used."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="authenticator")
    seed = EncryptedTextField(help_text=_("Base32, encrypted at rest."))
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def __str__(self) -> str:
        return str(self.id)


class RecoveryCode(UUIDModel):
    """A code for when the phone is lost: good for one sign-in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=DIGEST_LENGTH)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_codes_of_a_user_differ"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Passkey(UUIDModel):
    """A key pair that a browser or phone keeps; here is its public half."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=LONGEST_PASSKEY_NAME)
    credential_id = models.CharField(max_length=1400, unique=True, help_text=_("Base64url, as the browser calls it."))
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    transports = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name


class BrowserSession(UUIDModel):
    """A sign-in by a browser, so that its owner can see and end it. The session itself is Django's."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browser_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    user_agent = models.CharField(max_length=LONGEST_USER_AGENT, blank=True, default="")
    last_seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("browser session")
        verbose_name_plural = _("browser sessions")
        ordering = ["-last_seen_at"]
        indexes = [models.Index(fields=["user", "-last_seen_at"], name="browser_sessions_of_user")]

    def __str__(self) -> str:
        return str(self.id)
