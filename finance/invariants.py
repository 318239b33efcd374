"""What must hold for ever about money: ledger, open amounts, credit, and what orders say of them."""

from core.invariants import Invariant, sql_rows

UNBALANCED = """
SELECT transaction FROM finance_ledgerentry GROUP BY transaction
HAVING sum(debit) <> sum(credit) OR count(*) < 2 OR count(DISTINCT currency) > 1 LIMIT 20
"""

TRIAL = "SELECT currency FROM finance_ledgerentry GROUP BY currency HAVING sum(debit) <> sum(credit)"

CONTROL = """
SELECT COALESCE(books.customer_id, papers.customer_id)
FROM (SELECT customer_id,
             sum(debit - credit) FILTER (WHERE account = 'receivable') AS receivable,
             sum(credit - debit) FILTER (WHERE account = 'advance') AS advance
      FROM finance_ledgerentry WHERE account IN ('receivable', 'advance') GROUP BY customer_id) AS books
FULL JOIN (SELECT customer_id, sum(open_amount) AS receivable, sum(unapplied) AS advance FROM (
               SELECT customer_id, open_amount, 0 AS unapplied FROM finance_invoice
               UNION ALL SELECT customer_id, 0, unapplied FROM finance_payment) AS both_sides
           GROUP BY customer_id) AS papers USING (customer_id)
WHERE COALESCE(books.receivable, 0) <> COALESCE(papers.receivable, 0)
   OR COALESCE(books.advance, 0) <> COALESCE(papers.advance, 0) LIMIT 20
"""

OPEN_INVOICE = """
SELECT i.id FROM finance_invoice i
LEFT JOIN (SELECT invoice_id, sum(amount) AS settled FROM finance_allocation GROUP BY invoice_id) a
       ON a.invoice_id = i.id
LEFT JOIN finance_invoice note ON note.corrects_id = i.id
WHERE i.open_amount <> CASE WHEN i.state IN ('draft', 'dropped') OR i.kind = 'credit_note' THEN 0
                            ELSE i.total - i.credited_amount - COALESCE(a.settled, 0) + COALESCE(note.total, 0) END
LIMIT 20
"""

OPEN_RECEIPT = """
SELECT p.id FROM finance_payment p
LEFT JOIN (SELECT payment_id, sum(amount) AS settled FROM finance_allocation GROUP BY payment_id) a
       ON a.payment_id = p.id
WHERE p.unapplied <> CASE WHEN p.state = 'booked' THEN p.amount ELSE 0 END - COALESCE(a.settled, 0) LIMIT 20
"""

UNLINKED = """
SELECT 'invoice:' || i.id FROM finance_invoice i LEFT JOIN finance_invoice note ON note.corrects_id = i.id
WHERE (i.state = 'reversed') <> (note.id IS NOT NULL) OR note.total <> -i.total
UNION ALL
SELECT 'invoice:' || i.id FROM finance_invoice i
LEFT JOIN (SELECT credits_id, sum(total) AS total FROM finance_invoice
           WHERE state = 'issued' AND credits_id IS NOT NULL GROUP BY credits_id) notes ON notes.credits_id = i.id
WHERE i.credited_amount <> -COALESCE(notes.total, 0)
UNION ALL
SELECT 'payment:' || p.id FROM finance_payment p LEFT JOIN finance_payment c ON c.reverses_id = p.id
WHERE (p.state = 'reversed') <> (c.id IS NOT NULL) OR c.amount <> p.amount
UNION ALL
SELECT 'allocation:' || u.id FROM finance_allocation u JOIN finance_allocation a ON a.id = u.reverses_id
WHERE u.amount <> -a.amount OR u.invoice_id <> a.invoice_id OR u.payment_id <> a.payment_id LIMIT 20
"""

LINES = """
SELECT i.id FROM finance_invoice i LEFT JOIN finance_invoiceline l ON l.invoice_id = i.id
GROUP BY i.id HAVING i.net <> COALESCE(sum(l.net), 0) OR i.tax <> COALESCE(sum(l.tax), 0) LIMIT 20
"""

UNBILLED_SHIPMENT = """
SELECT e.id FROM core_event e
WHERE e.name = 'order.shipped' AND e.at < now() - interval '5 minutes'
  AND NOT EXISTS (SELECT 1 FROM finance_invoice i
                  WHERE i.kind = 'invoice' AND i.source = e.text::jsonb -> 'data' ->> 'source') LIMIT 20
"""

CREDIT_ASKED = """
SELECT o.id FROM orders_order o
LEFT JOIN LATERAL (SELECT c.* FROM finance_creditcheck c WHERE c.order_id = o.id ORDER BY c.id DESC LIMIT 1) c ON true
WHERE o.origin = 'live' AND o.confirmed_at IS NOT NULL
  AND (c.id IS NULL OR c.revision <> o.revision OR (c.basis = 'within' AND c.exposure > c.credit_limit)
       OR (c.basis = 'prepaid' AND c.credit_limit <> 0)
       OR (c.basis = 'override' AND c.override_id IS NULL AND NOT EXISTS (
             SELECT 1 FROM orders_orderrevision r WHERE r.order_id = o.id
              AND r.findings @> '[{"code": "credit_over"}]'::jsonb))) LIMIT 20
""".replace("credit_limit", '"limit"')

OVERRIDE_USED = """
SELECT v.id FROM finance_creditoverride v LEFT JOIN finance_creditcheck c ON c.override_id = v.id
WHERE (v.state = 'used') <> (c.id IS NOT NULL) OR c.order_id <> v.order_id OR c.basis <> 'override' LIMIT 20
"""

CREDIT_PARTS = """
SELECT p.customer_id FROM finance_creditprofile p
LEFT JOIN (SELECT customer_id, sum(open_amount) AS amount FROM finance_invoice GROUP BY customer_id) i
       USING (customer_id)
LEFT JOIN (SELECT customer_id, sum(unapplied) AS amount FROM finance_payment GROUP BY customer_id) r
       USING (customer_id)
LEFT JOIN (SELECT customer_id, sum(total - returned_amount - invoiced_amount) AS amount FROM orders_order
           WHERE origin = 'live' AND state IN ('confirmed', 'completed') GROUP BY customer_id) o USING (customer_id)
WHERE p.receivable <> COALESCE(i.amount, 0) OR p.unallocated <> COALESCE(r.amount, 0)
   OR p.uninvoiced <> COALESCE(o.amount, 0) LIMIT 20
"""

ORDER_FIGURES = """
SELECT o.id FROM orders_order o
LEFT JOIN (SELECT order_id,
                  sum(total) FILTER (WHERE state NOT IN ('draft', 'dropped')) AS invoiced,
                  sum(total - credited_amount - open_amount)
                      FILTER (WHERE kind = 'invoice' AND state = 'issued') AS paid
           FROM finance_invoice GROUP BY order_id) i ON i.order_id = o.id
WHERE o.origin = 'live' AND (o.invoiced_amount <> COALESCE(i.invoiced, 0) OR o.paid_amount <> COALESCE(i.paid, 0))
LIMIT 20
"""

ORDER_LINES = """
SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
LEFT JOIN (SELECT l.order_line_id,
                  sum(l.quantity) FILTER (WHERE i.kind = 'invoice') AS invoiced,
                  -sum(l.quantity) FILTER (WHERE i.kind = 'credit_note') AS credited
           FROM finance_invoiceline l JOIN finance_invoice i ON i.id = l.invoice_id
           WHERE i.state NOT IN ('draft', 'dropped') GROUP BY l.order_line_id) b ON b.order_line_id = l.id
WHERE o.origin = 'live' AND (l.invoiced <> COALESCE(b.invoiced, 0) OR l.credited <> COALESCE(b.credited, 0)
                             OR l.invoiced - l.credited > l.shipped) LIMIT 20
"""

COMPLETED = """
SELECT o.id FROM orders_order o
WHERE o.origin = 'live' AND o.state = 'completed' AND o.invoiced_amount <> o.total - o.returned_amount LIMIT 20
"""

# A return whose goods are credited is credited by its issued red letters and by what is billed no more, or waits.
RETURNED = """
SELECT r.id FROM orders_return r
LEFT JOIN (SELECT split_part(source, ':', 2)::bigint AS return_id, bool_or(state = 'draft') AS waits,
                  -sum(total) FILTER (WHERE state = 'issued') AS credited
           FROM finance_invoice WHERE credits_id IS NOT NULL GROUP BY 1) n ON n.return_id = r.id
WHERE r.state IN ('resolved', 'closed')
  AND (r.to_credit <> COALESCE(n.waits, false) OR r.credited_amount < COALESCE(n.credited, 0))
UNION ALL
SELECT o.id FROM orders_order o
LEFT JOIN (SELECT order_id, sum(credited_amount) AS amount FROM orders_return GROUP BY order_id) r ON r.order_id = o.id
WHERE o.returned_amount <> COALESCE(r.amount, 0)
LIMIT 20
"""

SCOPE = """
SELECT i.id FROM finance_invoice i JOIN orders_order o ON o.id = i.order_id
WHERE i.customer_id <> o.customer_id OR i.currency <> o.currency
UNION ALL
SELECT a.id FROM finance_allocation a JOIN finance_invoice i ON i.id = a.invoice_id
JOIN finance_payment p ON p.id = a.payment_id WHERE i.customer_id <> p.customer_id OR i.currency <> p.currency
LIMIT 20
"""

INVARIANTS = (
    Invariant(
        "I17", "Every ledger transaction has two sides or more, one currency, and balances", sql_rows(UNBALANCED)
    ),
    Invariant("I18", "The trial balance is zero in every currency", sql_rows(TRIAL)),
    Invariant(
        "I19", "Ledger receivables and advances of a customer are their open invoices and receipts", sql_rows(CONTROL)
    ),
    Invariant("I20", "An invoice is open with its total less what settles it", sql_rows(OPEN_INVOICE)),
    Invariant("I20", "A receipt has left its amount less what it settles", sql_rows(OPEN_RECEIPT)),
    Invariant("I21", "Every correction is linked, whole, and the only one of its document", sql_rows(UNLINKED)),
    Invariant(
        "I22", "Every shipment of a live order is on an invoice within five minutes", sql_rows(UNBILLED_SHIPMENT)
    ),
    Invariant(
        "I24", "Every live confirmed order was within the credit limit of its day, or allowed", sql_rows(CREDIT_ASKED)
    ),
    Invariant("I24", "A credit override let one check of its own order pass, and no other", sql_rows(OVERRIDE_USED)),
    Invariant("I25", "A credit profile agrees with invoices, receipts and confirmed orders", sql_rows(CREDIT_PARTS)),
    Invariant("I25", "An invoice's lines add up to it", sql_rows(LINES)),
    Invariant("I25", "A live order's invoiced and paid amounts agree with its invoices", sql_rows(ORDER_FIGURES)),
    Invariant(
        "I5",
        "A live order line's invoiced pieces agree with invoices and never pass what shipped",
        sql_rows(ORDER_LINES),
    ),
    Invariant("I25", "A live completed order is invoiced to the cent, less what came back", sql_rows(COMPLETED)),
    Invariant("I20", "A settled return is credited by its documents or waits for one", sql_rows(RETURNED)),
    Invariant("I36", "Invoices and matchings stay with the customer and currency of their order", sql_rows(SCOPE)),
)
