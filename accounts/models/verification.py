"""Proof that an e-mail address is its owner's."""

from base64 import urlsafe_b64encode

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models.sign_in import DIGEST_LENGTH
from accounts.models.user import LONGEST_EMAIL, User
from common.models import UUIDModel


class EmailVerification(UUIDModel):
    """A link that confirms the address it was made for: once, within a day, while the account still has it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_verifications")
    email = models.EmailField(_("e-mail"), max_length=LONGEST_EMAIL)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text=_("When a mail server took it."))
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail verification")
        verbose_name_plural = _("e-mail verifications")
        indexes = [
            models.Index(fields=["user", "-created_at"], name="verifications_of_user"),
            models.Index(fields=["expires_at"], name="verifications_by_expiry"),
            models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="verifications_owed"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def secret(self) -> str:
        """The secret of the link: 256 bits as 43 characters, out of the row's id and `SECRET_KEY`.

        So it need not pass through the broker on its way to the worker that mails it, and a copy of the table does not
        tell it. Under another `SECRET_KEY` it is another one, and its digest that of no row.
        """
        code = salted_hmac("accounts.email_verification", self.id.hex, algorithm="sha256").digest()
        return urlsafe_b64encode(code).rstrip(b"=").decode()
