-- The ledger.

-- name: journal_insert
INSERT INTO journal (business_key, event, customer, order_id, currency, at,
run_id, value_on, memo) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (business_key) DO NOTHING

-- name: posting_insert
INSERT INTO posting (journal_id, debit, credit, amount_minor)
VALUES ($1, $2, $3, $4)

-- name: balance_add
INSERT INTO account_balance (account, customer, currency, amount_minor)
VALUES ($1, $2, $3, $4) ON CONFLICT (customer, account, currency)
DO UPDATE SET amount_minor = account_balance.amount_minor +
excluded.amount_minor

-- Money for an order that waits for the rest, and money that goes back.
-- name: earmarked_get
SELECT coalesce((SELECT sum(p.amount_minor) FROM payment p
JOIN orders o USING (order_id) WHERE p.customer = $1 AND p.currency = $2
AND p.state = 'unapplied' AND p.order_id IS NOT NULL
AND (o.state = 'held' OR o.state = 'received')), 0)
+ coalesce((SELECT sum(r.amount_minor) FROM refund r WHERE r.customer = $1
AND r.currency = $2 AND r.state = 'asked'), 0)

-- The first of these, without one payment.
-- name: earmarked_besides
SELECT coalesce(sum(p.amount_minor), 0) FROM payment p
JOIN orders o USING (order_id) WHERE p.customer = $1 AND p.currency = $2
AND p.state = 'unapplied' AND p.payment_id <> $3
AND (o.state = 'held' OR o.state = 'received')

-- name: balance_get
SELECT amount_minor FROM account_balance
WHERE customer = $1 AND account = $2 AND currency = $3

-- What is owed, piece by piece.

-- name: receivable_insert
INSERT INTO receivable (journal_id, customer, currency, order_id, on_day,
left_on, due_on, discount_until, discount_percent, amount_minor, base_minor,
open_minor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10)

-- name: receivable_ended
UPDATE receivable SET open_minor = open_minor - $1,
base_minor = base_minor - $2 WHERE receivable_id = $3

-- name: settlement_insert
INSERT INTO settlement (receivable_id, journal_id, on_day, amount_minor)
VALUES ($1, $2, $3, $4)

-- name: receivables_of_customer
SELECT receivable_id, open_minor, on_day FROM receivable WHERE customer = $1
AND currency = $2 AND open_minor > 0 ORDER BY due_on, receivable_id

-- name: receivables_of_order
SELECT receivable_id, open_minor, on_day FROM receivable WHERE order_id = $1
AND open_minor > 0 ORDER BY due_on, receivable_id

-- What did not leave comes first: it is due last.
-- name: receivables_of_order_back
SELECT receivable_id, open_minor, on_day FROM receivable WHERE order_id = $1
AND open_minor > 0 ORDER BY due_on DESC, receivable_id DESC

-- name: receivable_unshipped
SELECT coalesce(sum(open_minor), 0) FROM receivable WHERE order_id = $1
AND left_on IS NULL AND due_on = 2147483647 AND open_minor > 0

-- name: receivable_owed
SELECT coalesce(sum(open_minor), 0) FROM receivable WHERE order_id = $1

-- The next piece to be paid: of an order, or the customer's oldest.
-- name: receivable_first
SELECT receivable_id, open_minor, base_minor, discount_percent,
discount_until, coalesce(order_id, 0) FROM receivable WHERE customer = $1
AND currency = $2 AND open_minor > 0 ORDER BY due_on, receivable_id LIMIT 1

-- name: receivable_first_of_order
SELECT receivable_id, open_minor, base_minor, discount_percent,
discount_until, coalesce(order_id, 0) FROM receivable WHERE order_id = $1
AND currency = $2 AND open_minor > 0 ORDER BY due_on, receivable_id LIMIT 1

-- name: receivable_oldest_due
SELECT due_on FROM receivable WHERE customer = $1 AND currency = $2
AND open_minor > 0 ORDER BY due_on LIMIT 1

-- name: customer_terms
SELECT terms_days, discount_days, discount_percent FROM customer
WHERE customer = $1

-- name: journal_known
SELECT journal_id FROM journal WHERE business_key = $1

-- name: journals_of_customer
SELECT count(*) FROM journal WHERE customer = $1

-- name: ledger_order_sum
SELECT coalesce(sum(CASE WHEN p.debit = $1 THEN p.amount_minor
WHEN p.credit = $1 THEN -p.amount_minor ELSE 0 END), 0)
FROM journal j JOIN posting p USING (journal_id) WHERE j.order_id = $2
AND j.event NOT IN ('discount_taken', 'discount_tax')

-- What an order was given besides: see pipeline/giveback.h.
-- name: order_given
SELECT coalesce(sum(CASE WHEN j.event IN ('payment_applied', 'discount_taken',
'payment_difference') THEN CASE WHEN p.credit = 'receivable' THEN
p.amount_minor WHEN p.debit = 'receivable' THEN -p.amount_minor ELSE 0 END
WHEN j.event IN ('prepaid_accepted', 'cancelled', 'changed', 'returned') THEN
CASE WHEN p.debit = 'deposit' THEN p.amount_minor WHEN p.credit = 'deposit'
THEN -p.amount_minor ELSE 0 END ELSE 0 END), 0),
coalesce(sum(CASE WHEN j.event <> 'discount_taken' THEN 0
WHEN p.debit = 'discount' THEN p.amount_minor
WHEN p.credit = 'discount' THEN -p.amount_minor ELSE 0 END), 0),
coalesce(sum(CASE WHEN j.event <> 'discount_tax' THEN 0
WHEN p.debit = 'tax' THEN p.amount_minor ELSE -p.amount_minor END), 0),
coalesce(sum(CASE WHEN j.event <> 'payment_difference' THEN 0
WHEN p.debit = 'difference' THEN p.amount_minor ELSE -p.amount_minor END), 0)
FROM journal j JOIN posting p USING (journal_id) WHERE j.order_id = $1

-- name: order_tax_share
SELECT tax_minor, total_minor FROM orders WHERE order_id = $1

-- What one payment paid, and was given besides, by its keys.
-- name: ledger_applied_of
SELECT j.business_key, coalesce(j.order_id, 0),
sum(CASE WHEN p.debit = 'deposit' THEN p.amount_minor ELSE 0 END),
sum(CASE WHEN p.debit = 'discount' THEN p.amount_minor ELSE 0 END)
FROM journal j CROSS JOIN posting p WHERE j.business_key >= $1
AND j.business_key < $2 AND p.journal_id = j.journal_id
GROUP BY j.business_key ORDER BY j.business_key

-- name: ledger_difference_of
SELECT CASE WHEN p.debit = 'difference' THEN p.amount_minor
ELSE -p.amount_minor END, coalesce(j.order_id, 0) FROM journal j
JOIN posting p USING (journal_id) WHERE j.business_key = $1

-- Money back.

-- name: refund_known
SELECT refund_id FROM refund WHERE customer = $1 AND currency = $2
AND amount_minor = $3 AND coalesce(order_id, 0) = coalesce($4, 0)
AND reason = $5 AND state = 'asked'

-- name: refund_insert
INSERT INTO refund (customer, currency, amount_minor, order_id, reason,
state, asked_on, asked_by) VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7)

-- name: refund_get
SELECT customer, currency, amount_minor, coalesce(order_id, 0), reason, state,
asked_by FROM refund WHERE refund_id = $1

-- name: refund_decide
UPDATE refund SET state = $1, decided_on = $2, decided_by = $3
WHERE refund_id = $4

-- name: refund_paid
UPDATE refund SET state = 'paid', paid_on = $1, reference = $2
WHERE refund_id = $3

-- Goods that came back.

-- name: return_lines
SELECT line, quantity, shipped_quantity, coalesce(whole_minor, amount_minor),
tax_percent FROM order_line WHERE order_id = $1 ORDER BY line

-- name: returned_before
SELECT line, quantity, net_minor, tax_minor FROM returned WHERE order_id = $1
ORDER BY line, returned_id

-- name: returned_insert
INSERT INTO returned (number, order_id, line, quantity, net_minor, tax_minor,
on_day, reason, taken_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
