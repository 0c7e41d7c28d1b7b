"""Products and prices."""

from django.db import transaction

from billing.gateway import PriceFound, PriceWanted
from billing.models import LocalPrice


def ensure_price(wanted: PriceWanted, *, dry_run: bool) -> PriceFound:
    """Have an active price of that amount, and no other one of that slug."""
    reference = f"price_test_{wanted.slug}_{wanted.amount}_{wanted.currency}"
    found = PriceFound(
        product=f"prod_test_{wanted.slug}", price=reference, changes=tuple(_differences(wanted, reference))
    )
    if found.changes and not dry_run:
        _bring_in_line(wanted, reference)
    return found


def _differences(wanted: PriceWanted, reference: str) -> list[str]:
    price = LocalPrice.objects.filter(pk=reference).first()
    money = f"{wanted.amount} {wanted.currency}"
    changes = []
    if price is None:
        changes.append(f"price {money} made")
    else:
        if not price.is_active:
            changes.append(f"price {money} taken into use again")
        if price.name != wanted.name:
            changes.append(f"name {price.name!r} changed to {wanted.name!r}")
    others = LocalPrice.objects.filter(slug=wanted.slug, is_active=True).exclude(pk=reference)
    changes += [f"price {other.amount} {other.currency} archived" for other in others]
    return changes


def _bring_in_line(wanted: PriceWanted, reference: str) -> None:
    row = LocalPrice(
        reference=reference,
        slug=wanted.slug,
        name=wanted.name,
        amount=wanted.amount,
        currency=wanted.currency,
        interval=wanted.interval,
        is_active=False,
    )
    with transaction.atomic():
        LocalPrice.objects.bulk_create([row], ignore_conflicts=True)
        # In the order of references, so that two who do this at once wait for each other.
        list(LocalPrice.objects.select_for_update().filter(slug=wanted.slug).order_by("reference"))
        LocalPrice.objects.filter(slug=wanted.slug).exclude(pk=reference).update(is_active=False)
        LocalPrice.objects.filter(pk=reference).update(is_active=True, name=wanted.name)
