"""What can go wrong with credits and money."""

from django.utils.translation import gettext_noop

from common.errors import ConflictError, DomainError, NotAllowedError, RateLimitError


class InsufficientCreditsError(DomainError):
    """Less can be spent than is asked for. `details`: `required`, `available` and, with a debt, `owed`, in credits."""

    code = "insufficient_credits"
    status = 402
    message = gettext_noop("You don't have enough credits for this.")

    def __init__(self, *, required: int, available: int, owed: int = 0) -> None:
        details = {"required": required, "available": available}
        super().__init__(details={**details, "owed": owed} if owed else details)


class SpendingCapReachedError(NotAllowedError):
    """The user's own limit for this month. `details`: `cap`, `spent` and `required`, in credits."""

    code = "spending_cap_reached"
    message = gettext_noop("This would go over the monthly limit that you set. Raise it on your credits page, or wait.")

    def __init__(self, *, cap: int, spent: int, required: int) -> None:
        super().__init__(details={"cap": cap, "spent": spent, "required": required})


class AccountFrozenError(NotAllowedError):
    """An account that may neither spend nor buy, because a payment of it is disputed, say."""

    code = "account_frozen"
    message = gettext_noop("Your credits are frozen, because a payment was disputed. Write to support to sort it out.")


class LedgerKeyReusedError(ConflictError):
    """A key that stands for another movement already."""

    code = "ledger_key_reused"
    message = gettext_noop("This was booked before, with another amount or for somebody else.")


class HoldClosedError(ConflictError):
    """A hold that ended the other way: captured where it should be released, or the reverse."""

    code = "hold_closed"
    message = gettext_noop("These credits were settled already, in another way.")


class IrreversibleError(ConflictError):
    """A movement that has no opposite. `details`: `kind`."""

    code = "irreversible"
    message = gettext_noop("This kind of movement can't be reversed.")


class IdempotencyKeyReusedError(ConflictError):
    """An `Idempotency-Key` that came with another request before."""

    code = "idempotency_key_reused"
    message = gettext_noop("This Idempotency-Key was used for another request. Make a new one for each request.")


class RequestInProgressError(ConflictError):
    """The same request is being worked on at this moment."""

    code = "request_in_progress"
    message = gettext_noop("The same request is being worked on. Ask again in a moment.")


class PaymentsUnavailableError(DomainError):
    """No gateway is set up, or it does not answer."""

    code = "payments_unavailable"
    status = 503
    message = gettext_noop("Payments can't be taken at the moment. Nothing was charged; try again later.")


class PaymentRefusedError(DomainError):
    """The gateway refused, for a reason that the user may be told."""

    code = "payment_refused"
    status = 402
    message = gettext_noop("The payment was refused. Try another card.")


class PurchaseLimitError(RateLimitError):
    """Too many purchases at once, by one account, address or card."""

    message = gettext_noop("Too many purchases in a short time. Wait a while and try again.")


class SubscriptionStateError(ConflictError):
    """What a subscription can't do in its present state."""

    code = "subscription_state"
    message = gettext_noop("That does not fit your present subscription.")
