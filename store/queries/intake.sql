-- Files, interchanges, messages, findings: what the parse stage writes.

-- name: files_to_parse
SELECT file_id, partner, sha256, bytes, name, pack_id, pack_offset, attempts,
state, reason, secret FROM file WHERE state IN ('received', 'parsing')
AND ($1 = '' OR partner = $1) ORDER BY partner, name, file_id

-- name: file_attempt
UPDATE file SET attempts = attempts + 1, state = 'parsing', reason = ''
WHERE file_id = $1

-- name: file_died
UPDATE file SET state = 'received', reason = $1, detail = $2
WHERE file_id = $3

-- name: file_state
UPDATE file SET state = $1, reason = $2, detail = $3 WHERE file_id = $4

-- name: file_parsed
UPDATE file SET state = $1, reason = $2, detail = $3, format = $4,
findings_left_out = $5 WHERE file_id = $6

-- name: staged_findings_delete
DELETE FROM finding WHERE file_id = $1

-- name: staged_recurrence_delete
DELETE FROM recurrence_request WHERE order_id IN
(SELECT order_id FROM orders WHERE file_id = $1)

-- name: staged_changes_delete
DELETE FROM change_request WHERE order_id IN
(SELECT order_id FROM orders WHERE file_id = $1)

-- name: staged_change_lines_delete
DELETE FROM change_line WHERE order_id IN
(SELECT order_id FROM orders WHERE file_id = $1)

-- name: staged_lines_delete
DELETE FROM order_line WHERE order_id IN
(SELECT order_id FROM orders WHERE file_id = $1)

-- name: staged_orders_delete
DELETE FROM orders WHERE file_id = $1

-- name: staged_confirmations_delete
DELETE FROM confirmation WHERE file_id = $1

-- name: staged_receipts_delete
DELETE FROM receipt WHERE file_id = $1

-- name: staged_messages_delete
DELETE FROM message WHERE file_id = $1

-- name: staged_interchanges_delete
DELETE FROM interchange WHERE file_id = $1

-- name: interchange_insert
INSERT INTO interchange (file_id, ordinal, partner, standard, version, sender,
receiver, control_number, prepared, test, ack_requested, byte_offset, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)

-- name: interchange_end
UPDATE interchange SET bytes = $1, sha256 = $2, state = $3, reason = $4,
detail = $5, refused = $6 WHERE interchange_id = $7

-- name: interchange_state
UPDATE interchange SET state = $1, reason = $2, detail = $3
WHERE interchange_id = $4

-- name: messages_of_interchange
SELECT kind, document_id, state, message_id, version, control_number,
group_kind, group_control, group_sender, group_receiver, byte_offset
FROM message WHERE interchange_id = $1 ORDER BY message_id

-- name: interchange_claim
INSERT INTO interchange_key (standard, sender, receiver, control_number, test,
interchange_id, claimed_on) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (standard, sender, receiver, control_number, test)
DO UPDATE SET interchange_id = excluded.interchange_id,
claimed_on = excluded.claimed_on
WHERE interchange_key.claimed_on < excluded.claimed_on - $8

-- name: interchange_claimed_by
SELECT k.interchange_id, i.sha256, i.file_id, i.state FROM interchange_key k
JOIN interchange i USING (interchange_id)
WHERE k.standard = $1 AND k.sender = $2 AND k.receiver = $3
AND k.control_number = $4 AND k.test = $5

-- name: interchange_key_free
DELETE FROM interchange_key WHERE interchange_id = $1

-- name: interchanges_of_file
SELECT interchange_id, ordinal, standard, sender, receiver, control_number,
test, byte_offset, bytes, state, reason, detail, partner, sha256, version,
prepared, ack_requested, refused FROM interchange
WHERE file_id = $1 ORDER BY ordinal

-- name: message_insert
INSERT INTO message (file_id, interchange_id, ordinal, partner, format, kind,
version, control_number, group_control, group_kind, group_sender,
group_receiver, document_id, test, state, byte_offset, bytes) VALUES ($1, $2,
$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'staged', $15, 0)

-- name: message_end
UPDATE message SET state = $1, reason = $2, bytes = $3, document_id = $4,
purpose = $5 WHERE message_id = $6

-- name: finding_insert
INSERT INTO finding (file_id, message_id, order_id, code, severity,
byte_offset, bytes, segment, tag, element, path, value, text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: findings_between
SELECT code, severity, byte_offset, segment, tag, element, path, value, text
FROM finding WHERE file_id = $1 AND byte_offset >= $2 AND byte_offset < $3
AND severity <> 'note' AND ($4 <> 0 OR code NOT LIKE 'ORDER-%')
ORDER BY finding_id LIMIT $5

-- name: findings_of_messages
SELECT n.message_id, n.code, n.severity, n.byte_offset, n.segment, n.tag,
n.element, n.path, n.value, n.text FROM finding n
JOIN message m USING (message_id) WHERE n.file_id = $1
AND m.interchange_id = $2 AND n.severity <> 'note'
AND n.code NOT LIKE 'ORDER-%' ORDER BY n.message_id, n.finding_id

-- name: file_root_fault
SELECT code, text FROM finding WHERE file_id = $1 AND severity = 'error'
AND code NOT IN ('X12-SET-REFUSED', 'ORDER-BROKEN', 'ORDER-NOTHING')
ORDER BY message_id IS NOT NULL, finding_id LIMIT 1

-- name: confirmation_insert
INSERT INTO confirmation (file_id, message_id, row, byte_offset, shipment,
order_ref, line, sku, quantity, unit, shipped_at, carrier, tracking, sscc,
pallet, final) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
$14, $15, $16)

-- name: receipt_insert
INSERT INTO receipt (file_id, interchange_id, message_id, kind,
interchange_control, group_control, message_control, document_kind,
document_id, verdict, code, text, byte_offset) VALUES ($1, $2, $3, $4, $5, $6,
$7, $8, $9, $10, $11, $12, $13)

-- name: finding_rule_put
INSERT INTO finding_rule (code, severity, rule, help) VALUES ($1, $2, $3, $4)
ON CONFLICT (code) DO UPDATE SET severity = excluded.severity,
rule = excluded.rule, help = excluded.help
