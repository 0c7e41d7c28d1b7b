"""Someone who has an account."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.managers import UserManager
from common.models import UUIDModel

# No "@": a username can never be taken for an e-mail address. ASCII: no two names that only look alike.
USERNAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"
SHORTEST_USERNAME = 3
LONGEST_USERNAME = 40
LONGEST_EMAIL = 254
LONGEST_FULL_NAME = 120


class Role(models.TextChoices):
    USER = "user", _("User")
    MODERATOR = "moderator", _("Moderator")
    ADMIN = "admin", _("Admin")


class User(UUIDModel, AbstractBaseUser, PermissionsMixin):
    """A person. Username and e-mail are each unique whatever their case."""

    username = models.CharField(
        _("username"),
        max_length=LONGEST_USERNAME,
        unique=True,
        validators=[
            MinLengthValidator(SHORTEST_USERNAME),
            RegexValidator(
                USERNAME_PATTERN,
                _("Use letters, digits, dots, dashes and underscores, beginning with a letter or digit."),
            ),
        ],
    )
    email = models.EmailField(_("e-mail"), max_length=LONGEST_EMAIL)
    full_name = models.CharField(
        _("full name"),
        max_length=LONGEST_FULL_NAME,
        blank=True,
        default="",
        validators=[
            RegexValidator(r"[\x00-\x1f\x7f]", _("Control characters are not allowed."), inverse_match=True),
        ],
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.USER)
    is_verified = models.BooleanField(_("verified"), default=False, help_text=_("The e-mail address was confirmed."))
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May open the admin."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Untick to shut somebody out at once."))
    preferences = models.JSONField(_("preferences"), default=dict, blank=True)
    avatar = models.ForeignKey(
        "accounts.BrandAsset",
        verbose_name=_("avatar"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Nothing personal is left on the row then; it stays because the books refer to it.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    # When their files and all that hung on them were gone too; until then the sweep tries again.
    erasure_done_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="usernames_differ_by_more_than_case",
                violation_error_message=_("This username is taken."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="emails_differ_by_more_than_case",
                violation_error_message=_("There is an account with this e-mail address."),
            ),
            models.CheckConstraint(
                condition=models.Q(username__regex=USERNAME_PATTERN), name="usernames_have_sensible_characters"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="users_have_a_known_role"),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(is_active=False),
                name="an_erased_user_is_not_active",
            ),
        ]
        indexes = [
            models.Index(fields=["erased_at"], condition=models.Q(erased_at__isnull=False), name="users_erased"),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.username
