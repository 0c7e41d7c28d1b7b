"""What somebody is subscribed to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tier(TextChoices):
    """The tiers, from the least to the most."""

    FREE = "free", _("Free")
    BASIC = "basic", _("Basic")
    PRO = "pro", _("Pro")
    ENTERPRISE = "enterprise", _("Enterprise")

    @property
    def rank(self) -> int:
        """0 for the lowest."""
        return list(type(self)).index(self)

    def includes(self, other: "Tier") -> bool:
        """Say whether whoever has this tier may use what the other one offers."""
        return self.rank >= other.rank
