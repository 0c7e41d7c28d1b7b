"""Who a user is to the gateway."""

import hashlib

from accounts.models import User
from billing.gateway import PaymentGateway
from billing.models import GatewayCustomer


def customer_of(user: User, gateway: PaymentGateway) -> str:
    """The user's reference at the gateway, made at the first purchase; there is one, however many ask at once."""
    mine = GatewayCustomer.objects.filter(user=user, gateway=gateway.name, livemode=gateway.livemode)
    found = mine.values_list("reference", flat=True).first()
    if found is not None:
        return found
    # The same key with another address would be refused.
    told = hashlib.sha256(f"{user.email} {user.get_full_name()}".encode()).hexdigest()
    reference = gateway.create_customer(
        user_id=user.pk, email=user.email, name=user.get_full_name(), key=f"customer-{user.pk}-{told[:16]}"
    )
    row = GatewayCustomer(user=user, gateway=gateway.name, livemode=gateway.livemode, reference=reference)
    GatewayCustomer.objects.bulk_create([row], ignore_conflicts=True)
    return mine.values_list("reference", flat=True).get()
