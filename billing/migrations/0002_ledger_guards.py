"""The ledger guards itself: it is appended to and never changed, and every transaction balances at commit."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION billing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Test runners empty every table between tests. Their databases are named test_…; nothing else gets an exception.
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%'
       AND current_setting('routix.guard_test_ledger', true) IS DISTINCT FROM 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Book a compensating transaction.';
END $$;

CREATE TRIGGER transactions_are_never_changed BEFORE UPDATE OR DELETE ON billing_ledgertransaction
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER transactions_are_never_emptied BEFORE TRUNCATE ON billing_ledgertransaction
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER legs_are_never_changed BEFORE UPDATE OR DELETE ON billing_ledgerleg
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER legs_are_never_emptied BEFORE TRUNCATE ON billing_ledgerleg
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
"""

NOT_APPEND_ONLY = """
DROP TRIGGER legs_are_never_emptied ON billing_ledgerleg;
DROP TRIGGER legs_are_never_changed ON billing_ledgerleg;
DROP TRIGGER transactions_are_never_emptied ON billing_ledgertransaction;
DROP TRIGGER transactions_are_never_changed ON billing_ledgertransaction;
DROP FUNCTION billing_refuse_change();
"""

BALANCED = """
CREATE FUNCTION billing_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE CONSTRAINT TRIGGER transactions_balance AFTER INSERT ON billing_ledgertransaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_check_balance();
CREATE CONSTRAINT TRIGGER legs_balance AFTER INSERT ON billing_ledgerleg
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_check_balance();
"""

NOT_BALANCED = """
DROP TRIGGER legs_balance ON billing_ledgerleg;
DROP TRIGGER transactions_balance ON billing_ledgertransaction;
DROP FUNCTION billing_check_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
        migrations.RunSQL(BALANCED, NOT_BALANCED),
    ]
