-- Archives.

-- name: files_to_unpack
SELECT file_id, partner, sha256, bytes, name, attempts, reason FROM file
WHERE state IN ('received', 'parsing') AND state = 'received'
AND parent_file_id IS NULL AND ($1 = '' OR partner = $1)
ORDER BY partner, name, file_id
