-- What commands look up: references that people type, and pages about one
-- thing.  The pages read the public views.

-- name: ref_orders_by_po
SELECT o.order_id, o.po_number, o.release_number, o.partner, o.state,
o.claimed FROM orders o JOIN file f USING (file_id)
WHERE o.po_number = $1 AND ($2 = '' OR o.release_number = $2)
AND f.state <> 'parsing' ORDER BY o.order_id LIMIT 50

-- name: ref_order_by_confirmation
SELECT order_id FROM orders WHERE confirmation = $1

-- name: ref_files_by_name
SELECT file_id, name, partner, state FROM file WHERE name = $1
ORDER BY file_id LIMIT 50

-- name: ref_standing_by_po
SELECT standing_order_id, po_number, partner, state FROM standing_order
WHERE po_number = $1 ORDER BY standing_order_id LIMIT 50

-- name: ref_shipments
SELECT shipment_id, number, warehouse, state FROM shipment WHERE number = $1
ORDER BY shipment_id LIMIT 50

-- name: ref_shipments_held
SELECT DISTINCT f.partner FROM confirmation c JOIN file f USING (file_id)
WHERE c.state IN ('new', 'held') AND c.state = 'held' AND c.shipment = $1
ORDER BY f.partner

-- name: ref_order
SELECT o.order_id FROM orders o JOIN file f USING (file_id)
WHERE o.order_id = $1 AND f.state <> 'parsing'

-- name: ref_file
SELECT file_id FROM file WHERE file_id = $1

-- name: ref_standing
SELECT standing_order_id FROM standing_order WHERE standing_order_id = $1

-- name: ref_outbox
SELECT outbox_id FROM outbox WHERE outbox_id = $1

-- name: ref_shipment
SELECT shipment_id FROM shipment WHERE shipment_id = $1

-- name: show_order
SELECT * FROM v_order WHERE order_id = $1

-- name: show_order_lines
SELECT * FROM v_order_line WHERE order_id = $1 ORDER BY line

-- name: show_order_holds
SELECT * FROM v_hold WHERE order_id = $1 ORDER BY hold_id

-- name: show_order_findings
SELECT * FROM v_finding WHERE order_id = $1 ORDER BY finding_id

-- name: show_order_documents
SELECT * FROM v_outbox WHERE order_id = $1 ORDER BY outbox_id

-- name: show_order_ledger
SELECT * FROM v_ledger WHERE order_id = $1 ORDER BY posting_id

-- name: show_order_shipments
SELECT s.shipment_id, s.number, s.warehouse, s.left_at, s.carrier, s.tracking,
sl.line, sl.quantity, sl.unit, sl.sscc
FROM v_shipment_line sl JOIN v_shipment s USING (shipment_id)
WHERE sl.order_id = $1 ORDER BY s.shipment_id, sl.line, sl.sscc

-- name: show_order_payments
SELECT * FROM v_payment WHERE order_id = $1 ORDER BY payment_id

-- name: show_file
SELECT * FROM v_file WHERE file_id = $1

-- name: show_file_messages
SELECT * FROM v_message WHERE file_id = $1 ORDER BY message_id

-- name: show_file_interchanges
SELECT interchange_id, ordinal, partner, standard, version, sender, receiver,
control_number, test, byte_offset, bytes, state, reason, detail
FROM interchange WHERE file_id = $1 ORDER BY ordinal

-- name: show_file_orders
SELECT order_id, partner, po_number, release_number, state, currency,
total_minor, reason, detail FROM v_order WHERE file_id = $1
ORDER BY order_id LIMIT 1000

-- name: show_file_findings
SELECT * FROM v_finding WHERE file_id = $1 ORDER BY finding_id

-- name: show_file_documents
SELECT * FROM v_outbox WHERE file_id = $1 ORDER BY outbox_id

-- name: show_file_members
SELECT file_id, remote_name, bytes, state, reason FROM v_file
WHERE parent_file_id = $1 ORDER BY file_id

-- name: show_file_confirmations
SELECT shipment, order_ref, line, sku, quantity, unit, shipped_at, state,
reason FROM confirmation WHERE file_id = $1 ORDER BY confirmation_id
LIMIT 1000

-- name: show_standing
SELECT * FROM v_standing_order WHERE standing_order_id = $1

-- name: show_standing_occurrences
SELECT * FROM v_occurrence WHERE standing_order_id = $1 ORDER BY nominal_on

-- name: show_standing_pauses
SELECT from_day, to_day, kind, reason FROM standing_pause WHERE standing_order_id = $1 ORDER BY from_day

-- name: show_standing_revisions
SELECT number, from_on, to_on, reschedules, rule, days, left_out, placed,
ship_name, made_at, made_by, reason, order_id FROM v_standing_revision
WHERE standing_order_id = $1 ORDER BY number

-- name: show_standing_changes
SELECT r.number, l.line, l.action, l.sku, l.quantity, l.price
FROM standing_revision r JOIN standing_revision_line l USING (revision_id)
WHERE r.standing_order_id = $1 ORDER BY r.number, l.line

-- name: show_outbox
SELECT * FROM v_outbox WHERE outbox_id = $1

-- name: show_shipment
SELECT * FROM v_shipment WHERE shipment_id = $1

-- name: show_shipment_lines
SELECT * FROM v_shipment_line WHERE shipment_id = $1
ORDER BY order_id, line, sscc

-- name: show_events
SELECT * FROM v_event WHERE subject = $1 ORDER BY event_id

-- name: bytes_of_file
SELECT sha256, bytes, coalesce(pack_id, 0), pack_offset, name, partner,
format, state FROM file WHERE file_id = $1

-- name: bytes_of_order
SELECT f.file_id, m.byte_offset, m.bytes FROM orders o
JOIN message m USING (message_id) JOIN file f ON f.file_id = o.file_id
WHERE o.order_id = $1

-- name: bytes_of_outbox
SELECT pack_id, pack_offset, bytes, sha256, name FROM outbox
WHERE outbox_id = $1

-- name: explain_findings
SELECT n.code, n.severity, n.byte_offset, n.bytes, n.segment, n.tag,
n.element, n.path, n.value, n.text, coalesce(n.order_id, 0)
FROM finding n WHERE n.file_id = $1 AND ($2 = 0 OR n.order_id = $2
OR n.order_id IS NULL AND n.byte_offset >= $3 AND n.byte_offset < $4)
ORDER BY n.finding_id

-- name: trace_order
SELECT o.file_id, o.message_id, coalesce(o.standing_order_id, 0),
o.po_number, o.release_number, o.partner, coalesce(o.confirmation, ''),
o.state, o.currency, o.total_minor, o.payment, o.nominal_on
FROM orders o WHERE o.order_id = $1

-- name: trace_message
SELECT m.format, m.kind, m.version, m.control_number, m.byte_offset, m.bytes,
i.control_number, i.sender, i.receiver, m.state, m.reason
FROM message m JOIN interchange i USING (interchange_id)
WHERE m.message_id = $1

-- name: trace_file
SELECT name, partner, bytes, sha256, fetched_at, state, reason, detail,
coalesce(parent_file_id, 0), run_id FROM file WHERE file_id = $1

-- name: trace_events
SELECT at, kind, text FROM event WHERE subject = $1 ORDER BY event_id

-- name: trace_findings
SELECT code, severity, count(*), min(text) FROM finding WHERE order_id = $1
GROUP BY code, severity ORDER BY min(finding_id)

-- name: trace_ledger
SELECT j.at, j.event, v.account, v.amount_minor, j.currency, j.business_key
FROM v_ledger v JOIN journal j ON j.journal_id = v.journal
WHERE v.order_id = $1 ORDER BY v.posting_id

-- name: trace_documents
SELECT kind, version, name, partner, state, created_at, due_at, sent_at,
attempts, reason, outbox_id, sha256, acknowledged, acknowledged_at,
receipt_text FROM outbox WHERE order_id = $1 OR file_id = $2 AND order_id IS NULL ORDER BY outbox_id

-- name: trace_shipments
SELECT DISTINCT s.number, s.warehouse, s.left_at, s.carrier, s.tracking
FROM shipment_line sl JOIN shipment s USING (shipment_id)
WHERE sl.order_id = $1 ORDER BY s.left_at

-- name: file_retries
SELECT count(*) FROM event WHERE subject = $1 AND kind = 'retried'

-- name: file_retry
UPDATE file SET state = 'received', reason = '', detail = '', attempts = 0
WHERE file_id = $1 AND reason <> 'FILE-EMPTIED'
AND (state IN ('rejected', 'quarantined')
OR state = 'parsed' AND EXISTS (SELECT 1 FROM interchange i
WHERE i.file_id = file.file_id) AND NOT EXISTS (SELECT 1 FROM interchange i
WHERE i.file_id = file.file_id AND i.state <> 'held'))

-- name: file_orders_kept
SELECT count(*) FROM orders o WHERE o.file_id = $1 AND (o.state NOT IN
('rejected', 'noted') AND NOT (o.state = 'received' AND EXISTS
(SELECT 1 FROM message m JOIN interchange i USING (interchange_id)
WHERE m.message_id = o.message_id AND i.state = 'held'))
OR o.confirmation IS NOT NULL
OR EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.order_id))

-- name: file_confirmations_kept
SELECT count(*) FROM confirmation WHERE file_id = $1 AND state <> 'new'

-- name: retry_outbox
UPDATE outbox SET order_id = NULL, file_id = $1 WHERE order_id IN
(SELECT order_id FROM orders WHERE orders.file_id = $1)

-- name: retry_holds
DELETE FROM hold WHERE order_id IN
(SELECT order_id FROM orders WHERE orders.file_id = $1)

-- name: retry_keys
DELETE FROM interchange_key WHERE interchange_id IN
(SELECT interchange_id FROM interchange WHERE interchange.file_id = $1)

-- name: file_reject
UPDATE file SET state = 'rejected', reason = 'FILE-REFUSED', detail = $1
WHERE file_id = $2 AND state = 'quarantined'

-- name: interchanges_held
SELECT interchange_id FROM interchange WHERE file_id = $1 AND state = 'held'
ORDER BY ordinal

-- name: interchanges_of_nobody
SELECT DISTINCT partner FROM interchange WHERE file_id = $1
AND state = 'held' AND reason = 'FILE-SENDER'

-- name: outbox_again_any
UPDATE outbox SET state = 'due', sent_at = NULL, attempts = 0, reason = '',
acknowledged = CASE WHEN acknowledged = 'rejected' THEN ''
ELSE acknowledged END
WHERE outbox_id = $1 AND state <> 'sending' AND replaced_by IS NULL

-- name: outbox_of_order
SELECT outbox_id FROM outbox WHERE order_id = $1 AND kind <> 'warehouse'
ORDER BY outbox_id

-- name: outbox_of_file
SELECT outbox_id FROM outbox WHERE kind <> 'warehouse' AND (file_id = $1
OR order_id IN (SELECT order_id FROM orders WHERE orders.file_id = $1))
ORDER BY outbox_id

-- name: order_hold_reasons
SELECT reason FROM hold WHERE order_id = $1 AND ended_at IS NULL
ORDER BY hold_id

-- name: hold_end_reason
UPDATE hold SET ended_at = $1, ended_by = $2
WHERE order_id = $3 AND reason = $4 AND ended_at IS NULL

-- name: order_released_word
UPDATE orders SET released = CASE WHEN released = '' THEN $1
ELSE released || ' ' || $1 END WHERE order_id = $2

-- name: recheck_lines_clear
DELETE FROM order_line WHERE order_id = $1

-- name: recheck_terms_clear
DELETE FROM recurrence_request WHERE order_id = $1

-- name: recheck_order
UPDATE orders SET customer = $1, claimed = CASE WHEN purpose IN
('change', 'replace', 'cancel') THEN 0 ELSE 1 END, verdict = $2, hold = $3,
currency = $4, line_count = $5, net_minor = $6, charge_minor = $7,
tax_minor = $8, total_minor = $9, payment = $10, charge_at = $11,
ship_name = $12, street = $13, city = $14, postal_code = $15, country = $16,
warehouse = $17, warehouse_on = $18, test = $19, ship_ids = $20, region = $21
WHERE order_id = $22

-- name: payment_by_key
SELECT payment_id, customer, reference, currency, amount_minor,
coalesce(order_id, 0), state FROM payment WHERE business_key = $1

-- name: payment_insert
INSERT INTO payment (business_key, customer, reference, currency,
amount_minor, received_on, order_id, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: payments_of_order
SELECT coalesce(sum(amount_minor), 0) FROM payment WHERE order_id = $1
AND currency = $2 AND state IN ('applied', 'unapplied')

-- name: payments_applied
UPDATE payment SET state = 'applied' WHERE order_id = $1
AND state = 'unapplied'

-- name: payable_by_rf
SELECT order_id FROM orders WHERE rf_reference = $1 AND rf_reference <> ''
AND customer = $2 AND currency = $3 AND payment = 'prepaid' AND test = 0
AND state = 'held' ORDER BY order_id

-- name: payable_by_po
SELECT order_id, total_minor FROM orders WHERE po_number = $1
AND customer = $2 AND currency = $3 AND payment = 'prepaid' AND test = 0
AND state = 'held' AND rf_reference <> '' ORDER BY order_id

-- name: account_customer
SELECT customer, currency, name, payment, unlimited, credit_limit, terms_days,
charge_at, discount_percent, discount_days, blocked, max_order,
max_overdue_days, language FROM customer WHERE customer = $1

-- name: account_list
SELECT c.customer, c.name, b.currency,
sum(CASE WHEN b.account = 'receivable' THEN b.amount_minor ELSE 0 END)
AS receivable_minor,
sum(CASE WHEN b.account = 'commitment' THEN b.amount_minor ELSE 0 END)
AS commitment_minor,
sum(CASE WHEN b.account = 'deposit' THEN -b.amount_minor ELSE 0 END)
AS deposit_minor, c.unlimited,
c.credit_limit AS credit_limit_minor, c.payment
FROM customer c JOIN account_balance b USING (customer)
GROUP BY c.customer, c.name, b.currency, c.unlimited, c.credit_limit,
c.payment ORDER BY c.customer, b.currency

-- What moves the balance of a customer: not what is moved within it.
-- name: account_entries
SELECT on_day, event, order_id, po_number, release_number, confirmation, memo,
moved FROM (SELECT j.journal_id, coalesce(j.value_on, y.received_on,
j.at / 86400) AS on_day, j.event, coalesce(j.order_id, 0) AS order_id,
o.po_number, o.release_number, o.confirmation,
CASE WHEN j.memo <> '' THEN j.memo ELSE coalesce(y.reference, '') END AS memo,
(SELECT sum(CASE WHEN p.debit IN ('receivable', 'deposit', 'refund_due')
THEN p.amount_minor ELSE 0 END) - sum(CASE WHEN p.credit IN ('receivable',
'deposit', 'refund_due') THEN p.amount_minor ELSE 0 END)
FROM posting p WHERE p.journal_id = j.journal_id) AS moved
FROM journal j LEFT JOIN orders o ON o.order_id = j.order_id
LEFT JOIN payment y ON y.business_key = j.business_key
WHERE j.customer = $1 AND j.currency = $2) x
WHERE moved <> 0 AND on_day BETWEEN $3 AND $4 ORDER BY on_day, journal_id

-- name: account_opening
SELECT sum(CASE WHEN p.debit IN ('receivable', 'deposit', 'refund_due')
THEN p.amount_minor ELSE 0 END) - sum(CASE WHEN p.credit IN ('receivable',
'deposit', 'refund_due') THEN p.amount_minor ELSE 0 END)
FROM journal j JOIN posting p USING (journal_id)
LEFT JOIN payment y ON y.business_key = j.business_key
WHERE j.customer = $1 AND j.currency = $2
AND coalesce(j.value_on, y.received_on, j.at / 86400) < $3

-- What was open on a day.
-- name: account_ageing
SELECT r.due_on, r.amount_minor - coalesce((SELECT sum(s.amount_minor)
FROM settlement s WHERE s.receivable_id = r.receivable_id
AND s.on_day <= $1), 0)
FROM receivable r WHERE r.customer = $2 AND r.currency = $3
AND r.on_day <= $1

-- name: account_currencies
SELECT DISTINCT currency FROM account_balance WHERE customer = $1
ORDER BY currency

-- name: account_balances
SELECT account, amount_minor FROM account_balance WHERE customer = $1
AND currency = $2

-- name: account_debts
SELECT r.receivable_id, coalesce(r.order_id, 0), o.po_number, o.confirmation,
r.on_day, r.left_on, r.due_on, r.amount_minor, r.open_minor
FROM receivable r LEFT JOIN orders o ON o.order_id = r.order_id
WHERE r.customer = $1 AND r.currency = $2 AND r.open_minor > 0
ORDER BY r.due_on, r.receivable_id

-- name: account_committed
SELECT order_id, po_number, confirmation, state, total_minor - done_net
- done_charge - done_tax, payment, charge_at FROM orders
WHERE claimed = 1 AND customer = $1 AND currency = $2 AND test = 0
AND (state = 'accepted' OR state = 'at_warehouse' OR state = 'part_shipped')
AND total_minor <> done_net + done_charge + done_tax ORDER BY order_id

-- name: account_holds
SELECT o.order_id, o.po_number, h.reason, h.detail, h.since, h.expires_on,
o.total_minor FROM hold h JOIN orders o USING (order_id)
WHERE h.ended_at IS NULL AND o.customer = $1 AND o.currency = $2
ORDER BY h.hold_id

-- name: account_refunds
SELECT refund_id, amount_minor, state, reason, asked_by, asked_on FROM refund
WHERE customer = $1 AND currency = $2
AND (state = 'asked' OR state = 'approved') ORDER BY refund_id

-- name: account_export
SELECT j.journal_id, coalesce(j.value_on, y.received_on, j.at / 86400)
AS on_day, j.event, j.customer, j.currency, o.po_number, o.confirmation,
CASE WHEN j.memo <> '' THEN j.memo ELSE coalesce(y.reference, '') END,
p.debit, p.credit, p.amount_minor, j.business_key
FROM journal j JOIN posting p USING (journal_id)
LEFT JOIN orders o ON o.order_id = j.order_id
LEFT JOIN payment y ON y.business_key = j.business_key
WHERE coalesce(j.value_on, y.received_on, j.at / 86400) BETWEEN $1 AND $2
AND ($3 = '' OR j.customer = $3)
ORDER BY on_day, j.journal_id, p.posting_id

-- name: partner_counts
SELECT count(*), coalesce(max(fetched_at), 0) FROM file WHERE partner = $1
