-- Blanket orders: agreed quantities and values that call-offs draw on.

CREATE TABLE blanket (
	order_id INTEGER NOT NULL PRIMARY KEY REFERENCES orders,
	starts_on INTEGER, ends_on INTEGER,	-- NULL: open
	max_minor INTEGER,		-- net, of all call-offs; NULL: open
	drawn_minor INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE blanket_line (
	order_id INTEGER NOT NULL REFERENCES blanket,
	sku TEXT NOT NULL,
	max_quantity TEXT NOT NULL,	-- in stock units, as is what was drawn;
					-- '': open
	drawn_quantity TEXT NOT NULL DEFAULT '0',
	PRIMARY KEY (order_id, sku)
) STRICT, WITHOUT ROWID;

CREATE TABLE blanket_draw (		-- what a call-off takes now
	order_id INTEGER NOT NULL REFERENCES orders,
	line INTEGER NOT NULL,
	blanket_id INTEGER NOT NULL REFERENCES blanket,
	sku TEXT NOT NULL, quantity TEXT NOT NULL, minor INTEGER NOT NULL,
	PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX blanket_draw_of ON blanket_draw (blanket_id);

CREATE TABLE call_off_request (		-- the agreement that it names
	order_id INTEGER NOT NULL PRIMARY KEY REFERENCES orders,
	contract TEXT NOT NULL
) STRICT;

CREATE VIEW v_blanket AS SELECT b.order_id, o.partner, o.customer,
    o.po_number, o.state, o.currency,
    date(b.starts_on * 86400, 'unixepoch') AS starts_on,
    date(b.ends_on * 86400, 'unixepoch') AS ends_on,
    b.max_minor, b.drawn_minor FROM blanket b JOIN orders o USING (order_id);
CREATE VIEW v_blanket_line AS SELECT order_id, sku, max_quantity,
    drawn_quantity FROM blanket_line;
