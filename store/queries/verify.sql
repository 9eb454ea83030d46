-- What must be true of a whole mill.  Each query gives a line a fault.

-- Every row moves an amount from one account to another, so a journal can
-- only be unbalanced where somebody changed the tables themselves.
-- name: verify_journals
SELECT journal_id, j.business_key, coalesce(sum(p.amount_minor), 0)
FROM journal j LEFT JOIN posting p USING (journal_id)
GROUP BY journal_id, j.business_key
HAVING count(p.posting_id) = 0 OR min(p.amount_minor) <= 0
OR sum(CASE WHEN p.debit = p.credit THEN 1 ELSE 0 END) > 0

-- name: verify_balances
SELECT customer, account, currency, sum(amount_minor) FROM
(SELECT j.customer, p.debit AS account, j.currency, p.amount_minor
FROM posting p JOIN journal j USING (journal_id)
UNION ALL SELECT j.customer, p.credit, j.currency, -p.amount_minor
FROM posting p JOIN journal j USING (journal_id)
UNION ALL SELECT customer, account, currency, -amount_minor
FROM account_balance) x GROUP BY customer, account, currency
HAVING sum(amount_minor) <> 0

-- The pieces that are owed are what the account says, and each is what is
-- left of it.
-- name: verify_receivables
SELECT customer, currency, sum(amount_minor) FROM
(SELECT customer, currency, open_minor AS amount_minor FROM receivable
UNION ALL SELECT customer, currency, -amount_minor FROM account_balance
WHERE account = 'receivable') x GROUP BY customer, currency
HAVING sum(amount_minor) <> 0

-- name: verify_settlements
SELECT r.receivable_id, r.customer, r.amount_minor - r.open_minor
- coalesce(sum(s.amount_minor), 0) FROM receivable r
LEFT JOIN settlement s USING (receivable_id)
GROUP BY r.receivable_id, r.customer, r.amount_minor, r.open_minor
HAVING r.amount_minor - r.open_minor <> coalesce(sum(s.amount_minor), 0)

-- What was charged for an order and has not left is its liability.
-- name: verify_liabilities
SELECT o.order_id, o.po_number, sum(CASE WHEN p.credit = 'liability'
THEN p.amount_minor WHEN p.debit = 'liability' THEN -p.amount_minor
ELSE 0 END), o.total_minor - o.done_net - o.done_charge - o.done_tax
FROM orders o JOIN journal j ON j.order_id = o.order_id
JOIN posting p ON p.journal_id = j.journal_id
WHERE o.test = 0 AND o.confirmation IS NOT NULL
AND (o.charge_at = 'acceptance' OR o.payment = 'prepaid')
AND o.charge_at <> 'never'
GROUP BY o.order_id, o.po_number, o.total_minor, o.done_net, o.done_charge,
o.done_tax HAVING sum(CASE WHEN p.credit = 'liability'
THEN p.amount_minor WHEN p.debit = 'liability' THEN -p.amount_minor
ELSE 0 END) <> o.total_minor - o.done_net - o.done_charge - o.done_tax

-- name: verify_unposted
SELECT order_id, po_number FROM orders o WHERE o.kind <> 'blanket' AND test = 0
AND charge_at <> 'never' AND total_minor <> 0 AND confirmation IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.order_id = o.order_id)

-- name: verify_commitments
SELECT o.order_id, o.po_number, sum(CASE WHEN p.debit = 'commitment'
THEN p.amount_minor ELSE -p.amount_minor END), o.total_minor
- o.done_net - o.done_charge - o.done_tax FROM orders o
JOIN journal j ON j.order_id = o.order_id
JOIN posting p ON p.journal_id = j.journal_id
AND (p.debit = 'commitment' OR p.credit = 'commitment')
WHERE o.test = 0 AND o.charge_at = 'despatch' AND o.payment = 'account'
GROUP BY o.order_id, o.po_number, o.total_minor, o.done_net, o.done_charge,
o.done_tax HAVING sum(CASE WHEN p.debit = 'commitment'
THEN p.amount_minor ELSE -p.amount_minor END) <> o.total_minor - o.done_net
- o.done_charge - o.done_tax

-- name: verify_blankets
SELECT b.order_id, o.po_number FROM blanket b JOIN orders o USING (order_id)
WHERE b.drawn_minor <> (SELECT coalesce(sum(d.minor), 0) FROM blanket_draw d
WHERE d.blanket_id = b.order_id) OR EXISTS (SELECT 1 FROM blanket_draw d
JOIN orders c ON c.order_id = d.order_id WHERE d.blanket_id = b.order_id
AND c.state IN ('rejected', 'cancelled'))
OR EXISTS (SELECT 1 FROM journal j WHERE j.order_id = b.order_id)

-- name: verify_test_postings
SELECT o.order_id, o.po_number FROM orders o
JOIN journal j ON j.order_id = o.order_id WHERE o.test <> 0

-- name: verify_confirmations
SELECT order_id, po_number FROM orders WHERE state IN ('accepted',
'at_warehouse', 'part_shipped', 'shipped', 'closed')
AND confirmation IS NULL

-- name: verify_held
SELECT order_id, po_number FROM orders o WHERE state = 'held'
AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.order_id
AND h.ended_at IS NULL)

-- name: verify_holds
SELECT o.order_id, o.po_number, o.state FROM hold h
JOIN orders o USING (order_id) WHERE h.ended_at IS NULL
AND o.state <> 'held'

-- name: verify_answers
SELECT order_id, partner, kind, version, count(*) FROM outbox
WHERE kind = 'order' AND order_id IS NOT NULL AND replaced_by IS NULL
GROUP BY order_id, partner, kind, version HAVING count(*) > 1

-- Numbers start again after 999999999.
-- name: verify_numbers
SELECT receiver, interchange_control, count(*), min(outbox_id) FROM outbox
WHERE interchange_control > 0 GROUP BY standard, sender, receiver, test,
interchange_control HAVING count(*) > 1
AND max(outbox_id) - min(outbox_id) < 999999999

-- name: verify_shipped
SELECT l.order_id, l.line FROM order_line l JOIN shipment_line s
ON s.order_id = l.order_id AND s.line = l.line
WHERE l.shipped_quantity = '0' AND trim(s.quantity, '0.') <> ''

-- What is kept of each product, and each shipment since its count; each row of
-- the first arm counts as nothing shipped.
-- name: verify_stock
SELECT '1', '1', '0', sku, since, quantity FROM stock_gone
UNION ALL SELECT l.quantity, l.stock_quantity, sl.quantity, g.sku, g.since,
g.quantity FROM shipment s CROSS JOIN shipment_line sl
CROSS JOIN order_line l CROSS JOIN stock_gone g
WHERE s.left_at > (SELECT min(since) FROM stock_gone)
AND sl.shipment_id = s.shipment_id
AND l.order_id = sl.order_id AND l.line = sl.line
AND g.sku = l.sku AND g.since < s.left_at
ORDER BY 4

-- name: verify_files
SELECT file_id, sha256, bytes, coalesce(pack_id, 0), pack_offset, name
FROM file WHERE file_id > $1 AND reason <> 'FILE-EMPTIED' ORDER BY file_id

-- name: verify_documents
SELECT outbox_id, sha256, bytes, pack_id, pack_offset, name FROM outbox
WHERE outbox_id > $1 ORDER BY outbox_id

-- name: verify_sha_known
SELECT file_id FROM file WHERE sha256 = $1 AND pack_id IS NULL LIMIT 1
