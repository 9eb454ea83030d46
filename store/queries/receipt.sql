-- What partners say of the documents that they got.

-- name: receipts_of_interchange
SELECT count(*) FROM receipt WHERE file_id = $1 AND interchange_id = $2
