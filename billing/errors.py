"""What can go wrong with credits."""

from common.errors import ConflictError, DomainError


class InsufficientCreditsError(DomainError):
    """Less can be spent than is asked for. `details`: `required` and `available`, in credits."""

    code = "insufficient_credits"
    status = 402
    message = "You don't have enough credits for this."

    def __init__(self, *, required: int, available: int) -> None:
        super().__init__(details={"required": required, "available": available})


class LedgerKeyReusedError(ConflictError):
    """A key that stands for another movement already."""

    code = "ledger_key_reused"
    message = "This was booked before, with another amount or for somebody else."


class HoldClosedError(ConflictError):
    """A hold that ended the other way: captured where it should be released, or the reverse."""

    code = "hold_closed"
    message = "These credits were settled already, in another way."
