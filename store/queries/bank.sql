-- What banks say, and the payments that come of it.

-- name: bank_entry_nth
SELECT coalesce(max(nth), 0) FROM bank_entry WHERE message_id = $1
AND alike = $2

-- name: bank_entry_insert
INSERT INTO bank_entry (file_id, message_id, partner, row, byte_offset,
account, bank_id, entry_id, end_to_end, mandate, payer_name, payer_account,
currency, amount_minor, booked_on, debit, reversal, batch, part, code,
return_code, refs, text, alike, nth)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
$16, $17, $18, $19, $20, $21, $22, $23, $24, $25)

-- name: staged_bank_entries_delete
DELETE FROM bank_entry WHERE file_id = $1

-- name: file_bank_entries_kept
SELECT count(*) FROM bank_entry WHERE file_id = $1 AND state <> 'new'

-- name: bank_entries_open
SELECT b.bank_entry_id, b.file_id, b.message_id, b.partner, b.row,
b.byte_offset, b.account, b.bank_id, b.entry_id, b.end_to_end, b.mandate,
b.payer_name, b.payer_account, b.currency, b.amount_minor, b.booked_on,
b.debit, b.reversal, b.batch, b.part, b.return_code, b.refs, b.text, b.nth,
f.format FROM bank_entry b JOIN file f USING (file_id)
JOIN message m ON m.message_id = b.message_id
JOIN interchange i ON i.interchange_id = m.interchange_id
WHERE b.state = 'new' AND f.state = 'parsed' AND i.state = 'accepted'
AND m.state = 'accepted'
ORDER BY b.booked_on, f.fetched_at, f.partner, f.name, f.sha256,
m.message_id, b.row

-- name: bank_entry_done
UPDATE bank_entry SET state = $1, reason = $2, detail = $3, payment_id = $4,
run_id = $5 WHERE bank_entry_id = $6

-- name: customer_by_iban
SELECT customer, currency FROM customer WHERE iban = $1 AND iban <> ''
ORDER BY customer LIMIT 2

-- name: customer_by_payer
SELECT DISTINCT c.customer, c.currency FROM payment p
JOIN customer c ON c.customer = p.customer
WHERE p.payer_account = $1 AND p.payer_account <> '' AND p.state IN
('applied', 'unapplied') LIMIT 2

-- name: payment_get
SELECT payment_id, business_key, customer, reference, currency, amount_minor,
received_on, coalesce(order_id, 0), state, account, entry_id, end_to_end,
payer_account, applied_minor, coalesce(bank_entry_id, 0), reason,
coalesce(file_id, 0) FROM payment WHERE payment_id = $1

-- name: payment_from_bank
INSERT INTO payment (business_key, customer, reference, currency,
amount_minor, received_on, order_id, state, reason, detail, source, account,
entry_id, end_to_end, payer_name, payer_account, applied_minor, file_id,
bank_entry_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
$17, $18, $19)

-- name: payment_settle
UPDATE payment SET customer = $1, order_id = $2, state = $3, reason = $4,
detail = $5, applied_minor = $6 WHERE payment_id = $7

-- name: payments_open
SELECT payment_id FROM payment WHERE state IN ('unmatched', 'ambiguous')
AND bank_entry_id IS NOT NULL AND reason <> 'BANK-BATCH' ORDER BY payment_id

-- name: order_unreleased
UPDATE orders SET released = trim(replace(' ' || released || ' ',
' payment ', ' ')) WHERE order_id = $1

-- name: customer_there
SELECT count(*) FROM customer WHERE customer = $1

-- name: payment_part_of
SELECT payment_id FROM payment WHERE account = $1 AND entry_id = $2
AND entry_id <> '' AND state <> 'replaced' ORDER BY payment_id LIMIT 1

-- name: payments_of_end_to_end
SELECT business_key FROM payment WHERE account = $1 AND end_to_end = $2
AND end_to_end <> '' AND amount_minor = $3
AND state NOT IN ('replaced', 'reversed') ORDER BY payment_id LIMIT 2

-- name: payment_replaced
UPDATE payment SET state = 'replaced', reason = '' WHERE payment_id = $1

-- name: payment_reversed
UPDATE payment SET state = 'reversed', reason = $1, detail = $2
WHERE payment_id = $3

-- name: payment_again
SELECT p.business_key, p.currency, p.amount_minor, p.payer_account, b.refs,
b.file_id, b.message_id, p.payer_name, b.byte_offset, p.customer, b.row,
b.booked_on
FROM payment p JOIN bank_entry b USING (bank_entry_id)
WHERE p.payment_id = $1

-- name: payable_rf
SELECT order_id, customer, currency FROM orders WHERE rf_reference = $1
AND rf_reference <> '' AND payment = 'prepaid' AND test = 0
AND state = 'held' ORDER BY order_id LIMIT 2

-- name: payable_po
SELECT o.order_id, o.customer, o.currency, o.total_minor -
(SELECT coalesce(sum(p.amount_minor), 0) FROM payment p
WHERE p.order_id = o.order_id AND p.currency = o.currency
AND p.state IN ('applied', 'unapplied')), o.total_minor FROM orders o
WHERE po_number = $1 AND payment = 'prepaid' AND test = 0 AND claimed = 1
AND purpose = 'original' AND confirmation IS NULL
AND (state = 'held' OR state = 'received' AND step = 'charge')
ORDER BY order_id LIMIT 20

-- name: payable_of_customer
SELECT o.order_id, o.total_minor -
(SELECT coalesce(sum(p.amount_minor), 0) FROM payment p
WHERE p.order_id = o.order_id AND p.currency = o.currency
AND p.state IN ('applied', 'unapplied')) FROM orders o WHERE customer = $1
AND currency = $2 AND payment = 'prepaid' AND test = 0 AND claimed = 1
AND purpose = 'original' AND confirmation IS NULL
AND (state = 'held' OR state = 'received' AND step = 'charge')
ORDER BY order_id

-- Direct debits.

-- name: debits_due
SELECT r.receivable_id, r.customer, c.name, c.iban, c.mandate,
c.mandate_signed, r.open_minor, r.due_on, j.business_key,
coalesce(o.po_number, '') FROM customer c CROSS JOIN receivable r
JOIN journal j USING (journal_id)
LEFT JOIN orders o ON o.order_id = r.order_id
WHERE c.mandate <> '' AND r.customer = c.customer AND r.currency = 'EUR' AND r.open_minor > 0 AND r.due_on <= $1
AND j.event NOT IN ('payment_applied', 'discount_taken',
'payment_difference')
AND NOT EXISTS (SELECT 1 FROM debit d WHERE d.receivable_id = r.receivable_id)
ORDER BY r.due_on, r.customer, j.business_key LIMIT $2

-- name: collection_number
SELECT coalesce(max(number), 0) FROM collection WHERE partner = $1
AND run_day = $2

-- name: collection_insert
INSERT INTO collection (partner, message_id, run_day, number, currency,
debits, amount_minor) VALUES ($1, $2, $3, $4, 'EUR', $5, $6)

-- name: debits_of_mandate
SELECT count(*) FROM debit WHERE mandate = $1 AND state IN ('asked',
'collected')

-- name: debit_insert
INSERT INTO debit (collection_id, receivable_id, customer, mandate,
end_to_end, batch, kind, collect_on, currency, amount_minor, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'EUR', $9, 'asked')

-- name: debit_by_end_to_end
SELECT debit_id, customer, amount_minor, state FROM debit
WHERE end_to_end = $1

-- name: debits_of_batch
SELECT end_to_end, customer, amount_minor FROM debit
WHERE batch = $1 AND state = 'asked' ORDER BY debit_id

-- name: debit_state
UPDATE debit SET state = $1, reason = $2 WHERE end_to_end = $3
