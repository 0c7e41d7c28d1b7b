"""How users are found and made. Names and addresses are compared without regard to case, through the unique indexes."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import BaseUserManager
from django.db.models import QuerySet
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from accounts.models import User


class UserQuerySet(QuerySet["User"]):
    """Queries over users."""

    def named(self, username: str) -> Self:
        """Users of that name, whatever its case: none or one."""
        return self.alias(username_lower=Lower("username")).filter(username_lower=username.lower())

    def addressed(self, email: str) -> Self:
        """Users of that e-mail address, whatever its case: none or one."""
        return self.alias(email_lower=Lower("email")).filter(email_lower=email.lower())

    def identified(self, identifier: str) -> Self:
        """Users of that username or e-mail address: none or one, since no username has an @."""
        return self.addressed(identifier) if "@" in identifier else self.named(identifier)


class UserManager(BaseUserManager["User"]):
    """What Django's own commands (`createsuperuser`) and backends ask of a user model."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def named(self, username: str) -> UserQuerySet:
        return self.get_queryset().named(username)

    def addressed(self, email: str) -> UserQuerySet:
        return self.get_queryset().addressed(email)

    def identified(self, identifier: str) -> UserQuerySet:
        return self.get_queryset().identified(identifier)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.named(username or "").get()

    def create_user(self, username: str, email: str, password: str | None = None, **fields: Any) -> "User":
        """Insert a user. Raises `IntegrityError` where the name or address is taken; services tell that to people."""
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, email: str, password: str | None = None, **fields: Any) -> "User":
        """Insert an administrator who may do everything."""
        rights = {"is_staff": True, "is_superuser": True, "is_verified": True, "role": "admin"}
        return self.create_user(username, email, password, **{**fields, **rights})
