"""What a generation costs, and what of that is charged when fewer pictures came out than were asked for."""

from generation.models import Algorithm, Generation, Priority

HIGH_PRIORITY_CREDITS = 1
UPSCALE_CREDITS = 1


def cost_of(algorithm: Algorithm, *, variants: int, priority: str) -> int:
    """Return the credits: the algorithm's for each variant, and more for high priority."""
    return algorithm.credit_cost * variants + _surcharge(priority)


def charge_of(generation: Generation, *, delivered: int, wanted: int) -> int:
    """Return the credits to charge for so many pictures of those wanted, both at least 1.

    Each picture costs its share, rounded for the user's good, but one credit at least. High priority was given either
    way, so its credit stays.
    """
    if delivered >= wanted:
        return generation.credits_cost
    surcharge = _surcharge(generation.priority)
    share = (generation.credits_cost - surcharge) * delivered // wanted
    return min(generation.credits_cost, surcharge + max(1, share))


def _surcharge(priority: str) -> int:
    return HIGH_PRIORITY_CREDITS if priority == Priority.HIGH else 0
