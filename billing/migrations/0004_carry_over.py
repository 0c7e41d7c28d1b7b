"""What was booked before lots existed: each account's credits become one lot that never expires."""

from django.db import migrations

CARRY_OVER = """
ALTER TABLE billing_ledgertransaction DISABLE TRIGGER USER;
ALTER TABLE billing_ledgerleg DISABLE TRIGGER USER;

INSERT INTO billing_creditlot (id, created_at, account_id, bucket, granted, posted, held)
SELECT gen_random_uuid(), account.created_at, account.user_id, 'bonus', received.sum, account.posted, account.held
FROM billing_creditaccount account
JOIN (SELECT account_id, sum(amount) FILTER (WHERE amount > 0) AS sum FROM billing_ledgerleg
      WHERE account_id IS NOT NULL GROUP BY account_id) AS received ON received.account_id = account.user_id;

UPDATE billing_ledgerleg leg SET lot_id = lot.id FROM billing_creditlot lot WHERE lot.account_id = leg.account_id;

UPDATE billing_ledgertransaction booked
SET account_id = running.account_id, amount = running.amount, balance_after = running.balance_after
FROM (
    SELECT leg.transaction_id, leg.account_id, leg.amount,
           sum(leg.amount) OVER (PARTITION BY leg.account_id ORDER BY booked.created_at, leg.id) AS balance_after
    FROM billing_ledgerleg leg JOIN billing_ledgertransaction booked ON booked.id = leg.transaction_id
    WHERE leg.account_id IS NOT NULL
) AS running
WHERE running.transaction_id = booked.id;

UPDATE billing_ledgertransaction booked SET hold_id = hold.id
FROM billing_hold hold WHERE booked.key = 'capture:' || hold.id;

UPDATE billing_hold SET expires_at = greatest(created_at, now()) + interval '24 hours';

INSERT INTO billing_holdpart (hold_id, lot_id, amount)
SELECT hold.id, lot.id, hold.amount FROM billing_hold hold
JOIN billing_creditlot lot ON lot.account_id = hold.account_id
WHERE hold.state = 'held' AND hold.amount > 0;

UPDATE billing_creditaccount SET free_month_due_at = greatest(created_at + interval '30 days', now());

SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE billing_ledgerleg ENABLE TRIGGER USER;
ALTER TABLE billing_ledgertransaction ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_money")]

    operations = [migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop)]
