-- The report: what a person must do, and what a night did.  "Since" is the
-- last run before this one that made a report.

-- name: report_last
SELECT coalesce(max(run_id), 0) FROM run

-- name: report_run
SELECT run_id, as_of, business_day, stages, stage, started_at, ended_at,
exit_code FROM run WHERE run_id = $1

-- name: report_since
SELECT coalesce(max(run_id), 0) FROM run WHERE run_id < $1
AND ended_at IS NOT NULL AND stages LIKE '%report%'

-- name: report_started
SELECT started_at FROM run WHERE run_id = $1

-- name: todo_holds
SELECT o.order_id, o.po_number, o.release_number, o.partner, o.customer,
h.reason, h.detail, h.since, h.expires_on, o.rf_reference, o.total_minor -
coalesce((SELECT sum(p.amount_minor) FROM payment p
WHERE p.order_id = o.order_id AND p.currency = o.currency
AND p.state IN ('applied', 'unapplied')), 0),
o.currency FROM hold h JOIN orders o USING (order_id)
WHERE h.ended_at IS NULL ORDER BY h.since, h.hold_id LIMIT $1

-- name: todo_files
SELECT file_id, partner, name, state, reason, detail, fetched_at FROM file
WHERE state IN ('rejected', 'quarantined') AND (state = 'quarantined'
OR run_id > $1 AND run_id <= $2
OR EXISTS (SELECT 1 FROM event v WHERE v.subject = 'file:' || file.file_id
AND v.kind = 'retried' AND v.at >= $3))
ORDER BY file_id LIMIT $4

-- What is no order and was refused beside others that were taken: a shipment
-- that nobody else tells of.  Orders have rows of their own, and their message
-- has their purpose.
-- name: todo_messages
SELECT m.file_id, f.partner, f.name, m.kind, m.document_id, m.control_number,
m.reason, f.fetched_at FROM message m JOIN file f USING (file_id)
WHERE m.state = 'rejected' AND m.file_id IN (SELECT file_id FROM file
WHERE run_id > $1 AND run_id <= $2)
AND f.state <> 'rejected' AND f.state <> 'quarantined'
AND m.purpose = ''
ORDER BY m.message_id LIMIT $3

-- Rows of a file without orders that were refused beside others: of a warehouse
-- they left all the same, of a bank they are money.
-- name: todo_rows
SELECT m.file_id, f.partner, f.name, m.kind, count(DISTINCT n.segment),
min(n.code), f.fetched_at FROM message m JOIN file f USING (file_id)
JOIN finding n ON n.file_id = m.file_id AND n.message_id = m.message_id
WHERE m.state = 'accepted' AND m.format = 'csv' AND m.purpose = ''
AND n.severity = 'error' AND m.file_id IN (SELECT file_id FROM file
WHERE run_id > $1 AND run_id <= $2) AND f.state = 'parsed'
GROUP BY m.message_id, m.file_id, f.partner, f.name, m.kind, f.fetched_at
ORDER BY m.message_id LIMIT $3

-- name: todo_interchanges
SELECT i.interchange_id, i.file_id, f.name, i.partner, i.control_number,
i.reason, i.detail, f.fetched_at FROM interchange i JOIN file f
USING (file_id) WHERE i.state = 'held' AND f.state <> 'parsing'
ORDER BY i.interchange_id LIMIT $1

-- name: todo_rejected
SELECT o.order_id, o.po_number, o.partner, o.reason, o.detail, v.at
FROM event v JOIN orders o ON o.order_id = CAST(substr(v.subject, 7) AS
BIGINT) WHERE (v.kind = 'rejected' OR v.kind = 'unreachable' OR
v.kind = 'faulty' OR v.kind = 'unanswered')
AND v.kind = 'rejected' AND v.run_id > $1 AND v.run_id <= $2
AND v.subject LIKE 'order:%' AND o.state = 'rejected'
ORDER BY v.event_id LIMIT $3

-- name: todo_partners
SELECT v.subject, v.kind, v.text, max(v.at) FROM event v
WHERE (v.kind = 'rejected' OR v.kind = 'unreachable' OR v.kind = 'faulty' OR
v.kind = 'unanswered')
AND v.kind <> 'rejected' AND v.run_id = $1
GROUP BY v.subject, v.kind, v.text ORDER BY min(v.event_id) LIMIT $2

-- name: todo_outbox_held
SELECT outbox_id, partner, kind, name, reason, created_at FROM outbox
WHERE state = 'held' ORDER BY outbox_id LIMIT $1

-- name: todo_outbox_late
SELECT outbox_id, partner, kind, name, reason, created_at, due_at, attempts
FROM outbox WHERE state IN ('due', 'sending') AND due_at > 0
AND created_at + (due_at - created_at) * 3 / 4 <= $1
AND NOT (kind = 'order' AND version > 1 AND attempts = 0)
ORDER BY due_at, outbox_id LIMIT $2

-- name: todo_missed
SELECT c.standing_order_id, s.po_number, s.partner, c.nominal_on, c.due_on,
c.reason FROM occurrence c JOIN standing_order s USING (standing_order_id)
WHERE c.state = 'missed' ORDER BY c.due_on, c.standing_order_id LIMIT $1

-- name: todo_asked
SELECT c.standing_order_id, s.po_number, s.partner, c.nominal_on, c.due_on,
c.reason FROM occurrence c JOIN standing_order s USING (standing_order_id)
WHERE c.state = 'held' AND c.order_id IS NULL
ORDER BY c.due_on, c.standing_order_id LIMIT $1

-- name: todo_standing
SELECT standing_order_id, po_number, partner, reason FROM standing_order
WHERE state = 'held' ORDER BY standing_order_id LIMIT $1

-- name: todo_payments
SELECT payment_id, received_on, detail, reason FROM payment
WHERE state IN ('unmatched', 'ambiguous') ORDER BY payment_id LIMIT $1

-- name: todo_bank
SELECT file_id, reason, detail, booked_on FROM bank_entry
WHERE reason <> '' AND run_id > $1 AND run_id <= $2
ORDER BY bank_entry_id LIMIT $3

-- name: todo_confirmations
SELECT min(c.confirmation_id), c.file_id, f.partner, f.name, c.shipment,
c.order_ref, c.reason, count(*) FROM confirmation c JOIN file f
USING (file_id) WHERE c.state IN ('new', 'held') AND c.state = 'held'
GROUP BY c.file_id, f.partner, f.name, c.shipment, c.order_ref, c.reason
ORDER BY 1 LIMIT $1

-- name: report_files
SELECT partner, state, count(*), sum(bytes) FROM file
WHERE run_id > $1 AND run_id <= $2 GROUP BY partner, state
ORDER BY partner, state

-- name: report_orders
SELECT partner, state, currency, count(*), sum(total_minor), test
FROM orders WHERE run_id > $1 AND run_id <= $2
GROUP BY partner, state, currency, test ORDER BY partner, test, state,
currency

-- name: report_documents
SELECT partner, kind, state, count(*) FROM outbox
WHERE run_id > $1 AND run_id <= $2 GROUP BY partner, kind, state
ORDER BY partner, kind, state

-- name: report_balances
SELECT account, currency, sum(amount_minor) FROM account_balance
GROUP BY account, currency ORDER BY currency, account

-- name: report_occurrences
SELECT state, count(*) FROM occurrence WHERE run_id > $1 AND run_id <= $2
GROUP BY state ORDER BY state

-- What a night proves of its standing orders.

-- name: last_night
SELECT business_day, as_of FROM run WHERE stages LIKE '%recur%'
AND partner = '' AND (ended_at IS NOT NULL OR run_id = $1)
ORDER BY business_day DESC, as_of DESC LIMIT 1

-- Which rules are computed anew: those that ask for a day by now, those whose
-- rows were touched, and what did not add up.
-- name: proof_to_look
SELECT +standing_order_id FROM standing_proof_rule WHERE again_on <= $1
UNION SELECT standing_order_id FROM standing_touched
UNION SELECT standing_order_id FROM standing_proof_rule WHERE balanced = 0
ORDER BY 1

-- What was proved of it, and the first day that was touched since.
-- name: proof_rule_get
SELECT r.proved_to, t.from_day, r.due, r.issued, r.held, r.skipped, r.missed
FROM standing_proof_rule r
LEFT JOIN standing_touched t USING (standing_order_id)
WHERE r.standing_order_id = $1

-- name: standing_touched_drop
DELETE FROM standing_touched WHERE standing_order_id = $1

-- name: standing_touch_calendar
INSERT INTO standing_touched SELECT standing_order_id, -2147483648
FROM standing_order WHERE calendar = $1 AND wake_on > -2147483648
ON CONFLICT (standing_order_id) DO UPDATE SET from_day = excluded.from_day

-- name: proof_sum
SELECT standing_orders, unbalanced, due, issued, held, skipped, missed
FROM standing_proof_sum WHERE one = 1

-- name: proof_clear
DELETE FROM standing_proof WHERE run_id = $1

-- name: proof_put
INSERT INTO standing_proof (run_id, from_day, to_day, standing_orders,
unbalanced, due, issued, held, skipped, missed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: proof_rule_put
INSERT INTO standing_proof_rule (standing_order_id, run_id, due, issued, held,
skipped, missed, balanced, fault_on, fault, proved_to, again_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (standing_order_id) DO UPDATE SET run_id = excluded.run_id,
due = excluded.due, issued = excluded.issued, held = excluded.held,
skipped = excluded.skipped, missed = excluded.missed,
balanced = excluded.balanced, fault_on = excluded.fault_on,
fault = excluded.fault, proved_to = excluded.proved_to,
again_on = excluded.again_on

-- name: report_proof
SELECT from_day, to_day, standing_orders, unbalanced, due, issued, held,
skipped, missed FROM standing_proof WHERE run_id = $1

-- Of the last night alone: those that go on, and those it looked at.
-- name: report_proof_rules
SELECT listed.standing_order_id, s.po_number, s.partner, s.rule, listed.due, listed.issued,
listed.held, listed.skipped, listed.missed, listed.fault
FROM (SELECT standing_order_id, due, issued, held, skipped, missed, fault
FROM standing_proof_rule WHERE again_on IS NOT NULL
UNION ALL SELECT standing_order_id, due, issued, held, skipped, missed, fault
FROM standing_proof_rule WHERE again_on IS NULL AND run_id = $1
ORDER BY 1 LIMIT $2) listed
CROSS JOIN standing_order s USING (standing_order_id)
WHERE $1 = (SELECT max(run_id) FROM standing_proof)
ORDER BY listed.standing_order_id

-- name: todo_proof
SELECT r.standing_order_id, s.po_number, s.partner, r.fault
FROM standing_proof_rule r JOIN standing_order s USING (standing_order_id)
WHERE r.run_id = $1 AND r.balanced = 0 ORDER BY r.standing_order_id LIMIT $2
