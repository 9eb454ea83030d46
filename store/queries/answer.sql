-- What answers in the partner's own standard are made of.

-- name: message_envelope
SELECT i.standard, i.sender, i.receiver, i.control_number, i.version,
m.version, m.group_sender, m.group_receiver, m.kind, m.document_id
FROM message m
JOIN interchange i USING (interchange_id) WHERE m.message_id = $1

-- The change that an answer of this order tells of: applied since its last one.
-- name: change_to_answer
SELECT o.message_id, o.purpose, c.changed_on, o.order_id, c.ended
FROM change_request c
JOIN orders o USING (order_id) WHERE c.target_id = $1
AND c.answers >= (SELECT coalesce(max(x.version), 0) FROM outbox x
WHERE x.order_id = $1 AND x.kind = 'order')
ORDER BY c.ended DESC, o.change_number = (SELECT t.change_number FROM orders t
WHERE t.order_id = $1) DESC, c.order_id DESC LIMIT 1

-- name: change_stated_on
SELECT changed_on FROM change_request WHERE order_id = $1

-- Was any change applied?
-- name: changes_any
SELECT EXISTS (SELECT 1 FROM change_request WHERE target_id IS NOT NULL
AND target_id > 0)

-- What it asked of each line.
-- name: change_actions
SELECT l.buyer_line, c.action FROM change_line c
JOIN order_line l USING (order_id, line) WHERE c.order_id = $1

-- Lines that the buyer wanted before that day.
-- name: order_lines_late
SELECT count(*) FROM order_line WHERE order_id = $1
AND state NOT IN ('rejected', 'cancelled')
AND coalesce(requested_on, $2) < $3
