-- What a standing order delivers is its own: its first order may change or be
-- cancelled, and what was agreed stays.

CREATE TABLE standing_head (
	standing_order_id INTEGER PRIMARY KEY REFERENCES standing_order,
	net_minor INTEGER NOT NULL, charge_minor INTEGER NOT NULL,
	tax_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL,
	cut INTEGER NOT NULL,		-- the sums are of lines that were cut
	line_count INTEGER NOT NULL,
	-- What the lines are taxed at: item, category, percent; tabs between,
	-- each once, in a line of its own.
	taxes TEXT NOT NULL,
	ship_name TEXT NOT NULL, street TEXT NOT NULL, city TEXT NOT NULL,
	postal_code TEXT NOT NULL, country TEXT NOT NULL,
	warehouse TEXT NOT NULL,
	ship_ids TEXT NOT NULL, region TEXT NOT NULL
) STRICT;

CREATE TABLE standing_line (		-- in the whole quantity
	standing_order_id INTEGER NOT NULL REFERENCES standing_order,
	line INTEGER NOT NULL,		-- as in the first order
	buyer_line TEXT NOT NULL, sku TEXT NOT NULL,
	seller_item TEXT NOT NULL, buyer_item TEXT NOT NULL,
	gtin TEXT NOT NULL, name TEXT NOT NULL,
	quantity TEXT NOT NULL, unit TEXT NOT NULL, unit_code TEXT NOT NULL,
	stock_quantity TEXT NOT NULL,
	price TEXT NOT NULL, price_basis TEXT NOT NULL,
	our_price TEXT NOT NULL, our_basis TEXT NOT NULL,
	amount_minor INTEGER NOT NULL, our_minor INTEGER NOT NULL,
	tax_category TEXT NOT NULL, tax_percent TEXT NOT NULL,
	dated INTEGER NOT NULL,		-- the line is for a day of its own
	PRIMARY KEY (standing_order_id, line)
) STRICT, WITHOUT ROWID;

-- Of those that are there: as their first orders are now.  A line that was
-- refused, or that the buyer took out, is none of it.
INSERT INTO standing_line SELECT s.standing_order_id, l.line, l.buyer_line,
    l.sku, l.seller_item, l.buyer_item, l.gtin, l.name, l.quantity, l.unit,
    l.unit_code, l.stock_quantity, l.price, l.price_basis, l.our_price,
    l.our_basis, coalesce(l.whole_minor, l.amount_minor), l.our_minor,
    l.tax_category, l.tax_percent, l.requested_on IS NOT NULL
    FROM standing_order s JOIN order_line l ON l.order_id = s.template_order_id
    WHERE l.state <> 'rejected'
    AND NOT (l.state = 'cancelled' AND l.reason = 'CHANGE-APPLIED');
INSERT INTO standing_head SELECT s.standing_order_id, o.net_minor,
    o.charge_minor, o.tax_minor, o.total_minor,
    EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = s.template_order_id
	AND l.whole_minor IS NOT NULL AND l.state <> 'rejected'
	AND NOT (l.state = 'cancelled' AND l.reason = 'CHANGE-APPLIED')),
    (SELECT count(*) FROM standing_line l
	WHERE l.standing_order_id = s.standing_order_id),
    coalesce((SELECT group_concat(t.sku || char(9) || t.tax_category || char(9)
	|| t.tax_percent, char(10)) FROM (SELECT DISTINCT sku, tax_category,
	tax_percent FROM standing_line l
	WHERE l.standing_order_id = s.standing_order_id
	ORDER BY sku, tax_category, tax_percent) t), ''),
    o.ship_name, o.street, o.city, o.postal_code, o.country, o.warehouse,
    o.ship_ids, o.region
    FROM standing_order s JOIN orders o ON o.order_id = s.template_order_id;

-- The report counts the night's occurrences by state, from the index alone.
DROP INDEX occurrence_run;
CREATE INDEX occurrence_run ON occurrence (run_id, state);
