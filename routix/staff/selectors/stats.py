"""How much there is of everything."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from accounts.models import BrandAsset, Role, User
from billing.tiers import Tier
from chat.models import Conversation, Message
from generation.models import Generation, Status
from generation.selectors.kept_pictures import kept_pictures
from routix.staff.selectors.bank import Bank, count_bank


@dataclass(frozen=True)
class Stats:
    """Counts of all time, of what was not deleted or erased; generations are counted with what was deleted since.

    Somebody whose account was never touched by money is on the free tier.
    """

    users: int
    users_by_role: dict[str, int]
    users_by_tier: dict[str, int]
    generations_by_status: dict[str, int]
    credits_charged: int
    thumbnails: int
    thumbnail_bytes: int
    assets: int
    asset_bytes: int
    conversations: int
    messages: int
    bank: Bank


def count_everything() -> Stats:
    """Count it in eight queries."""
    people = User.objects.filter(erased_at=None).order_by()
    by_role = {row["role"]: row["n"] for row in people.values("role").annotate(n=Count("pk"))}
    tiers = people.values(tier=F("credit_account__tier")).annotate(n=Count("pk"))
    by_tier = dict.fromkeys(Tier.values, 0)
    for row in tiers:
        by_tier[row["tier"] or Tier.FREE] += row["n"]
    made = Generation.objects.order_by().values("status").annotate(n=Count("pk"), charged=Sum("credits_charged"))
    by_status = {row["status"]: row for row in made}
    pictures = kept_pictures()
    assets = BrandAsset.objects.aggregate(n=Count("pk"), size=Coalesce(Sum("bytes"), 0))
    return Stats(
        users=sum(by_role.values()),
        users_by_role={role.value: by_role.get(role, 0) for role in Role},
        users_by_tier=by_tier,
        generations_by_status={status.value: by_status[status]["n"] if status in by_status else 0 for status in Status},
        credits_charged=sum(row["charged"] for row in by_status.values()),
        thumbnails=pictures.thumbnails,
        thumbnail_bytes=pictures.bytes,
        assets=assets["n"],
        asset_bytes=int(assets["size"]),
        conversations=Conversation.objects.filter(deleted_at=None).count(),
        messages=Message.objects.filter(conversation__deleted_at=None).count(),
        bank=count_bank(),
    )
