-- What answers tell the buyer besides what is booked, and documents that are
-- made anew because the partner refused them.

ALTER TABLE order_line ADD COLUMN
    unit_code TEXT NOT NULL DEFAULT '';	-- as ordered, '' : as unit
ALTER TABLE order_line ADD COLUMN
    asked_price TEXT NOT NULL DEFAULT '';	-- where another is booked
ALTER TABLE orders ADD COLUMN
    promised_on INTEGER;	-- later than asked, or no day was asked
ALTER TABLE confirmation ADD COLUMN pallet TEXT NOT NULL DEFAULT '';
ALTER TABLE shipment_line ADD COLUMN pallet TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN
    anew INTEGER NOT NULL DEFAULT 0;	-- to be made again, by send
ALTER TABLE outbox ADD COLUMN
    replaced_by INTEGER REFERENCES outbox;	-- the one that was made
CREATE INDEX outbox_anew ON outbox (anew) WHERE anew = 1;

DROP VIEW v_order;
CREATE VIEW v_order AS SELECT o.order_id, o.message_id, o.file_id, o.partner,
    o.customer, o.po_number, o.release_number, o.change_number, o.kind,
    o.purpose, o.test, o.state, o.confirmation, o.currency, o.line_count,
    o.net_minor, o.tax_minor, o.charge_minor, o.total_minor, o.payment,
    o.charge_at, o.rf_reference, o.warehouse, o.standing_order_id,
    date(o.nominal_on * 86400, 'unixepoch') AS nominal_on,
    date(o.ordered_on * 86400, 'unixepoch') AS ordered_on,
    date(o.requested_on * 86400, 'unixepoch') AS requested_on,
    date(o.promised_on * 86400, 'unixepoch') AS promised_on,
    date(o.warehouse_on * 86400, 'unixepoch') AS warehouse_on,
    strftime('%Y-%m-%dT%H:%M:%SZ', o.received_at, 'unixepoch')
    AS received_at, o.reason, o.detail
    FROM orders o JOIN file f USING (file_id) WHERE f.state <> 'parsing';

DROP VIEW v_order_line;
CREATE VIEW v_order_line AS SELECT l.order_id, l.line, l.buyer_line, l.sku,
    l.seller_item, l.buyer_item, l.gtin, l.name, l.quantity, l.unit,
    l.unit_code, l.price,
    l.price_basis, l.asked_price, l.amount_minor, l.tax_category,
    l.tax_percent, l.state, l.reason, l.shipped_quantity,
    l.cancelled_quantity, l.backorder_quantity,
    date(l.requested_on * 86400, 'unixepoch') AS requested_on
    FROM order_line l JOIN orders o USING (order_id)
    JOIN file f USING (file_id) WHERE f.state <> 'parsing';

DROP VIEW v_shipment_line;
CREATE VIEW v_shipment_line AS SELECT shipment_id, order_id, line, quantity,
    unit, sscc, pallet, outstanding, final FROM shipment_line;

DROP VIEW v_outbox;
CREATE VIEW v_outbox AS SELECT outbox_id, partner, kind, format, file_id,
    order_id, shipment_id, version, name, sha256, bytes, state, reason,
    attempts, strftime('%Y-%m-%dT%H:%M:%SZ', due_at, 'unixepoch') AS due_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', sent_at, 'unixepoch') AS sent_at,
    document_id, interchange_control, group_control, message_control, test,
    CASE WHEN acknowledged = '' AND receipt_due_at <= (SELECT as_of FROM run
    ORDER BY run_id DESC LIMIT 1) THEN 'overdue' ELSE acknowledged END
    AS acknowledged,
    strftime('%Y-%m-%dT%H:%M:%SZ', acknowledged_at, 'unixepoch')
    AS acknowledged_at, receipt_text,
    strftime('%Y-%m-%dT%H:%M:%SZ', receipt_due_at, 'unixepoch')
    AS receipt_due_at, replaced_by
    FROM outbox;
