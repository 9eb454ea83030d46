-- Standing orders that change while they run, and the proof of each night.

ALTER TABLE run ADD COLUMN partner TEXT NOT NULL DEFAULT '';	-- --partner

-- The day on which its terms changed last: days that were not decided then are
-- looked at by the night after.
ALTER TABLE standing_order ADD COLUMN changed_on INTEGER;

-- What is different from the first order, for nominal days from from_day to
-- to_day; where several name the same thing the one made last holds.
CREATE TABLE standing_revision (
	revision_id INTEGER PRIMARY KEY,
	standing_order_id INTEGER NOT NULL REFERENCES standing_order,
	number INTEGER NOT NULL,	-- 1, 2, … as they were made
	from_day INTEGER NOT NULL,
	to_day INTEGER,			-- NULL: all days from then on
	made_at INTEGER NOT NULL, made_by TEXT NOT NULL,
	reason TEXT NOT NULL,
	order_id INTEGER REFERENCES orders,	-- the change that asked
	reschedules INTEGER NOT NULL,	-- rule, days and left_out hold
	rule TEXT NOT NULL,		-- '': the days alone
	days TEXT NOT NULL, left_out TEXT NOT NULL,	-- ISO, spaces between
	placed INTEGER NOT NULL,	-- the place holds
	ship_name TEXT NOT NULL, street TEXT NOT NULL, city TEXT NOT NULL,
	postal_code TEXT NOT NULL, country TEXT NOT NULL,
	warehouse TEXT NOT NULL,
	UNIQUE (standing_order_id, number)
) STRICT;

CREATE TABLE standing_revision_line (
	revision_id INTEGER NOT NULL REFERENCES standing_revision,
	line INTEGER NOT NULL,
	action TEXT NOT NULL CHECK (action IN ('set', 'put', 'drop')),
	buyer_line TEXT NOT NULL, sku TEXT NOT NULL,	-- of put
	seller_item TEXT NOT NULL, buyer_item TEXT NOT NULL,
	gtin TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
	quantity TEXT NOT NULL, stock_quantity TEXT NOT NULL,	-- set: '' as before
	price TEXT NOT NULL, price_basis TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,	-- of put
	PRIMARY KEY (revision_id, line)
) STRICT, WITHOUT ROWID;

-- What a night proved, computed from the rules.
CREATE TABLE standing_proof (
	run_id INTEGER NOT NULL PRIMARY KEY REFERENCES run,
	from_day INTEGER, to_day INTEGER NOT NULL,	-- NULL: since ever
	standing_orders INTEGER NOT NULL, unbalanced INTEGER NOT NULL,
	due INTEGER NOT NULL, issued INTEGER NOT NULL, held INTEGER NOT NULL,
	skipped INTEGER NOT NULL, missed INTEGER NOT NULL
) STRICT;

CREATE TABLE standing_proof_rule (	-- of the last night that proved
	run_id INTEGER NOT NULL REFERENCES run,
	standing_order_id INTEGER NOT NULL REFERENCES standing_order,
	due INTEGER NOT NULL, issued INTEGER NOT NULL, held INTEGER NOT NULL,
	skipped INTEGER NOT NULL, missed INTEGER NOT NULL,
	balanced INTEGER NOT NULL,
	fault_on INTEGER,		-- the first day that does not add up
	fault TEXT NOT NULL,
	PRIMARY KEY (run_id, standing_order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_proof_fault ON standing_proof_rule (run_id)
    WHERE balanced = 0;

CREATE INDEX occurrence_missed_open ON occurrence (due_on)
    WHERE state = 'missed';

CREATE VIEW v_standing_revision AS SELECT r.standing_order_id, r.number,
    date(r.from_day * 86400, 'unixepoch') AS from_on,
    date(r.to_day * 86400, 'unixepoch') AS to_on,
    r.reschedules, r.rule, r.days, r.left_out, r.placed, r.ship_name, r.city,
    strftime('%Y-%m-%dT%H:%M:%SZ', r.made_at, 'unixepoch') AS made_at,
    r.made_by, r.reason, r.order_id FROM standing_revision r;
