-- Direct debits: what a bank was asked to collect, and what came of it.

CREATE TABLE collection (		-- one file for a bank
	collection_id INTEGER PRIMARY KEY,
	partner TEXT NOT NULL,
	message_id TEXT NOT NULL UNIQUE,	-- by which the bank knows it
	run_day INTEGER NOT NULL,
	number INTEGER NOT NULL,	-- of that day, from 1
	currency TEXT NOT NULL,
	debits INTEGER NOT NULL, amount_minor INTEGER NOT NULL,
	UNIQUE (partner, run_day, number)
) STRICT;

CREATE TABLE debit (			-- one debt, collected at most once
	debit_id INTEGER PRIMARY KEY,
	collection_id INTEGER NOT NULL REFERENCES collection,
	receivable_id INTEGER NOT NULL UNIQUE REFERENCES receivable,
	customer TEXT NOT NULL, mandate TEXT NOT NULL,
	end_to_end TEXT NOT NULL UNIQUE,
	batch TEXT NOT NULL,		-- of its collection: one a day and kind
	kind TEXT NOT NULL CHECK (kind IN ('FRST', 'RCUR')),
	collect_on INTEGER NOT NULL,
	currency TEXT NOT NULL, amount_minor INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('asked', 'collected',
	    'returned')),
	reason TEXT NOT NULL DEFAULT ''	-- of a return, as the bank has it
) STRICT;
CREATE INDEX debit_collection ON debit (collection_id);
CREATE INDEX debit_batch ON debit (batch);
CREATE INDEX debit_mandate ON debit (mandate, state);
CREATE INDEX debit_customer ON debit (customer);
CREATE INDEX customer_mandate ON customer (customer) WHERE mandate <> '';

CREATE VIEW v_debit AS SELECT d.debit_id, c.partner, c.message_id,
    d.end_to_end, d.customer, d.mandate, d.kind,
    date(d.collect_on * 86400, 'unixepoch') AS collect_on, d.currency,
    d.amount_minor, d.receivable_id, d.state, d.reason
    FROM debit d JOIN collection c USING (collection_id);

-- A document of another kind: a new table, and all that hangs on it.
CREATE TABLE receipt_named AS SELECT receipt_id, outbox_id FROM receipt
    WHERE outbox_id IS NOT NULL;
UPDATE receipt SET outbox_id = NULL WHERE outbox_id IS NOT NULL;
CREATE TABLE outbox_replaced AS SELECT outbox_id, replaced_by FROM outbox
    WHERE replaced_by IS NOT NULL;
DROP VIEW v_outbox;
CREATE TABLE outbox_new (
	outbox_id INTEGER PRIMARY KEY,
	business_key TEXT NOT NULL UNIQUE,
	partner TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('technical', 'order', 'ship',
	    'warehouse', 'report', 'collection')),
	format TEXT NOT NULL,
	file_id INTEGER REFERENCES file,
	order_id INTEGER REFERENCES orders,
	shipment_id INTEGER REFERENCES shipment,
	version INTEGER NOT NULL,
	name TEXT NOT NULL,
	pack_id INTEGER NOT NULL REFERENCES pack,
	pack_offset INTEGER NOT NULL, bytes INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state = 'due' OR state = 'sending' OR
	    state = 'sent' OR state = 'held'),
	reason TEXT NOT NULL DEFAULT '',
	attempts INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL,
	due_at INTEGER NOT NULL,
	sent_at INTEGER,
	run_id INTEGER REFERENCES run,
	-- What a partner's receipt names; numbers are 0 where there are none.
	document_id TEXT NOT NULL,
	standard TEXT NOT NULL,		-- of its envelope, '' : none
	sender TEXT NOT NULL DEFAULT '', receiver TEXT NOT NULL DEFAULT '',
	test INTEGER NOT NULL,
	interchange_control INTEGER NOT NULL DEFAULT 0,
	group_control INTEGER NOT NULL DEFAULT 0,
	message_control INTEGER NOT NULL DEFAULT 0,
	acknowledged TEXT NOT NULL DEFAULT '' CHECK (acknowledged = '' OR
	    acknowledged = 'accepted' OR acknowledged = 'errors' OR
	    acknowledged = 'rejected'),
	acknowledged_at INTEGER,
	receipt_text TEXT NOT NULL DEFAULT '',	-- what they found
	receipt_due_at INTEGER,		-- of what was sent; NULL: none expected
	anew INTEGER NOT NULL DEFAULT 0,
	replaced_by INTEGER REFERENCES outbox,	-- the one that was made
	UNIQUE (partner, name)
) STRICT;
INSERT INTO outbox_new (outbox_id, business_key, partner, kind, format,
file_id, order_id, shipment_id, version, name, pack_id, pack_offset, bytes,
sha256, state, reason, attempts, created_at, due_at, sent_at, run_id,
document_id, standard, sender, receiver, test, interchange_control,
group_control, message_control, acknowledged, acknowledged_at, receipt_text,
receipt_due_at, anew, replaced_by) SELECT outbox_id, business_key, partner,
kind, format, file_id, order_id, shipment_id, version, name, pack_id,
pack_offset, bytes, sha256, state, reason, attempts, created_at, due_at,
sent_at, run_id, document_id, standard, sender, receiver, test,
interchange_control, group_control, message_control, acknowledged,
acknowledged_at, receipt_text, receipt_due_at, anew, NULL FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (partner, outbox_id)
    WHERE state IN ('due', 'sending');
CREATE INDEX outbox_order ON outbox (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX outbox_file ON outbox (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX outbox_document ON outbox (document_id);
CREATE INDEX outbox_interchange ON outbox (partner, interchange_control)
    WHERE interchange_control > 0;
CREATE INDEX outbox_group ON outbox (partner, group_control)
    WHERE group_control > 0;
CREATE INDEX outbox_expected ON outbox (partner, receipt_due_at)
    WHERE receipt_due_at IS NOT NULL AND acknowledged = '';
CREATE INDEX outbox_refused ON outbox (acknowledged)
    WHERE acknowledged = 'rejected';
CREATE INDEX outbox_run ON outbox (run_id);
CREATE INDEX outbox_held ON outbox (state) WHERE state = 'held';
CREATE INDEX outbox_anew ON outbox (anew) WHERE anew = 1;
UPDATE outbox SET replaced_by = (SELECT n.replaced_by FROM outbox_replaced n
    WHERE n.outbox_id = outbox.outbox_id) WHERE outbox_id IN
    (SELECT outbox_id FROM outbox_replaced);
DROP TABLE outbox_replaced;
UPDATE receipt SET outbox_id = (SELECT n.outbox_id FROM receipt_named n
    WHERE n.receipt_id = receipt.receipt_id) WHERE receipt_id IN
    (SELECT receipt_id FROM receipt_named);
DROP TABLE receipt_named;
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
