-- The ledger.

-- name: journal_insert
INSERT INTO journal (business_key, event, customer, order_id, currency, at,
run_id) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (business_key)
DO NOTHING

-- name: posting_insert
INSERT INTO posting (journal_id, account, amount_minor) VALUES ($1, $2, $3)

-- name: balance_add
INSERT INTO account_balance (account, customer, currency, amount_minor)
VALUES ($1, $2, $3, $4) ON CONFLICT (customer, account, currency)
DO UPDATE SET amount_minor = account_balance.amount_minor +
excluded.amount_minor

-- name: earmarked_get
SELECT coalesce(sum(amount_minor), 0) FROM payment
WHERE customer = $1 AND currency = $2 AND state = 'unapplied'
AND order_id IS NOT NULL

-- name: balance_get
SELECT amount_minor FROM account_balance
WHERE customer = $1 AND account = $2 AND currency = $3
