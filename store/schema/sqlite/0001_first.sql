-- The sales database of ordermill, SQLite.  Days are days since 1970-01-01,
-- instants seconds since 1970-01-01T00:00:00Z, money minor units, quantities
-- and prices decimal text.  The views (0002) are the public contract.
--
-- Where every order writes a row, conditions are chains of OR: for IN with
-- three words and more SQLite builds a table in memory, at every insert.  An
-- index holds what is looked for alone, and nothing that an order's steps
-- would only move about in it.

CREATE TABLE run (
	run_id INTEGER PRIMARY KEY,
	as_of INTEGER NOT NULL,
	business_day INTEGER NOT NULL,
	stages TEXT NOT NULL,
	stage TEXT NOT NULL DEFAULT '',	-- the last one completed
	started_at INTEGER NOT NULL,
	ended_at INTEGER,
	exit_code INTEGER
) STRICT;

CREATE TABLE event (
	event_id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	run_id INTEGER REFERENCES run,
	subject TEXT NOT NULL,		-- "order:12", "partner:acme"
	kind TEXT NOT NULL,
	text TEXT NOT NULL
) STRICT;
CREATE INDEX event_subject ON event (subject);

CREATE TABLE counter (
	name TEXT NOT NULL PRIMARY KEY,
	value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pack (
	pack_id INTEGER PRIMARY KEY,
	run_id INTEGER REFERENCES run
) STRICT;

-- Master data ----------------------------------------------------------------

CREATE TABLE master_file (
	name TEXT NOT NULL PRIMARY KEY,
	sha256 TEXT NOT NULL,
	loaded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
	sku TEXT NOT NULL PRIMARY KEY,
	gtin TEXT NOT NULL, name TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('goods', 'service')),
	unit TEXT NOT NULL, price TEXT NOT NULL, currency TEXT NOT NULL,
	tax_category TEXT NOT NULL, tax_percent TEXT NOT NULL,
	stock TEXT NOT NULL, stock_at INTEGER,
	loaded INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE price (
	customer TEXT NOT NULL, sku TEXT NOT NULL, unit TEXT NOT NULL,
	currency TEXT NOT NULL, price TEXT NOT NULL, per TEXT NOT NULL,
	min_quantity TEXT NOT NULL, valid_from INTEGER, valid_to INTEGER,
	loaded INTEGER NOT NULL
) STRICT;

CREATE TABLE item (
	customer TEXT NOT NULL, buyer_item TEXT NOT NULL, sku TEXT NOT NULL,
	loaded INTEGER NOT NULL,
	PRIMARY KEY (customer, buyer_item)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
	sku TEXT NOT NULL, unit TEXT NOT NULL, factor TEXT NOT NULL,
	gtin TEXT NOT NULL, loaded INTEGER NOT NULL,
	PRIMARY KEY (sku, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
	customer TEXT NOT NULL PRIMARY KEY,
	partner TEXT NOT NULL, name TEXT NOT NULL, identifiers TEXT NOT NULL,
	currency TEXT NOT NULL,
	payment TEXT NOT NULL CHECK (payment IN
	    ('account', 'prepaid', 'either')),
	unlimited INTEGER NOT NULL, credit_limit INTEGER NOT NULL,
	terms_days INTEGER NOT NULL,
	charge_at TEXT NOT NULL CHECK (charge_at IN
	    ('despatch', 'acceptance')),
	tax_id TEXT NOT NULL, tax_category TEXT NOT NULL,
	email TEXT NOT NULL, language TEXT NOT NULL, seller TEXT NOT NULL,
	loaded INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE location (
	location_id INTEGER PRIMARY KEY,
	customer TEXT NOT NULL, identifiers TEXT NOT NULL,
	name TEXT NOT NULL, street TEXT NOT NULL, city TEXT NOT NULL,
	postal_code TEXT NOT NULL, country TEXT NOT NULL,
	warehouse TEXT NOT NULL, calendar TEXT NOT NULL,
	loaded INTEGER NOT NULL
) STRICT;
CREATE INDEX location_customer ON location (customer);

-- Explanations of finding codes, refreshed from the program at each start.
CREATE TABLE finding_rule (
	code TEXT NOT NULL PRIMARY KEY,
	severity TEXT NOT NULL, rule TEXT NOT NULL, help TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Arrivals and files ---------------------------------------------------------

CREATE TABLE file (
	file_id INTEGER PRIMARY KEY,
	partner TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	name TEXT NOT NULL,		-- remote or member name, escaped
	parent_file_id INTEGER REFERENCES file,
	pack_id INTEGER REFERENCES pack,	-- NULL: var/files/SHA256
	pack_offset INTEGER NOT NULL DEFAULT 0,
	state TEXT NOT NULL CHECK (state IN ('received', 'unpacked',
	    'parsing', 'parsed', 'rejected', 'quarantined')),
	reason TEXT NOT NULL DEFAULT '',
	detail TEXT NOT NULL DEFAULT '',
	format TEXT NOT NULL DEFAULT '',
	attempts INTEGER NOT NULL DEFAULT 0,
	findings_left_out INTEGER NOT NULL DEFAULT 0,
	run_id INTEGER NOT NULL REFERENCES run,
	fetched_at INTEGER NOT NULL,
	UNIQUE (partner, sha256)
) STRICT;
CREATE INDEX file_state ON file (state) WHERE state IN ('received',
    'parsing');
CREATE INDEX file_parent ON file (parent_file_id)
    WHERE parent_file_id IS NOT NULL;
CREATE INDEX file_emptied ON file (sha256) WHERE reason = 'FILE-EMPTIED';

CREATE TABLE arrival (
	arrival_id INTEGER PRIMARY KEY,
	partner TEXT NOT NULL,
	raw_name BLOB NOT NULL,
	size INTEGER NOT NULL,
	mtime INTEGER NOT NULL,
	file_id INTEGER NOT NULL REFERENCES file,
	run_id INTEGER NOT NULL REFERENCES run,
	removed INTEGER NOT NULL DEFAULT 0,
	UNIQUE (partner, raw_name, size, mtime)
) STRICT;
CREATE INDEX arrival_file ON arrival (file_id);

-- What files held ------------------------------------------------------------

CREATE TABLE interchange (
	interchange_id INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES file,
	ordinal INTEGER NOT NULL,
	partner TEXT NOT NULL,		-- who the envelope says it is
	standard TEXT NOT NULL, version TEXT NOT NULL,
	sender TEXT NOT NULL, receiver TEXT NOT NULL,
	control_number TEXT NOT NULL, prepared TEXT NOT NULL,
	test INTEGER NOT NULL,
	ack_requested INTEGER NOT NULL DEFAULT 0,	-- ISA14 = 1, UNB 0031
	refused INTEGER NOT NULL DEFAULT 0,	-- as a whole: no message counts
	byte_offset INTEGER NOT NULL, bytes INTEGER NOT NULL,
	sha256 TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL DEFAULT 'staged' CHECK (state IN ('staged',
	    'accepted', 'rejected', 'held', 'duplicate')),
	reason TEXT NOT NULL DEFAULT '',
	detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX interchange_file ON interchange (file_id);

CREATE TABLE interchange_key (
	standard TEXT NOT NULL, sender TEXT NOT NULL, receiver TEXT NOT NULL,
	control_number TEXT NOT NULL, test INTEGER NOT NULL,
	interchange_id INTEGER NOT NULL REFERENCES interchange,
	claimed_on INTEGER NOT NULL,
	PRIMARY KEY (standard, sender, receiver, control_number, test)
) STRICT, WITHOUT ROWID;
CREATE INDEX interchange_key_id ON interchange_key (interchange_id);

CREATE TABLE message (
	message_id INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES file,
	interchange_id INTEGER NOT NULL REFERENCES interchange,
	ordinal INTEGER NOT NULL,	-- in the file
	partner TEXT NOT NULL,
	format TEXT NOT NULL, kind TEXT NOT NULL, version TEXT NOT NULL,
	control_number TEXT NOT NULL, group_control TEXT NOT NULL,
	group_kind TEXT NOT NULL DEFAULT '',	-- GS01
	group_sender TEXT NOT NULL DEFAULT '',
	group_receiver TEXT NOT NULL DEFAULT '',
	document_id TEXT NOT NULL, purpose TEXT NOT NULL DEFAULT '',
	test INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state = 'staged' OR state = 'accepted' OR
	    state = 'rejected' OR state = 'held' OR state = 'duplicate' OR
	    state = 'noted'),
	reason TEXT NOT NULL DEFAULT '',
	byte_offset INTEGER NOT NULL, bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX message_file ON message (file_id);
CREATE INDEX message_interchange ON message (interchange_id);

CREATE TABLE finding (
	finding_id INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES file,
	message_id INTEGER REFERENCES message,
	order_id INTEGER REFERENCES orders,
	code TEXT NOT NULL,
	severity TEXT NOT NULL,
	byte_offset INTEGER NOT NULL, bytes INTEGER NOT NULL,
	segment INTEGER NOT NULL, tag TEXT NOT NULL, element TEXT NOT NULL,
	path TEXT NOT NULL, value TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX finding_file ON finding (file_id);
CREATE INDEX finding_order ON finding (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE confirmation (
	confirmation_id INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES file,
	message_id INTEGER NOT NULL REFERENCES message,
	row INTEGER NOT NULL, byte_offset INTEGER NOT NULL,
	shipment TEXT NOT NULL, order_ref TEXT NOT NULL, line TEXT NOT NULL,
	sku TEXT NOT NULL, quantity TEXT NOT NULL, unit TEXT NOT NULL,
	shipped_at TEXT NOT NULL, carrier TEXT NOT NULL,
	tracking TEXT NOT NULL, sscc TEXT NOT NULL, final INTEGER NOT NULL,
	state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'applied',
	    'held', 'duplicate', 'refused')),
	reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX confirmation_new ON confirmation (state)
    WHERE state IN ('new', 'held');
CREATE INDEX confirmation_file ON confirmation (file_id);

CREATE TABLE receipt (			-- a partner's word on what we sent
	receipt_id INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES file,
	interchange_id INTEGER REFERENCES interchange,
	message_id INTEGER REFERENCES message,	-- NULL: a TA1
	kind TEXT NOT NULL,		-- TA1 997 999 CONTRL …
	interchange_control TEXT NOT NULL, group_control TEXT NOT NULL,
	message_control TEXT NOT NULL,
	document_kind TEXT NOT NULL, document_id TEXT NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'errors',
	    'rejected')),
	code TEXT NOT NULL, text TEXT NOT NULL,
	byte_offset INTEGER NOT NULL,
	state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'matched',
	    'unmatched', 'repeated', 'refused')),
	outbox_id INTEGER REFERENCES outbox	-- what it is about
) STRICT;
CREATE INDEX receipt_file ON receipt (file_id);
CREATE INDEX receipt_new ON receipt (state) WHERE state = 'new';
CREATE INDEX receipt_unmatched ON receipt (file_id) WHERE state = 'unmatched';
CREATE INDEX receipt_outbox ON receipt (outbox_id) WHERE outbox_id IS NOT NULL;

-- Orders ---------------------------------------------------------------------

CREATE TABLE orders (
	order_id INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES file,
	message_id INTEGER NOT NULL REFERENCES message,
	run_id INTEGER NOT NULL REFERENCES run,
	ordinal INTEGER NOT NULL,	-- in the file; occurrence: its number
	partner TEXT NOT NULL,
	customer TEXT NOT NULL,		-- '' : unknown
	po_number TEXT NOT NULL, release_number TEXT NOT NULL,
	change_number TEXT NOT NULL,
	claimed INTEGER NOT NULL DEFAULT 0,	-- holds its order key
	kind TEXT NOT NULL, purpose TEXT NOT NULL,
	test INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state = 'received' OR state = 'held' OR
	    state = 'accepted' OR state = 'rejected' OR
	    state = 'at_warehouse' OR state = 'part_shipped' OR
	    state = 'shipped' OR state = 'closed' OR state = 'cancelled' OR
	    state = 'noted'),
	step TEXT NOT NULL CHECK (step = 'validate' OR step = 'charge' OR
	    step = 'change' OR step = 'done'),
	verdict TEXT NOT NULL,		-- of the checks: ok, held, rejected, noted
	hold TEXT NOT NULL,		-- reason of a hold the checks want
	reason TEXT NOT NULL,		-- finding code
	detail TEXT NOT NULL,
	content TEXT NOT NULL,		-- hash of what the buyer said
	confirmation TEXT,		-- of an accepted one: its number
	currency TEXT NOT NULL,
	line_count INTEGER NOT NULL,
	net_minor INTEGER NOT NULL, charge_minor INTEGER NOT NULL,
	tax_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL,
	done_net INTEGER NOT NULL DEFAULT 0,	-- shipped or cancelled so far
	done_charge INTEGER NOT NULL DEFAULT 0,
	done_tax INTEGER NOT NULL DEFAULT 0,
	payment TEXT NOT NULL, charge_at TEXT NOT NULL,
	rf_reference TEXT NOT NULL DEFAULT '',
	released TEXT NOT NULL DEFAULT '',	-- reasons a person released
	customer_reference TEXT NOT NULL, cost_centre TEXT NOT NULL,
	ship_name TEXT NOT NULL, street TEXT NOT NULL, city TEXT NOT NULL,
	postal_code TEXT NOT NULL, country TEXT NOT NULL,
	warehouse TEXT NOT NULL,
	ordered_on INTEGER, requested_on INTEGER,
	warehouse_on INTEGER,		-- due at the warehouse
	standing_order_id INTEGER REFERENCES standing_order,
	nominal_on INTEGER,
	received_at INTEGER NOT NULL,
	answer TEXT NOT NULL DEFAULT '',	-- due: AB AP RE CA
	answers INTEGER NOT NULL DEFAULT 0,	-- versions written
	answer_due_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX order_key ON orders (customer, po_number, release_number,
    test, partner) WHERE claimed = 1;
CREATE INDEX order_open ON orders (order_id) WHERE state = 'received';
CREATE UNIQUE INDEX order_confirmation ON orders (confirmation)
    WHERE confirmation IS NOT NULL;
CREATE INDEX order_file ON orders (file_id);
CREATE INDEX order_answer ON orders (answer) WHERE answer <> '';
CREATE INDEX order_due ON orders (warehouse, warehouse_on, confirmation)
    WHERE state = 'accepted';
CREATE INDEX order_po ON orders (po_number);
CREATE INDEX order_standing ON orders (standing_order_id)
    WHERE standing_order_id IS NOT NULL;

CREATE TABLE order_line (
	order_id INTEGER NOT NULL REFERENCES orders,
	line INTEGER NOT NULL,
	buyer_line TEXT NOT NULL,
	sku TEXT NOT NULL,		-- ours, '' : unknown
	seller_item TEXT NOT NULL, buyer_item TEXT NOT NULL,
	gtin TEXT NOT NULL, name TEXT NOT NULL,
	quantity TEXT NOT NULL, unit TEXT NOT NULL,
	stock_quantity TEXT NOT NULL,
	price TEXT NOT NULL, price_basis TEXT NOT NULL,	-- booked
	our_price TEXT NOT NULL, our_basis TEXT NOT NULL,
	amount_minor INTEGER NOT NULL, our_minor INTEGER NOT NULL,
	whole_minor INTEGER,		-- the amount before a line was cut
	tax_category TEXT NOT NULL, tax_percent TEXT NOT NULL,
	state TEXT NOT NULL, reason TEXT NOT NULL,
	requested_on INTEGER,
	shipped_quantity TEXT NOT NULL DEFAULT '0',
	cancelled_quantity TEXT NOT NULL DEFAULT '0',
	backorder_quantity TEXT NOT NULL DEFAULT '0',	-- short at acceptance
	PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_sku ON order_line (sku)
    WHERE state = 'accepted' OR state = 'changed' OR state = 'backordered';

CREATE TABLE change_request (		-- of an order with purpose change …
	order_id INTEGER NOT NULL PRIMARY KEY REFERENCES orders,
	changed_on INTEGER,
	target_id INTEGER REFERENCES orders,	-- the order, once applied
	applied_at INTEGER
) STRICT;
CREATE INDEX change_target ON change_request (target_id)
    WHERE target_id IS NOT NULL;

CREATE TABLE change_line (		-- what it asks of its lines
	order_id INTEGER NOT NULL REFERENCES orders,
	line INTEGER NOT NULL,
	action TEXT NOT NULL CHECK (action IN ('unstated', 'add', 'delete',
	    'replace', 'none')),
	PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE hold (
	hold_id INTEGER PRIMARY KEY,
	order_id INTEGER NOT NULL REFERENCES orders,
	reason TEXT NOT NULL, detail TEXT NOT NULL,
	since INTEGER NOT NULL,
	expires_on INTEGER,
	ended_at INTEGER,
	ended_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX hold_order ON hold (order_id);
CREATE INDEX hold_open ON hold (expires_on) WHERE ended_at IS NULL;

-- Standing orders ------------------------------------------------------------

CREATE TABLE standing_order (
	standing_order_id INTEGER PRIMARY KEY,
	partner TEXT NOT NULL, customer TEXT NOT NULL,
	po_number TEXT NOT NULL, test INTEGER NOT NULL,
	rule TEXT NOT NULL, source TEXT NOT NULL,
	starts_on INTEGER NOT NULL,	-- the anchor: occurrence 1
	ends_on INTEGER,
	count INTEGER NOT NULL,		-- occurrences in all, 0: open
	state TEXT NOT NULL CHECK (state = 'active' OR state = 'paused' OR
	    state = 'ended' OR state = 'held'),
	reason TEXT NOT NULL DEFAULT '',	-- why paused or held
	accepted_on INTEGER NOT NULL,
	decided_on INTEGER NOT NULL,	-- the last nominal day decided
	decided_number INTEGER NOT NULL,	-- and its number in the rule
	next_release_on INTEGER,	-- of the next one, NULL: none
	wake_on INTEGER,		-- the night looks at it from then on
	template_order_id INTEGER NOT NULL UNIQUE REFERENCES orders,
	roll TEXT NOT NULL, calendar TEXT NOT NULL,
	lead_days INTEGER NOT NULL,
	catch_up TEXT NOT NULL, grace_days INTEGER NOT NULL,
	price TEXT NOT NULL
) STRICT;
CREATE INDEX standing_wake ON standing_order (wake_on)
    WHERE wake_on IS NOT NULL;
CREATE INDEX standing_po ON standing_order (customer, po_number);

CREATE TABLE standing_day (		-- explicit dates in or out
	standing_order_id INTEGER NOT NULL REFERENCES standing_order,
	on_day INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('include', 'exclude')),
	PRIMARY KEY (standing_order_id, on_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE occurrence (
	standing_order_id INTEGER NOT NULL REFERENCES standing_order,
	nominal_on INTEGER NOT NULL,
	due_on INTEGER NOT NULL,
	release_on INTEGER NOT NULL,
	number INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state = 'issued' OR state = 'held' OR
	    state = 'skipped' OR state = 'missed'),
	reason TEXT NOT NULL DEFAULT '',
	order_id INTEGER UNIQUE REFERENCES orders,
	run_id INTEGER REFERENCES run,
	PRIMARY KEY (standing_order_id, nominal_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX occurrence_held ON occurrence (state) WHERE state = 'held';
CREATE INDEX occurrence_missed ON occurrence (run_id)
    WHERE state = 'missed';

CREATE TABLE standing_pause (		-- pauses and holds; to NULL: open
	pause_id INTEGER PRIMARY KEY,
	standing_order_id INTEGER NOT NULL REFERENCES standing_order,
	from_day INTEGER NOT NULL, to_day INTEGER,
	kind TEXT NOT NULL CHECK (kind IN ('pause', 'hold')),
	reason TEXT NOT NULL
) STRICT;
CREATE INDEX standing_pause_of ON standing_pause (standing_order_id);

-- What an order asks for that will become a standing order when accepted.
CREATE TABLE recurrence_request (
	order_id INTEGER NOT NULL PRIMARY KEY REFERENCES orders,
	rule TEXT NOT NULL, source TEXT NOT NULL,
	starts_on INTEGER, ends_on INTEGER,
	count INTEGER NOT NULL,		-- 0: open
	days TEXT NOT NULL		-- explicit dates, ISO, spaces between
) STRICT;

-- The ledger: append-only ----------------------------------------------------

CREATE TABLE journal (
	journal_id INTEGER PRIMARY KEY,
	business_key TEXT NOT NULL UNIQUE,
	event TEXT NOT NULL,
	customer TEXT NOT NULL,
	order_id INTEGER REFERENCES orders,
	currency TEXT NOT NULL,
	at INTEGER NOT NULL,
	run_id INTEGER REFERENCES run
) STRICT;
CREATE INDEX journal_order ON journal (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX journal_customer ON journal (customer);

CREATE TABLE posting (
	posting_id INTEGER PRIMARY KEY,
	journal_id INTEGER NOT NULL REFERENCES journal,
	account TEXT NOT NULL,
	amount_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX posting_journal ON posting (journal_id);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE account_balance (
	account TEXT NOT NULL, customer TEXT NOT NULL,
	currency TEXT NOT NULL, amount_minor INTEGER NOT NULL,
	PRIMARY KEY (customer, account, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
	payment_id INTEGER PRIMARY KEY,
	business_key TEXT NOT NULL UNIQUE,
	customer TEXT NOT NULL, reference TEXT NOT NULL,
	currency TEXT NOT NULL, amount_minor INTEGER NOT NULL,
	received_on INTEGER NOT NULL,
	order_id INTEGER REFERENCES orders,
	state TEXT NOT NULL CHECK (state IN ('applied', 'unapplied'))
) STRICT;

-- Shipments ------------------------------------------------------------------

CREATE TABLE shipment (
	shipment_id INTEGER PRIMARY KEY,
	number TEXT NOT NULL, warehouse TEXT NOT NULL,
	left_at INTEGER NOT NULL, carrier TEXT NOT NULL,
	tracking TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('left', 'noticed')),
	run_id INTEGER REFERENCES run,
	UNIQUE (warehouse, number)
) STRICT;
CREATE INDEX shipment_left ON shipment (left_at);

CREATE TABLE shipment_line (
	shipment_id INTEGER NOT NULL REFERENCES shipment,
	order_id INTEGER NOT NULL REFERENCES orders,
	line INTEGER NOT NULL, sscc TEXT NOT NULL,
	quantity TEXT NOT NULL, unit TEXT NOT NULL,
	outstanding TEXT NOT NULL, final INTEGER NOT NULL,
	noticed INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (shipment_id, order_id, line, sscc)
) STRICT, WITHOUT ROWID;
CREATE INDEX shipment_line_order ON shipment_line (order_id, line);
CREATE INDEX shipment_line_due ON shipment_line (noticed) WHERE noticed = 0;

-- Outbox ---------------------------------------------------------------------

CREATE TABLE outbox (
	outbox_id INTEGER PRIMARY KEY,
	business_key TEXT NOT NULL UNIQUE,
	partner TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind = 'technical' OR kind = 'order' OR
	    kind = 'ship' OR kind = 'warehouse' OR kind = 'report'),
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
	UNIQUE (partner, name)
) STRICT;
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
