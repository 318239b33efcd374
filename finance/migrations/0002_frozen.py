"""What is posted stays: tables that only grow, documents that freeze, and a ledger that balances."""

from django.db import migrations

from core.append_only import append_only

FREEZE = """
CREATE FUNCTION finance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is posted: correct it with a new document', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER finance_invoice_frozen BEFORE UPDATE ON finance_invoice FOR EACH ROW
    WHEN (OLD.state <> 'draft'
          AND (to_jsonb(OLD) - '{state,open_amount}'::text[]) <> (to_jsonb(NEW) - '{state,open_amount}'::text[]))
    EXECUTE FUNCTION finance_refuse_change();
CREATE TRIGGER finance_invoice_kept BEFORE DELETE ON finance_invoice FOR EACH ROW
    WHEN (OLD.state <> 'draft') EXECUTE FUNCTION finance_refuse_change();

CREATE TRIGGER finance_payment_frozen BEFORE UPDATE ON finance_payment FOR EACH ROW
    WHEN ((to_jsonb(OLD) - '{state,unapplied}'::text[]) <> (to_jsonb(NEW) - '{state,unapplied}'::text[]))
    EXECUTE FUNCTION finance_refuse_change();
CREATE TRIGGER finance_payment_kept BEFORE DELETE ON finance_payment FOR EACH ROW
    EXECUTE FUNCTION finance_refuse_change();
"""
UNFREEZE = """
DROP TRIGGER finance_invoice_frozen ON finance_invoice;
DROP TRIGGER finance_invoice_kept ON finance_invoice;
DROP TRIGGER finance_payment_frozen ON finance_payment;
DROP TRIGGER finance_payment_kept ON finance_payment;
DROP FUNCTION finance_refuse_change();
"""

BALANCE = """
CREATE FUNCTION finance_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    difference numeric; sides integer; currencies integer;
BEGIN
    SELECT sum(debit - credit), count(*), count(DISTINCT currency) INTO difference, sides, currencies
    FROM finance_ledgerentry WHERE transaction = NEW.transaction;
    IF difference <> 0 OR sides < 2 OR currencies <> 1 THEN
        RAISE EXCEPTION 'ledger transaction % does not balance', NEW.transaction USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER finance_ledger_balanced AFTER INSERT ON finance_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION finance_check_balance();
"""
UNBALANCE = """
DROP TRIGGER finance_ledger_balanced ON finance_ledgerentry;
DROP FUNCTION finance_check_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial"), ("core", "0002_append_only")]
    operations = [
        append_only("finance_ledgerentry"),
        append_only("finance_allocation"),
        append_only("finance_creditcheck"),
        append_only("finance_invoiceline"),
        migrations.RunSQL(FREEZE, UNFREEZE),
        migrations.RunSQL(BALANCE, UNBALANCE),
    ]
