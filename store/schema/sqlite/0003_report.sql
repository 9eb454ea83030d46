-- What the report and the exit code of a run look at, found without reading
-- the whole book.

CREATE INDEX file_run ON file (run_id);
CREATE INDEX file_trouble ON file (state)
    WHERE state IN ('rejected', 'quarantined');
CREATE INDEX interchange_held ON interchange (state) WHERE state = 'held';
CREATE INDEX order_run ON orders (run_id);
CREATE INDEX event_trouble ON event (run_id)
    WHERE kind = 'rejected' OR kind = 'unreachable' OR kind = 'faulty' OR
    kind = 'unanswered';
CREATE INDEX occurrence_run ON occurrence (run_id);
CREATE INDEX standing_held ON standing_order (state) WHERE state = 'held';
CREATE INDEX outbox_run ON outbox (run_id);
CREATE INDEX outbox_held ON outbox (state) WHERE state = 'held';

-- What people type to name things.

CREATE INDEX file_name ON file (name);
CREATE INDEX order_rf ON orders (rf_reference) WHERE rf_reference <> '';
CREATE INDEX payment_order ON payment (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX standing_po_number ON standing_order (po_number);
CREATE INDEX shipment_number ON shipment (number);
CREATE INDEX file_sha ON file (sha256);
CREATE INDEX payment_waiting ON payment (customer)
    WHERE state = 'unapplied' AND order_id IS NOT NULL;
