"""The shapes of what concerns an account as a whole."""

from rest_framework import serializers

from accounts.models import AuditEntry
from accounts.serializers.fields import PasswordField
from accounts.services.second_factor import LONGEST_CODE
from common.api.inputs import Input


class ErasureInput(Input):
    """The proof that it is the owner who wants the account erased."""

    password = PasswordField()
    otp = serializers.CharField(
        max_length=LONGEST_CODE,
        required=False,
        allow_blank=True,
        default="",
        help_text="The present code of the authenticator app, or a recovery code; where the account has one.",
    )


class AccountActivityOutput(serializers.ModelSerializer[AuditEntry]):
    """Something that happened to the account."""

    action = serializers.CharField(help_text="A dotted word, such as `password.changed`.")
    by = serializers.SerializerMethodField(help_text="`you`, `staff`, or `nobody` where nobody was signed in.")
    details = serializers.DictField()

    class Meta:
        model = AuditEntry
        fields = ["id", "action", "by", "details", "created_at"]
        read_only_fields = fields

    def get_by(self, entry: AuditEntry) -> str:
        if entry.actor_id is None:
            return "nobody"
        return "you" if entry.actor_id == entry.user_id else "staff"
