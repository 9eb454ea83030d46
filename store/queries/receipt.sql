-- What partners say of the documents that they got.

-- name: receipts_of_interchange
SELECT count(*) FROM receipt WHERE file_id = $1 AND interchange_id = $2

-- The newest: numbers start again some day.  What has the same sides and test
-- flag comes first.
-- name: outbox_by_group
SELECT outbox_id, acknowledged FROM outbox WHERE partner = $1
AND group_control = $2 AND group_control > 0 AND standard = $3
ORDER BY test = $4 DESC, sender = $5 AND receiver = $6 DESC, outbox_id DESC
LIMIT 1

-- The newest: numbers start again some day.  What has the same sides and test
-- flag comes first.
-- name: outbox_by_interchange
SELECT outbox_id, acknowledged FROM outbox WHERE partner = $1
AND interchange_control = $2 AND interchange_control > 0 AND standard = $3
ORDER BY test = $4 DESC, sender = $5 AND receiver = $6 DESC, outbox_id DESC
LIMIT 1

-- name: receipts_new
SELECT r.receipt_id, r.file_id, coalesce(i.test, 0), r.kind,
r.interchange_control, r.group_control, r.message_control, r.document_kind,
r.document_id, r.verdict, r.code, r.text, coalesce(i.partner, f.partner),
coalesce(i.standard, ''), coalesce(i.sender, ''), coalesce(i.receiver, ''),
coalesce(i.state, ''), coalesce(m.state, '')
FROM receipt r JOIN file f USING (file_id)
LEFT JOIN interchange i ON i.interchange_id = r.interchange_id
LEFT JOIN message m ON m.message_id = r.message_id
WHERE r.state = 'new' AND f.state <> 'parsing'
AND coalesce(i.state, '') <> 'held' ORDER BY r.receipt_id

-- name: receipt_settled
UPDATE receipt SET state = $1, outbox_id = $2 WHERE receipt_id = $3

-- name: outbox_by_document
SELECT outbox_id, acknowledged FROM outbox WHERE document_id = $1
AND partner = $2 ORDER BY outbox_id DESC LIMIT 1

-- name: outbox_acknowledged
UPDATE outbox SET acknowledged = $1, acknowledged_at = $2, receipt_text = $3
WHERE outbox_id = $4

-- name: outbox_receipt_ended
UPDATE outbox SET receipt_due_at = NULL,
acknowledged = CASE WHEN acknowledged = 'rejected' THEN 'errors'
ELSE acknowledged END
WHERE outbox_id = $1 AND (acknowledged = 'rejected'
OR acknowledged = '' AND receipt_due_at IS NOT NULL)

-- name: receipts_forget
UPDATE outbox SET receipt_due_at = NULL WHERE receipt_due_at IS NOT NULL
AND acknowledged = '' AND partner = $1

-- name: todo_refused
SELECT outbox_id, partner, kind, name, receipt_text, acknowledged_at
FROM outbox WHERE acknowledged = 'rejected' AND replaced_by IS NULL
ORDER BY outbox_id LIMIT $1

-- name: todo_overdue
SELECT outbox_id, partner, kind, name, sent_at, receipt_due_at FROM outbox
WHERE receipt_due_at IS NOT NULL AND acknowledged = ''
AND receipt_due_at <= $1 ORDER BY receipt_due_at, outbox_id LIMIT $2

-- name: todo_receipts
SELECT r.file_id, coalesce(i.partner, f.partner), f.name, r.kind, r.verdict,
r.group_control, r.message_control, r.interchange_control, r.document_id,
f.fetched_at, r.text FROM file f JOIN receipt r USING (file_id)
LEFT JOIN interchange i ON i.interchange_id = r.interchange_id
WHERE f.run_id > $1 AND f.run_id <= $2 AND r.state = 'unmatched'
ORDER BY +r.receipt_id LIMIT $3

-- name: show_outbox_receipts
SELECT file_id, kind, verdict, code, text FROM receipt WHERE outbox_id = $1
ORDER BY receipt_id

-- name: show_file_receipts
SELECT kind, interchange_control, group_control, message_control,
document_kind, document_id, verdict, code, text, state, outbox_id FROM receipt
WHERE file_id = $1 ORDER BY receipt_id LIMIT 1000
