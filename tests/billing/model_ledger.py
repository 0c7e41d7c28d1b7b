"""The ledger as it is meant, in memory and without a database: what the real one is compared with.

Days stand for times: 0 is now, and what is due on day 0 or before is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

RETURNED_FOR = 30.001  # what comes back does so a moment after the day began
_OVER = 0.01
_REVERSIBLE = {"grant", "adjustment", "refund", "dispute", "capture", "expiry"}


class RefusedError(Exception):
    """What the ledger has to refuse, too."""


@dataclass
class ModelLot:
    opened_by: str
    bucket: str
    granted: int
    expires: float | None = None
    kept: float | None = None
    left: int = 0
    held: int = 0

    @property
    def free(self) -> int:
        return self.left - self.held

    @property
    def is_lapsed(self) -> bool:
        return self.expires is not None and self.expires < _OVER

    @property
    def is_over(self) -> bool:
        return self.kept is not None and self.kept < _OVER


@dataclass(frozen=True)
class Booked:
    """One line of the log: what it changed, and for which lots."""

    kind: str
    amount: int
    legs: tuple[tuple[ModelLot, int], ...]


@dataclass
class ModelHold:
    amount: int
    parts: list[tuple[ModelLot, int]]
    state: str = "held"
    captured: int = 0


@dataclass
class ModelAccount:
    """One user's credits."""

    owed: int = 0
    lots: list[ModelLot] = field(default_factory=list)
    log: dict[str, Booked] = field(default_factory=dict)

    # --- what there is

    @property
    def posted(self) -> int:
        return sum(lot.left for lot in self.lots)

    @property
    def held(self) -> int:
        return sum(lot.held for lot in self.lots)

    @property
    def lapsed(self) -> int:
        return sum(lot.free for lot in self.lots if lot.is_lapsed)

    @property
    def available(self) -> int:
        return 0 if self.owed else self.posted - self.held - self.lapsed

    def free_lots(self, *, with_lapsed: bool = False) -> list[ModelLot]:
        free = [lot for lot in self.lots if lot.free and (with_lapsed or not lot.is_lapsed)]
        return sorted(free, key=soonest)

    # --- what comes in

    def grant(
        self, key: str, amount: int, bucket: str, expires: float | None, kept: float | None, kind: str = "grant"
    ) -> bool:
        if key in self.log:
            return False
        self._open(key, bucket, amount, expires, kept)
        self.log[key] = Booked(kind, amount, ())
        self._settle()
        return True

    def renew(self, key: str, amount: int, ceiling: int, expires: float, kept: float) -> None:
        self.grant(key, amount, "plan", expires, kept)
        earlier = [lot for lot in self.lots if lot.bucket == "plan" and lot.left and (lot.expires or 0) < expires]
        earlier.sort(key=soonest)
        room = max(0, ceiling - amount - sum(lot.held for lot in earlier))
        left = sum(lot.free for lot in earlier)
        lost = take(earlier, max(0, left - room))
        if lost:
            self.log[f"expiry:{key}"] = Booked("expiry", -total(lost), negative(lost))
        rolled = total(take(earlier, room))
        if ceiling > amount:
            for lot in earlier:
                if lot.held:
                    lot.expires, lot.kept = expires, kept
        if rolled:
            self._open(f"rollover:{key}", "plan", rolled, expires, kept)
            self.log[f"rollover:{key}"] = Booked("rollover", 0, ())

    # --- what work does

    def reserve(self, amount: int) -> ModelHold:
        if amount > self.available:
            raise RefusedError
        parts = draw(self.free_lots(), amount)
        for lot, part in parts:
            lot.held += part
        return ModelHold(amount, parts)

    def capture(self, reference: str, hold: ModelHold, amount: int) -> None:
        if hold.state == "held":
            if amount > hold.amount:
                raise RefusedError
            hold.state, hold.captured = "captured", amount
            legs, left = [], amount
            for lot, part in sorted(hold.parts, key=lambda part: soonest(part[0])):
                charged = min(left, part)
                left -= charged
                lot.held -= part
                lot.left -= charged
                if charged:
                    legs.append((lot, -charged))
            if amount:
                self.log[f"capture:{reference}"] = Booked("capture", -amount, tuple(legs))
            self._settle()
        elif hold.state != "captured" or hold.captured != amount:
            raise RefusedError

    def release(self, hold: ModelHold) -> None:
        if hold.state == "captured":
            raise RefusedError
        if hold.state == "held":
            hold.state = "released"
            for lot, part in hold.parts:
                lot.held -= part
            self._settle()

    # --- what time does

    def let_pass(self, days: int) -> None:
        for lot in self.lots:
            if lot.expires is not None and lot.kept is not None:
                lot.expires -= days
                lot.kept -= days

    def expire(self) -> int:
        over = [lot for lot in self.lots if lot.is_over and lot.free]
        for lot in over:
            key = f"expiry:{id(lot)}:{len(self.log)}"
            self.log[key] = Booked("expiry", -lot.free, ((lot, -lot.free),))
            lot.left = lot.held
        return len(over)

    # --- what is set right

    def take_back(self, key: str, amount: int, granted_by: str, kind: str) -> bool:
        if key in self.log:
            return False
        lots = self.free_lots(with_lapsed=True)
        lots.sort(key=lambda lot: lot.opened_by != granted_by)
        taken = take(lots, amount)
        self.owed += amount - total(taken)
        self.log[key] = Booked(kind, -amount, negative(taken))
        return True

    def adjust(self, key: str, amount: int) -> None:
        if amount > 0:
            self.grant(key, amount, "bonus", None, None, kind="adjustment")
            return
        lots = self.free_lots()
        if sum(lot.free for lot in lots) < -amount:
            raise RefusedError
        self.log[key] = Booked("adjustment", amount, negative(take(lots, -amount)))

    def reverse(self, key: str) -> bool:
        booked = self.log[key]
        if booked.kind not in _REVERSIBLE:
            raise RefusedError
        reversal = f"reversal:{key}"
        if booked.amount > 0:
            return self.take_back(reversal, booked.amount, key, "reversal")
        if reversal in self.log:
            return False
        left = -booked.amount
        forgiven = min(self.owed, left)
        self.owed -= forgiven
        left -= forgiven
        lapsed = 0
        for lot, change in reversed(booked.legs):
            if lot.is_lapsed:
                lapsed -= change
                continue
            part = min(left, -change, lot.granted - lot.left)
            lot.left += part
            left -= part
        lapsed = min(lapsed, left)
        if lapsed:
            self._open(reversal, "bonus", lapsed, RETURNED_FOR, RETURNED_FOR)
        if left - lapsed:
            self._open(reversal, "bonus", left - lapsed, None, None)
        self.log[reversal] = Booked("reversal", -booked.amount, ())
        self._settle()
        return True

    # --- within

    def _open(self, key: str, bucket: str, amount: int, expires: float | None, kept: float | None) -> None:
        self.lots.append(ModelLot(key, bucket, amount, expires, kept, left=amount))

    def _settle(self) -> None:
        if self.owed:
            self.owed -= total(take(self.free_lots(with_lapsed=True), self.owed))


def soonest(lot: ModelLot) -> float:
    """Sorts by expiry; a sort is stable, so the older of two stays first."""
    return float("inf") if lot.expires is None else lot.expires


def draw(lots: Iterable[ModelLot], amount: int) -> list[tuple[ModelLot, int]]:
    drawn = []
    for lot in lots:
        part = min(amount, lot.free)
        if part > 0:
            drawn.append((lot, part))
            amount -= part
    return drawn


def take(lots: Iterable[ModelLot], amount: int) -> list[tuple[ModelLot, int]]:
    taken = draw(lots, amount)
    for lot, part in taken:
        lot.left -= part
    return taken


def total(parts: Iterable[tuple[ModelLot, int]]) -> int:
    return sum(part for _, part in parts)


def negative(parts: Iterable[tuple[ModelLot, int]]) -> tuple[tuple[ModelLot, int], ...]:
    return tuple((lot, -part) for lot, part in parts)
