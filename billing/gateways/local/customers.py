"""Customers."""

import uuid

from django.db import transaction

from billing.gateways.local.cards import card_named
from billing.gateways.local.once import once
from billing.gateways.local.rows import new_reference
from billing.gateways.local.subscriptions import end_subscription
from billing.models import LocalCustomer, LocalSubscription


def create_customer(*, user_id: uuid.UUID, email: str, name: str, key: str) -> str:
    """Make a customer. Asked again with the key of another address or name it is still the same one: people move."""

    def create() -> str:
        customer = LocalCustomer.objects.create(reference=new_reference("cus"), user_id=user_id, email=email, name=name)
        return customer.reference

    return once(key, {"customer": str(user_id)}, create)


def delete_customer(reference: str) -> None:
    """Forget who a customer is and end what they subscribe to. The row stays, since payments and invoices name it."""
    with transaction.atomic():
        living = LocalSubscription.objects.filter(customer=reference).exclude(status=LocalSubscription.Status.CANCELED)
        for subscription in living.select_for_update().order_by("pk"):
            end_subscription(subscription)
        LocalCustomer.objects.filter(pk=reference).update(email="", name="", card="")


def choose_card(customer: LocalCustomer, slug: str) -> None:
    """Have the next renewals paid by that card, whether it works or not. `ValidationFailedError` for an unknown one."""
    customer.card = card_named(slug).slug
    customer.save(update_fields=["card"])
