-- The outbox.

-- name: outbox_insert
INSERT INTO outbox (business_key, partner, kind, format, file_id, order_id,
shipment_id, version, name, pack_id, pack_offset, bytes, sha256, state,
created_at, due_at, run_id, document_id, standard, sender, receiver, test,
interchange_control, group_control, message_control, confirms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'due', $14,
$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)

-- name: outbox_confirmed
SELECT document_id FROM outbox WHERE order_id = $1 AND confirms = 1
AND format = $2 AND replaced_by IS NULL AND acknowledged <> 'rejected'
ORDER BY outbox_id DESC LIMIT 1

-- name: outbox_by_key
SELECT outbox_id FROM outbox WHERE business_key = $1

-- name: outbox_again_for_file
UPDATE outbox SET state = 'due', sent_at = NULL, attempts = 0, reason = '',
acknowledged = CASE WHEN acknowledged = 'rejected' THEN ''
ELSE acknowledged END
WHERE state = 'sent' AND replaced_by IS NULL AND kind <> 'warehouse'
AND (file_id = $1 OR order_id IN
(SELECT order_id FROM orders WHERE orders.file_id = $1))

-- name: outbox_due_partners
SELECT DISTINCT partner FROM outbox WHERE state IN ('due', 'sending')
ORDER BY partner

-- name: outbox_due
SELECT outbox_id, name, pack_id, pack_offset, bytes, sha256, attempts, state
FROM outbox WHERE partner = $1 AND state IN ('due', 'sending')
AND outbox_id > $2 ORDER BY outbox_id LIMIT $3

-- name: outbox_sending
UPDATE outbox SET state = 'sending', attempts = attempts + 1
WHERE outbox_id = $1

-- name: outbox_sent
UPDATE outbox SET state = 'sent', sent_at = $1, reason = '',
receipt_due_at = CASE WHEN $2 > 0 AND standard <> ''
AND kind NOT IN ('technical', 'report') THEN $1 + $2 * 3600
ELSE NULL END WHERE outbox_id = $3

-- name: outbox_failed
UPDATE outbox SET state = $1, reason = $2 WHERE outbox_id = $3

-- name: outbox_again_for_order
UPDATE outbox SET state = 'due', sent_at = NULL, attempts = 0, reason = '',
acknowledged = CASE WHEN acknowledged = 'rejected' THEN ''
ELSE acknowledged END
WHERE state = 'sent' AND replaced_by IS NULL AND kind <> 'warehouse'
AND order_id = $1

-- Documents that are made again under new numbers.

-- name: outbox_anew_ask
UPDATE outbox SET anew = 1 WHERE outbox_id = $1 AND state = 'sent'
AND replaced_by IS NULL AND standard <> '' AND kind <> 'report'

-- name: outbox_anew
SELECT outbox_id, business_key, format, name, document_id, standard, sender,
receiver, pack_id, pack_offset, bytes, sha256, test, interchange_control,
group_control, message_control FROM outbox WHERE anew = 1 ORDER BY outbox_id

-- Its content is as old as that of the first.
-- name: outbox_copy
INSERT INTO outbox (business_key, name, pack_id, pack_offset, bytes, sha256,
due_at, run_id, document_id, interchange_control, group_control,
message_control, partner, kind, format, file_id, order_id, shipment_id,
version, state, created_at, standard, sender, receiver, test, confirms)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, partner, kind,
format, file_id, order_id, shipment_id, version, 'due', created_at, standard,
sender, receiver, test, confirms FROM outbox WHERE outbox_id = $13

-- name: outbox_replaced
UPDATE outbox SET anew = 0, replaced_by = $1, receipt_due_at = NULL
WHERE outbox_id = $2

-- name: outbox_anew_end
UPDATE outbox SET anew = 0 WHERE outbox_id = $1

-- name: outbox_replacement
SELECT coalesce(replaced_by, 0) FROM outbox WHERE outbox_id = $1

-- name: outbox_refused_of_order
SELECT outbox_id FROM outbox WHERE order_id = $1
AND acknowledged = 'rejected' AND replaced_by IS NULL ORDER BY outbox_id

-- name: outbox_refused_of_file
SELECT outbox_id FROM outbox WHERE acknowledged = 'rejected'
AND replaced_by IS NULL AND (file_id = $1 OR order_id IN
(SELECT order_id FROM orders WHERE orders.file_id = $1)) ORDER BY outbox_id
