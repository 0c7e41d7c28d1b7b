"""The gateway's prices of what we sell: bringing them in line with our rows, and finding the one to ask."""

from collections.abc import Iterator

import structlog
from django.db import transaction

from billing.errors import PaymentsUnavailableError
from billing.gateway import PaymentGateway, PriceFound, PriceWanted
from billing.gateways import current_gateway
from billing.models import Gateway, GatewayPrice, Pack, Plan
from billing.tiers import Tier

_log = structlog.get_logger(__name__)


def sync_prices(*, dry_run: bool) -> list[str]:
    """Bring every plan and pack on sale in line at the present gateway. Returns what was (or would be) done, a line
    each, as `plan-pro: make a price of …`.

    What is in line already stays as it is, so it may run at any time, and twice at once. What is not on sale is left
    alone: it can't be bought here, and who subscribes to it goes on. Raises what `PaymentGateway.ensure_price` raises.
    """
    gateway = current_gateway()
    done: list[str] = []
    for sold in _catalogue():
        wanted = _wanted(sold)
        if not sold.is_active:
            done.append(f"{wanted.slug}: not on sale, left alone")
            continue
        found = gateway.ensure_price(wanted, dry_run=dry_run)
        changes = list(found.changes)
        if not dry_run and not _keep(gateway, sold, wanted, found):
            changes.append("changed here meanwhile, so run this again")
        done += [f"{wanted.slug}: {change}" for change in changes or ["nothing to do"]]
    return done


def current_price(gateway: PaymentGateway, *, plan: Plan | None = None, pack: Pack | None = None) -> str:
    """The reference of the price to ask for a plan or a pack, at the amount that our row says.

    With test payments it is made on the spot. With Stripe `PaymentsUnavailableError` is raised until `sync_stripe`
    made it: nobody is to pay another sum than the one that was shown.
    """
    sold = plan or pack
    if sold is None:
        raise ValueError("Name a plan or a pack.")
    known = GatewayPrice.objects.filter(
        gateway=gateway.name, livemode=gateway.livemode, is_current=True, plan=plan, pack=pack
    ).first()
    if known is not None and (known.amount, known.currency) == (sold.price, sold.currency):
        return known.reference
    wanted = _wanted(sold)
    if gateway.name != Gateway.TEST:
        _log.error("price_not_synced", slug=wanted.slug, amount=wanted.amount, hint="run manage.py sync_stripe")
        raise PaymentsUnavailableError
    found = gateway.ensure_price(wanted, dry_run=False)
    _keep(gateway, sold, wanted, found)
    return found.price


def _catalogue() -> Iterator[Plan | Pack]:
    yield from Plan.objects.exclude(tier=Tier.FREE)
    yield from Pack.objects.all()


def _wanted(sold: Plan | Pack) -> PriceWanted:
    """The name is what buyers read at the checkout and on their invoices."""
    is_plan = isinstance(sold, Plan)
    return PriceWanted(
        slug=f"{'plan' if is_plan else 'pack'}-{sold.pk}",
        name=f"Routix {sold.name}",
        amount=sold.price,
        currency=sold.currency,
        interval="month" if is_plan else "",
    )


def _keep(gateway: PaymentGateway, sold: Plan | Pack, wanted: PriceWanted, found: PriceFound) -> bool:
    """Make that price the current one, unless the row asks another by now: return False then."""
    owner = {"plan": sold if isinstance(sold, Plan) else None, "pack": sold if isinstance(sold, Pack) else None}
    with transaction.atomic():
        # One at a time; who comes later with an older amount finds out here.
        row = type(sold).objects.select_for_update(no_key=True).get(pk=sold.pk)
        if (row.price, row.currency) != (wanted.amount, wanted.currency):
            return False
        mine = GatewayPrice.objects.filter(gateway=gateway.name, livemode=gateway.livemode, **owner)
        mine.filter(is_current=True).exclude(reference=found.price).update(is_current=False)
        GatewayPrice.objects.update_or_create(
            gateway=gateway.name,
            reference=found.price,
            defaults={
                **owner,
                "livemode": gateway.livemode,
                "product_reference": found.product,
                "amount": wanted.amount,
                "currency": wanted.currency,
                "is_current": True,
            },
        )
    return True
