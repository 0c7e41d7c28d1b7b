"""What the page of an account shows beside its own row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from billing.admin.columns import NONE_YET, label, link_to, list_address
from billing.admin.tables import Column, Table, when
from billing.models import (
    CreditAccount,
    CreditLot,
    Invoice,
    LedgerTransaction,
    Order,
    PersonTrace,
    StatementLine,
    Subscription,
)
from billing.selectors import Balance, balance_of, statement_of
from common.money import money

_SHOWN = 20


@dataclass(frozen=True)
class AccountFacts:
    """What an account has, and all that it consists of."""

    account: CreditAccount
    balance: Balance
    tables: Sequence[Table]


def facts_of_account(account: CreditAccount) -> AccountFacts:
    """Read what belongs to an account, at most `_SHOWN` rows of each kind."""
    tables = [_statement(account), _lots(account), _subscriptions(account), _orders(account), _invoices(account)]
    return AccountFacts(account, balance_of(account.user), [*tables, _alike(account)])


def _statement(account: CreditAccount) -> Table:
    return Table(
        title="Statement",
        note=f"The last {_SHOWN} lines, as the user sees them.",
        columns=[
            *(Column("When"), Column("What"), Column("Why"), Column("Credits", is_number=True)),
            Column("Balance", is_number=True),
        ],
        rows=[_statement_row(line) for line in statement_of(account.user)[:_SHOWN]],
        empty="Nothing was booked yet.",
        more=list_address(LedgerTransaction, account__exact=account.pk),
    )


def _statement_row(line: StatementLine) -> list[object]:
    why = " · ".join(filter(None, (line.reason, line.note)))
    if line.kind == StatementLine.Kind.HELD:
        change = f"({line.held} held)"
    elif line.kind == StatementLine.Kind.RETURNED:
        change = f"({line.returned} returned)"
    else:
        change = f"{line.amount:+d}"
    balance = NONE_YET if line.balance_after is None else line.balance_after
    return [when(line.at), line.get_kind_display(), why, change, balance]


def _lots(account: CreditAccount) -> Table:
    lots = CreditLot.objects.filter(account=account, posted__gt=0).order_by("expires_at", "created_at")
    return Table(
        title="Credits that are left",
        note="By what they came with; those that expire first are spent first.",
        columns=[
            *(Column("Came"), Column("Bucket"), Column("Left", is_number=True), Column("Of", is_number=True)),
            *(Column("Held", is_number=True), Column("Expires"), Column("Kept until")),
        ],
        rows=[_lot_row(lot) for lot in lots],
        empty="None.",
    )


def _lot_row(lot: CreditLot) -> list[object]:
    expires: object = "never" if lot.expires_at is None else when(lot.expires_at)
    if lot.expires_at is not None and lot.expires_at <= timezone.now():
        expires = label(f"lapsed {when(lot.expires_at)}", "busy")
    return [
        *(when(lot.created_at), lot.get_bucket_display(), lot.posted, lot.granted, lot.held or ""),
        *(expires, when(lot.kept_until)),
    ]


def _subscriptions(account: CreditAccount) -> Table:
    found = Subscription.objects.filter(user_id=account.pk).select_related("plan", "paid_plan").order_by("-started_at")
    return Table(
        title="Subscriptions",
        columns=[
            *(Column("Plan"), Column("Paid plan"), Column("State"), Column("A month", is_number=True)),
            *(Column("Began"), Column("Period ends"), Column("Gateway")),
        ],
        rows=[
            [
                link_to(one, one.plan),
                one.paid_plan or NONE_YET,
                one.get_status_display() + (", ends with its period" if one.cancels_at_period_end else ""),
                money(one.amount, one.currency),
                when(one.started_at),
                when(one.period_end),
                _gateway(one),
            ]
            for one in found[:_SHOWN]
        ],
        empty="None.",
    )


def _orders(account: CreditAccount) -> Table:
    found = Order.objects.filter(user_id=account.pk).select_related("pack", "plan").order_by("-created_at")
    return Table(
        title="Orders",
        columns=[
            *(Column("When"), Column("Of"), Column("Credits", is_number=True), Column("Price", is_number=True)),
            *(Column("State"), Column("Sent back", is_number=True), Column("Gateway")),
        ],
        rows=[
            [
                link_to(order, when(order.created_at)),
                order.pack or order.plan,
                order.credits,
                money(order.amount, order.currency),
                _state_of_order(order),
                money(order.refunded_amount, order.currency) if order.refunded_amount else "",
                _gateway(order),
            ]
            for order in found[:_SHOWN]
        ],
        empty="None.",
        more=list_address(Order, user__exact=account.pk),
    )


def _state_of_order(order: Order) -> object:
    return label("disputed", "bad") if order.is_disputed else order.get_state_display()


def _invoices(account: CreditAccount) -> Table:
    found = Invoice.objects.filter(user_id=account.pk).select_related("plan", "subscription").order_by("-paid_at")
    return Table(
        title="Paid invoices",
        columns=[
            *(Column("Paid"), Column("Plan"), Column("Number"), Column("Credits", is_number=True)),
            *(Column("Paid", is_number=True), Column("Sent back", is_number=True), Column("Gateway")),
        ],
        rows=[
            [
                link_to(invoice, when(invoice.paid_at)),
                invoice.plan,
                str(invoice),
                invoice.credits,
                money(invoice.amount, invoice.currency),
                money(invoice.refunded_amount, invoice.currency) if invoice.refunded_amount else "",
                label("disputed", "bad") if invoice.is_disputed else _gateway(invoice.subscription),
            ]
            for invoice in found[:_SHOWN]
        ],
        empty="None.",
        more=list_address(Invoice, user__exact=account.pk),
    )


def _gateway(row: Order | Subscription) -> str:
    return f"{row.get_gateway_display()}, {'live' if row.livemode else 'test'}"


def _alike(account: CreditAccount) -> Table:
    """Other accounts that may be the same person's. The traces themselves are digests and shown nowhere."""
    kinds = [PersonTrace.Kind.CARD, PersonTrace.Kind.EMAIL]
    own = PersonTrace.objects.filter(user_id=account.pk, kind__in=kinds).values("digest")
    others = PersonTrace.objects.filter(kind__in=kinds, digest__in=own).exclude(user_id=account.pk)
    found = others.select_related("user", "user__credit_account").order_by("user__username", "kind")
    return Table(
        title="Accounts that share a card or a mailbox",
        columns=[Column("User"), Column("In common"), Column("Since")],
        rows=[
            [
                link_to(getattr(trace.user, "credit_account", None), trace.user),
                trace.get_kind_display(),
                when(trace.created_at),
            ]
            for trace in found[:_SHOWN]
        ],
        empty="None is known.",
    )
