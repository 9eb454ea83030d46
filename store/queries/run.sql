-- Runs, events, counters, packs.

-- name: run_unfinished
SELECT run_id, as_of, business_day, stages, stage FROM run
WHERE ended_at IS NULL ORDER BY run_id LIMIT 1

-- name: run_insert
INSERT INTO run (as_of, business_day, stages, started_at, partner)
VALUES ($1, $2, $3, $4, $5)

-- name: run_stage
UPDATE run SET stage = $1 WHERE run_id = $2

-- name: run_end
UPDATE run SET ended_at = $1, exit_code = $2 WHERE run_id = $3

-- name: event_insert
INSERT INTO event (at, run_id, subject, kind, text) VALUES ($1, $2, $3, $4, $5)

-- name: counter_next
INSERT INTO counter (name, value) VALUES ($1, 1)
ON CONFLICT (name) DO UPDATE SET value = counter.value + 1

-- name: counter_value
SELECT value FROM counter WHERE name = $1

-- name: pack_insert
INSERT INTO pack (run_id) VALUES ($1)

-- name: pack_known
SELECT pack_id FROM pack WHERE pack_id = $1
