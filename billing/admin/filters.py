"""Questions staff ask of the lists that no single column answers."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Now

from billing.models import CreditLot
from common.admin_filters import YesFilter


class Frozen(YesFilter):
    title, parameter_name, saying = "frozen", "frozen", "Frozen"

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows.filter(frozen_at__isnull=False)


class Owing(YesFilter):
    title, parameter_name, saying = "debts", "owes", "Owes credits"

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows.filter(owed__gt=0)


class Holding(YesFilter):
    title, parameter_name, saying = "work under way", "holds", "Has credits held"

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows.filter(held__gt=0)


class Lapsed(YesFilter):
    title, parameter_name, saying = "lapsed credits", "lapsed", "Has credits whose time is over"

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        over = CreditLot.objects.filter(account=OuterRef("pk"), posted__gt=F("held"), expires_at__lte=Now())
        return rows.filter(Exists(over))


class ByHand(YesFilter):
    title, parameter_name, saying = "author", "by_hand", "Done by staff"

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows.filter(author__isnull=False)


class Overdue(YesFilter):
    title, parameter_name, saying = "time", "overdue", "Held beyond its time"

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows.filter(state="held", expires_at__lte=Now())


class Refunded(YesFilter):
    title, parameter_name, saying = "refunds", "refunded", "Money was sent back"

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows.filter(refunded_amount__gt=0)
