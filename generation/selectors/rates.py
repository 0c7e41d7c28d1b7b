"""Shares of one."""


def success_rate(*, completed: int, failed: int) -> float | None:
    """Return how much of what ended by itself is there, 0..1 to four places; None where nothing ended so."""
    ended = completed + failed
    return round(completed / ended, 4) if ended else None
