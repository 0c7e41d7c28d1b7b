"""More guards of the ledger, and the statement."""

from django.db import migrations

# A transaction says what its legs say: so many credits more or less for this one user.
BALANCED = """
CREATE OR REPLACE FUNCTION billing_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid;
    legs integer;
    total numeric;
    of_user numeric;
    of_others integer;
    booked billing_ledgertransaction;
BEGIN
    IF TG_TABLE_NAME = 'billing_ledgertransaction' THEN
        checked := NEW.id;
    ELSE
        checked := NEW.transaction_id;
    END IF;
    SELECT * INTO booked FROM billing_ledgertransaction WHERE id = checked;
    SELECT count(*), coalesce(sum(amount), 0),
           coalesce(sum(amount) FILTER (WHERE account_id IS NOT NULL), 0),
           count(*) FILTER (WHERE account_id <> booked.account_id)
        INTO legs, total, of_user, of_others
        FROM billing_ledgerleg WHERE transaction_id = checked;
    IF legs < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'Ledger transaction % does not balance: % legs, sum %.', checked, legs, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transactions_balance';
    END IF;
    IF of_user <> booked.amount OR of_others > 0 THEN
        RAISE EXCEPTION 'Ledger transaction % says % credits, its legs say %.', checked, booked.amount, of_user
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transactions_say_what_their_legs_say';
    END IF;
    RETURN NULL;
END $$;
"""

BALANCED_AS_BEFORE = """
CREATE OR REPLACE FUNCTION billing_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid;
    legs integer;
    total numeric;
BEGIN
    IF TG_TABLE_NAME = 'billing_ledgertransaction' THEN
        checked := NEW.id;
    ELSE
        checked := NEW.transaction_id;
    END IF;
    SELECT count(*), coalesce(sum(amount), 0) INTO legs, total
        FROM billing_ledgerleg WHERE transaction_id = checked;
    IF legs < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'Ledger transaction % does not balance: % legs, sum %.', checked, legs, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transactions_balance';
    END IF;
    RETURN NULL;
END $$;
"""

# An account is the sum of its lots, and nobody owes while something is free.
ADDED_UP = """
CREATE FUNCTION billing_check_account() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid;
    account billing_creditaccount;
    lots_posted numeric;
    lots_held numeric;
BEGIN
    IF TG_TABLE_NAME = 'billing_creditaccount' THEN
        checked := NEW.user_id;
    ELSE
        checked := NEW.account_id;
    END IF;
    SELECT * INTO account FROM billing_creditaccount WHERE user_id = checked;
    SELECT coalesce(sum(posted), 0), coalesce(sum(held), 0) INTO lots_posted, lots_held
        FROM billing_creditlot WHERE account_id = checked AND posted > 0;
    IF account.posted <> lots_posted OR account.held <> lots_held THEN
        RAISE EXCEPTION 'Account % has %/% credits, its lots %/%.',
            checked, account.posted, account.held, lots_posted, lots_held
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_are_the_sum_of_their_lots';
    END IF;
    IF account.owed > 0 AND account.posted > account.held THEN
        RAISE EXCEPTION 'Account % owes % credits while % are free.',
            checked, account.owed, account.posted - account.held
            USING ERRCODE = 'check_violation', CONSTRAINT = 'debts_are_paid_first';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER accounts_add_up AFTER INSERT OR UPDATE OF posted, held, owed ON billing_creditaccount
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_check_account();
CREATE CONSTRAINT TRIGGER lots_add_up AFTER INSERT OR UPDATE OF posted, held ON billing_creditlot
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_check_account();
"""

NOT_ADDED_UP = """
DROP TRIGGER lots_add_up ON billing_creditlot;
DROP TRIGGER accounts_add_up ON billing_creditaccount;
DROP FUNCTION billing_check_account();
"""

# Settlements are left out: they move credits from a user's lots to the same user's debt, which the line that made
# them free has in its balance already.
#
# Each half reads one table, unfiltered, and looks the rest up line by line. PostgreSQL then merges the newest lines of
# both in the order of their indexes; a join or a WHERE in a half would have it sort all of a user's lines first.
STATEMENT = """
CREATE VIEW billing_statement_line AS
SELECT id, account_id, at, kind, reason, note, bucket, amount, held, charged, returned, balance_after, expires_at,
       reference
FROM (
    SELECT booked.id AS id, booked.account_id AS account_id, booked.created_at AS at, booked.kind AS kind,
           booked.reason AS reason,
           coalesce((SELECT hold.note FROM billing_hold hold WHERE hold.id = booked.hold_id), '')::varchar(200) AS note,
           booked.bucket AS bucket, booked.amount AS amount,
           coalesce((SELECT hold.amount FROM billing_hold hold WHERE hold.id = booked.hold_id), 0) AS held,
           coalesce((SELECT hold.captured FROM billing_hold hold WHERE hold.id = booked.hold_id), 0) AS charged,
           coalesce((SELECT hold.amount - hold.captured FROM billing_hold hold WHERE hold.id = booked.hold_id), 0)
               AS returned,
           booked.balance_after AS balance_after,
           (SELECT min(lot.expires_at) FROM billing_creditlot lot WHERE lot.opened_by_id = booked.id) AS expires_at,
           booked.hold_id AS reference,
           booked.kind <> 'settlement' AS is_shown
    FROM billing_ledgertransaction booked
    UNION ALL
    SELECT hold.id, hold.account_id, coalesce(hold.closed_at, hold.created_at),
           (CASE WHEN hold.state = 'held' THEN 'held' ELSE 'returned' END)::varchar(16),
           ''::varchar(200), hold.note, ''::varchar(16), 0::bigint, hold.amount, 0::bigint,
           CASE WHEN hold.state = 'held' THEN 0 ELSE hold.amount END, NULL::bigint, NULL::timestamptz, hold.id,
           hold.captured = 0 AND hold.amount > 0
    FROM billing_hold hold
) AS line
WHERE is_shown;
CREATE INDEX holds_by_their_line ON billing_hold (account_id, coalesce(closed_at, created_at) DESC, id DESC)
    WHERE captured = 0 AND amount > 0;
"""

NO_STATEMENT = """
DROP INDEX holds_by_their_line;
DROP VIEW billing_statement_line;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_what_money_must_have")]

    operations = [
        migrations.RunSQL(BALANCED, BALANCED_AS_BEFORE),
        migrations.RunSQL(ADDED_UP, NOT_ADDED_UP),
        migrations.RunSQL(STATEMENT, NO_STATEMENT),
    ]
