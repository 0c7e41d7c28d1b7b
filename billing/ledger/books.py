"""Looking into the books: do the sums follow from the log, and if not, making them follow."""

import hashlib
import json
from typing import Any

from django.db import connection, transaction

# Every figure is a count of rows that should not be there, so a clean book answers 0 everywhere.
_FIGURES = {
    "unbalanced_transactions": """
        SELECT count(*) FROM (
            SELECT booked.id FROM billing_ledgertransaction booked
            LEFT JOIN billing_ledgerleg leg ON leg.transaction_id = booked.id
            GROUP BY booked.id HAVING count(leg.id) < 2 OR coalesce(sum(leg.amount), 0) <> 0
        ) AS found""",
    "transactions_that_disagree_with_their_legs": """
        SELECT count(*) FROM (
            SELECT booked.id FROM billing_ledgertransaction booked
            JOIN billing_ledgerleg leg ON leg.transaction_id = booked.id AND leg.account_id IS NOT NULL
            GROUP BY booked.id
            HAVING sum(leg.amount) <> booked.amount OR bool_or(leg.account_id <> booked.account_id)
        ) AS found""",
    "accounts_that_differ_from_the_log": """
        SELECT count(*) FROM billing_creditaccount account
        LEFT JOIN (
            SELECT account_id,
                   coalesce(sum(amount) FILTER (WHERE book = 'user'), 0) AS posted,
                   coalesce(-sum(amount) FILTER (WHERE book = 'debt'), 0) AS owed
            FROM billing_ledgerleg WHERE account_id IS NOT NULL GROUP BY account_id
        ) AS log ON log.account_id = account.user_id
        WHERE account.posted <> coalesce(log.posted, 0) OR account.owed <> coalesce(log.owed, 0)""",
    "lots_that_differ_from_the_log": """
        SELECT count(*) FROM billing_creditlot lot
        LEFT JOIN (SELECT lot_id, sum(amount) AS posted FROM billing_ledgerleg WHERE lot_id IS NOT NULL GROUP BY lot_id)
            AS log ON log.lot_id = lot.id
        WHERE lot.posted <> coalesce(log.posted, 0)""",
    "lots_that_differ_from_their_holds": """
        SELECT count(*) FROM billing_creditlot lot
        LEFT JOIN (
            SELECT part.lot_id, sum(part.amount) AS held FROM billing_holdpart part
            JOIN billing_hold hold ON hold.id = part.hold_id WHERE hold.state = 'held' GROUP BY part.lot_id
        ) AS open ON open.lot_id = lot.id
        WHERE lot.held <> coalesce(open.held, 0)""",
    "accounts_that_differ_from_their_lots": """
        SELECT count(*) FROM billing_creditaccount account
        LEFT JOIN (
            SELECT account_id, sum(posted) AS posted, sum(held) AS held FROM billing_creditlot
            WHERE posted > 0 GROUP BY account_id
        ) AS lots ON lots.account_id = account.user_id
        WHERE account.posted <> coalesce(lots.posted, 0) OR account.held <> coalesce(lots.held, 0)""",
    "holds_that_differ_from_their_parts": """
        SELECT count(*) FROM billing_hold hold
        LEFT JOIN (SELECT hold_id, sum(amount) AS amount FROM billing_holdpart GROUP BY hold_id)
            AS parts ON parts.hold_id = hold.id
        WHERE hold.state = 'held' AND hold.amount <> coalesce(parts.amount, 0)""",
    "captures_without_a_transaction": """
        SELECT count(*) FROM billing_hold hold
        LEFT JOIN billing_ledgertransaction booked ON booked.hold_id = hold.id AND booked.kind = 'capture'
        WHERE hold.state = 'captured' AND hold.captured <> coalesce(-booked.amount, 0)""",
    "holds_long_overdue": """
        SELECT count(*) FROM billing_hold WHERE state = 'held' AND expires_at < now() - interval '1 hour'""",
    "lots_long_over": """
        SELECT count(*) FROM billing_creditlot WHERE posted > held AND kept_until < now() - interval '1 day'""",
    "debts_beside_free_credits": """
        SELECT count(*) FROM billing_creditaccount WHERE owed > 0 AND posted > held""",
    "paid_packs_without_their_credits": """
        SELECT count(*) FROM billing_order bought
        LEFT JOIN billing_ledgertransaction booked ON booked.key = 'order:' || bought.id
        WHERE bought.state = 'paid' AND bought.kind = 'pack' AND booked.amount IS DISTINCT FROM bought.credits""",
    "credits_of_packs_that_are_not_paid": """
        SELECT count(*) FROM billing_ledgertransaction booked
        LEFT JOIN billing_order bought ON booked.key = 'order:' || bought.id AND bought.state = 'paid'
        WHERE booked.key LIKE 'order:%' AND bought.id IS NULL""",
    "paid_invoices_without_their_credits": """
        SELECT count(*) FROM billing_invoice invoice
        LEFT JOIN billing_ledgertransaction booked ON booked.key = 'invoice:' || invoice.reference
        WHERE invoice.credits > 0 AND booked.amount IS DISTINCT FROM invoice.credits""",
    "events_that_failed": "SELECT count(*) FROM billing_stripeevent WHERE state = 'failed'",
    "events_that_wait_too_long": """
        SELECT count(*) FROM billing_stripeevent
        WHERE state = 'received' AND received_at < now() - interval '1 hour'""",
}


def verify() -> dict[str, int]:
    """Count what is wrong, by name. A clean book answers 0 for every figure."""
    # One statement, so all figures are of the same moment: what is booked meanwhile is in all of them or in none.
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({sql})" for sql in _FIGURES.values()))
        return dict(zip(_FIGURES, cursor.fetchone(), strict=True))


def rebuild() -> int:
    """Set every account and lot to what the log and the open holds say. Returns how many rows were wrong."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody books meanwhile, since whoever does locks the account first; readers are not kept waiting. Locking the
        # tables would meet those who have written to one of them and are about to write to the next.
        cursor.execute("SELECT FROM billing_creditaccount ORDER BY user_id FOR NO KEY UPDATE")
        wrong = 0
        for sql in _REBUILDING:
            cursor.execute(sql)
            wrong += cursor.rowcount
        return wrong


_REBUILDING = (
    """
    UPDATE billing_creditlot lot SET posted = truth.posted, held = truth.held
    FROM (
        SELECT lot.id,
               coalesce((SELECT sum(amount) FROM billing_ledgerleg WHERE lot_id = lot.id), 0) AS posted,
               coalesce((SELECT sum(part.amount) FROM billing_holdpart part JOIN billing_hold hold
                         ON hold.id = part.hold_id WHERE part.lot_id = lot.id AND hold.state = 'held'), 0) AS held
        FROM billing_creditlot lot
    ) AS truth
    WHERE truth.id = lot.id AND (lot.posted <> truth.posted OR lot.held <> truth.held)""",
    """
    UPDATE billing_creditaccount account SET posted = truth.posted, held = truth.held, owed = truth.owed
    FROM (
        SELECT account.user_id,
               coalesce((SELECT sum(amount) FROM billing_ledgerleg
                         WHERE account_id = account.user_id AND book = 'user'), 0) AS posted,
               coalesce((SELECT -sum(amount) FROM billing_ledgerleg
                         WHERE account_id = account.user_id AND book = 'debt'), 0) AS owed,
               coalesce((SELECT sum(amount) FROM billing_hold
                         WHERE account_id = account.user_id AND state = 'held'), 0) AS held
        FROM billing_creditaccount account
    ) AS truth
    WHERE truth.user_id = account.user_id
      AND (account.posted, account.held, account.owed) <> (truth.posted, truth.held, truth.owed)""",
)


def fingerprint() -> str:
    """SHA-256 over everything booked, whatever the order: two runs with the same business have the same one.

    It covers each transaction's user, kind, key and amount, and what every account has. Times, row ids and how an
    amount was spread over lots are not part of it; settlements, which change nothing for the user, neither.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED)
        booked: list[Any] = sorted(cursor.fetchall())
        cursor.execute(
            "SELECT user_id::text, posted - owed, held, tier, frozen_at IS NOT NULL FROM billing_creditaccount"
            " ORDER BY user_id"
        )
        accounts: list[Any] = cursor.fetchall()
    return hashlib.sha256(json.dumps([booked, accounts]).encode()).hexdigest()


# The key of an expiry has the id of a lot in it.
_BOOKED = r"""
    SELECT account_id::text, kind, regexp_replace(key, 'expiry:[0-9a-f-]{36}:\d+$', 'expiry') AS key, amount
    FROM billing_ledgertransaction WHERE kind <> 'settlement'
"""
