-- The public views: the same that `ordermill list` prints.  docs/database.md
-- lists every column.

CREATE VIEW v_run AS SELECT run_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', as_of, 'unixepoch') AS as_of,
    date(business_day * 86400, 'unixepoch') AS business_day, stages, stage,
    strftime('%Y-%m-%dT%H:%M:%SZ', started_at, 'unixepoch') AS started_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', ended_at, 'unixepoch') AS ended_at,
    exit_code FROM run;

CREATE VIEW v_file AS SELECT file_id, partner, name AS remote_name, sha256,
    bytes, state, reason, detail, format, attempts, parent_file_id, run_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at, 'unixepoch') AS fetched_at
    FROM file;

CREATE VIEW v_message AS SELECT m.message_id, m.file_id, m.partner, m.format,
    m.kind, m.version, m.control_number, m.document_id, m.purpose, m.test,
    m.state, m.reason
    FROM message m JOIN file f USING (file_id) WHERE f.state <> 'parsing';

CREATE VIEW v_finding AS SELECT n.finding_id, n.file_id, n.message_id,
    n.order_id, n.code, n.severity, n.byte_offset,
    n.segment, n.tag, n.element, n.path, n.value, n.text AS message,
    coalesce(r.help, '') AS help
    FROM finding n JOIN file f USING (file_id)
    LEFT JOIN finding_rule r ON r.code = n.code WHERE f.state <> 'parsing';

CREATE VIEW v_order AS SELECT o.order_id, o.message_id, o.file_id, o.partner,
    o.customer, o.po_number, o.release_number, o.change_number, o.kind, o.purpose, o.test,
    o.state, o.confirmation, o.currency, o.line_count, o.net_minor,
    o.tax_minor, o.charge_minor, o.total_minor, o.payment, o.charge_at,
    o.rf_reference, o.warehouse, o.standing_order_id,
    date(o.nominal_on * 86400, 'unixepoch') AS nominal_on,
    date(o.ordered_on * 86400, 'unixepoch') AS ordered_on,
    date(o.requested_on * 86400, 'unixepoch') AS requested_on,
    date(o.warehouse_on * 86400, 'unixepoch') AS warehouse_on,
    strftime('%Y-%m-%dT%H:%M:%SZ', o.received_at, 'unixepoch')
    AS received_at, o.reason, o.detail
    FROM orders o JOIN file f USING (file_id) WHERE f.state <> 'parsing';

CREATE VIEW v_order_line AS SELECT l.order_id, l.line, l.buyer_line, l.sku,
    l.seller_item, l.buyer_item, l.gtin, l.name, l.quantity, l.unit, l.price,
    l.price_basis, l.amount_minor, l.tax_category, l.tax_percent, l.state,
    l.reason, l.shipped_quantity, l.cancelled_quantity,
    l.backorder_quantity
    FROM order_line l JOIN orders o USING (order_id)
    JOIN file f USING (file_id) WHERE f.state <> 'parsing';

CREATE VIEW v_hold AS SELECT hold_id, order_id, reason, detail,
    strftime('%Y-%m-%dT%H:%M:%SZ', since, 'unixepoch') AS since,
    date(expires_on * 86400, 'unixepoch') AS expires_on,
    strftime('%Y-%m-%dT%H:%M:%SZ', ended_at, 'unixepoch') AS ended_at,
    ended_by FROM hold;

CREATE VIEW v_ledger AS SELECT p.posting_id, j.journal_id AS journal,
    j.business_key, j.event, p.account, j.customer, j.order_id, j.currency,
    p.amount_minor, strftime('%Y-%m-%dT%H:%M:%SZ', j.at, 'unixepoch') AS at
    FROM posting p JOIN journal j USING (journal_id);

CREATE VIEW v_balance AS SELECT account, customer, currency, amount_minor
    FROM account_balance;

CREATE VIEW v_payment AS SELECT payment_id, customer, reference, currency,
    amount_minor, date(received_on * 86400, 'unixepoch') AS received_on,
    order_id, state FROM payment;

CREATE VIEW v_standing_order AS SELECT standing_order_id, partner, customer,
    po_number, rule, date(starts_on * 86400, 'unixepoch') AS starts_on,
    date(ends_on * 86400, 'unixepoch') AS ends_on, state, source,
    date(decided_on * 86400, 'unixepoch') AS decided_on,
    lead_days, catch_up, grace_days, template_order_id, test, reason, price,
    roll, calendar, count,
    date(next_release_on * 86400, 'unixepoch') AS next_release_on
    FROM standing_order;

CREATE VIEW v_occurrence AS SELECT standing_order_id,
    date(nominal_on * 86400, 'unixepoch') AS nominal_on,
    date(due_on * 86400, 'unixepoch') AS due_on,
    date(release_on * 86400, 'unixepoch') AS release_on, number, state,
    reason, order_id FROM occurrence;

CREATE VIEW v_shipment AS SELECT shipment_id, number, warehouse,
    strftime('%Y-%m-%dT%H:%M:%SZ', left_at, 'unixepoch') AS left_at,
    carrier, tracking, state FROM shipment;

CREATE VIEW v_shipment_line AS SELECT shipment_id, order_id, line, quantity,
    unit, sscc, outstanding, final FROM shipment_line;

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
    AS receipt_due_at
    FROM outbox;

CREATE VIEW v_customer AS SELECT customer, partner, name, identifiers,
    currency, payment, unlimited, credit_limit, terms_days, charge_at,
    tax_id, tax_category, email, language, seller FROM customer;

CREATE VIEW v_product AS SELECT sku, gtin, name, kind, unit, price, currency,
    tax_category, tax_percent, stock,
    strftime('%Y-%m-%dT%H:%M:%SZ', stock_at, 'unixepoch') AS stock_at
    FROM product;

CREATE VIEW v_event AS SELECT event_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') AS at, run_id, subject,
    kind, text FROM event;
