-- Arrivals.

-- name: arrival_known
SELECT arrival_id, removed FROM arrival
WHERE partner = $1 AND raw_name = $2 AND size = $3 AND mtime = $4

-- name: arrival_insert
INSERT INTO arrival (partner, raw_name, size, mtime, file_id, run_id)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: arrival_removed
UPDATE arrival SET removed = 1 WHERE partner = $1 AND raw_name = $2
AND size = $3 AND mtime = $4

-- name: file_by_hash
SELECT file_id, state FROM file WHERE partner = $1 AND sha256 = $2

-- name: file_insert
INSERT INTO file (partner, sha256, bytes, name, parent_file_id, pack_id,
pack_offset, state, run_id, fetched_at, secret)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'received', $8, $9, $10)

-- What was refused for want of the right secret, and nothing else of it.
-- name: file_proven
UPDATE file SET secret = 'right', state = 'received', reason = '',
detail = '', attempts = 0 WHERE file_id = $1
AND (secret = 'wrong' OR secret = 'none') AND state = 'rejected'
