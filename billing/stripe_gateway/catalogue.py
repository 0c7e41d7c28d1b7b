"""What we sell, as products and prices of Stripe's. A price never changes there: another amount is another price."""

from typing import TYPE_CHECKING

import stripe

from billing.gateway import PriceFound, PriceWanted
from billing.stripe_gateway.connection import client, is_missing

if TYPE_CHECKING:
    from stripe.params import PriceCreateParams

_MOST_A_PAGE = 100


def bring_in_line(wanted: PriceWanted, *, dry_run: bool) -> PriceFound:
    """Bring product and price in line; a price that is no longer asked stays there, but can't be bought any more.

    On a dry run the price is "" where it would have to be made. Two at once make one product and one price.
    """
    changes: list[str] = []
    product_id = f"routix_{wanted.slug.replace('-', '_')}"
    product = _settle_product(product_id, wanted, changes, dry_run=dry_run)
    price = _settle_price(product_id, wanted, changes, dry_run=dry_run)
    if product is not None:
        _settle_default(product, price, changes, dry_run=dry_run)
        _retire_others(product_id, price, wanted, changes, dry_run=dry_run)
    return PriceFound(product=product_id, price=price, changes=changes)


def _settle_product(
    product_id: str, wanted: PriceWanted, changes: list[str], *, dry_run: bool
) -> stripe.Product | None:
    """Return it as it was before; None where it is new."""
    product = _find_product(product_id)
    if product is None:
        changes.append(f"make product {product_id}, “{wanted.name}”")
        if dry_run or _make_product(product_id, wanted):
            return None
        product = client().v1.products.retrieve(product_id)  # made by another at this moment
    if product.name != wanted.name:
        changes.append(f"rename product {product_id} from “{product.name}” to “{wanted.name}”")
        if not dry_run:
            client().v1.products.update(product_id, params={"name": wanted.name})
    if not product.active:
        changes.append(f"put product {product_id} on sale again")
        if not dry_run:
            client().v1.products.update(product_id, params={"active": True})
    return product


def _find_product(product_id: str) -> stripe.Product | None:
    try:
        return client().v1.products.retrieve(product_id)
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise
        return None


def _make_product(product_id: str, wanted: PriceWanted) -> bool:
    """Return False where somebody else did."""
    try:
        client().v1.products.create(params={"id": product_id, "name": wanted.name})
    except stripe.InvalidRequestError as error:
        if error.code != "resource_already_exists":
            raise
        return False
    return True


def _settle_price(product: str, wanted: PriceWanted, changes: list[str], *, dry_run: bool) -> str:
    """Return the price that is asked from now on."""
    lookup_key = f"routix_{wanted.slug}"
    former = next(iter(client().v1.prices.list(params={"lookup_keys": [lookup_key]}).data), None)
    if former is not None and _fits(former, product, wanted):
        if not former.active:
            changes.append(f"put price {former.id} on sale again")
            if not dry_run:
                client().v1.prices.update(former.id, params={"active": True})
        return former.id
    each = f" each {wanted.interval}" if wanted.interval else ""
    changes.append(f"make a price of {wanted.amount} {wanted.currency}{each}, in minor units")
    if dry_run:
        return ""
    params: PriceCreateParams = {
        "product": product,
        "unit_amount": wanted.amount,
        "currency": wanted.currency,
        "lookup_key": lookup_key,
        "transfer_lookup_key": True,
        "metadata": {"routix": wanted.slug},
    }
    if wanted.interval == "month":
        params["recurring"] = {"interval": "month"}
    # With the former price in the key, two at once make one, and an amount that comes back later makes its own.
    made_after = former.id if former is not None else "none"
    key = f"price-{wanted.slug}-{wanted.amount}-{wanted.currency}-{made_after}"
    return client().v1.prices.create(params=params, options={"idempotency_key": key}).id


def _settle_default(product: stripe.Product, price: str, changes: list[str], *, dry_run: bool) -> None:
    """Let no other price be the default that the dashboard may have set: a default can't be archived."""
    if product.default_price in (None, price):
        return
    changes.append(f"make the price the default of product {product.id}")
    if not dry_run:
        client().v1.products.update(product.id, params={"default_price": price})


def _retire_others(product: str, price: str, wanted: PriceWanted, changes: list[str], *, dry_run: bool) -> None:
    """Archive our other prices of the product, also those that a run that was cut left. Subscriptions keep theirs."""
    pages = client().v1.prices.list(params={"product": product, "active": True, "limit": _MOST_A_PAGE})
    for other in pages.auto_paging_iter():
        if other.id == price or "routix" not in other.metadata or other.metadata["routix"] != wanted.slug:
            continue
        changes.append(f"archive price {other.id} of {other.unit_amount} {other.currency}")
        if not dry_run:
            client().v1.prices.update(other.id, params={"active": False})


def _fits(price: stripe.Price, product: str, wanted: PriceWanted) -> bool:
    recurring = price.recurring
    interval = recurring.interval if recurring is not None else ""
    is_each = recurring is None or recurring.interval_count == 1
    asked = (price.product, price.unit_amount, price.currency, interval)
    return is_each and asked == (product, wanted.amount, wanted.currency, wanted.interval)
