-- Archives.

-- name: files_to_unpack
SELECT file_id, partner, sha256, bytes, name, attempts, reason, secret
FROM file
WHERE state IN ('received', 'parsing') AND state = 'received'
AND parent_file_id IS NULL AND ($1 = '' OR partner = $1)
ORDER BY partner, name, file_id

-- Archives whose bytes must not stay, unless another partner's copy of them
-- waits to be unpacked.
-- name: files_emptied
SELECT sha256 FROM file AS f WHERE reason = 'FILE-EMPTIED'
AND NOT EXISTS (SELECT 1 FROM file AS o WHERE o.sha256 = f.sha256
AND o.state = 'received' AND o.pack_id IS NULL)
