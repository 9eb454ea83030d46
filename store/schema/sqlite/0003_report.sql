-- What the report and the exit code of a run look at, found without reading
-- the whole book.

CREATE INDEX file_run ON file (run_id);
CREATE INDEX file_trouble ON file (state)
    WHERE state IN ('rejected', 'quarantined');
CREATE INDEX interchange_held ON interchange (file_id) WHERE state = 'held';
CREATE INDEX order_run ON orders (run_id);
CREATE INDEX event_trouble ON event (run_id)
    WHERE kind IN ('rejected', 'unreachable', 'faulty');
CREATE INDEX occurrence_run ON occurrence (run_id);
CREATE INDEX standing_held ON standing_order (state) WHERE state = 'held';
CREATE INDEX outbox_run ON outbox (run_id);
CREATE INDEX outbox_held ON outbox (state) WHERE state = 'held';
