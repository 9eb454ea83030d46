-- What comes in the place of a product; and what was ordered by a line that
-- has the sku, GTIN and name of what comes.
ALTER TABLE product ADD COLUMN replaced_by TEXT NOT NULL DEFAULT '';

CREATE TABLE line_substitute (		-- few lines have one
	order_id INTEGER NOT NULL, line INTEGER NOT NULL,
	ordered_sku TEXT NOT NULL,
	ordered_gtin TEXT NOT NULL,	-- as the buyer wrote it
	PRIMARY KEY (order_id, line),
	FOREIGN KEY (order_id, line) REFERENCES order_line ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

DROP VIEW v_product;
CREATE VIEW v_product AS SELECT sku, gtin, name, kind, unit, price, currency,
    tax_category, tax_percent, stock,
    strftime('%Y-%m-%dT%H:%M:%SZ', stock_at, 'unixepoch') AS stock_at,
    date(expected_on * 86400, 'unixepoch') AS expected_on, replaced_by
    FROM product;

DROP VIEW v_order_line;
CREATE VIEW v_order_line AS SELECT l.order_id, l.line, l.buyer_line, l.sku,
    l.seller_item, l.buyer_item, l.gtin, l.name, l.quantity, l.unit,
    l.unit_code, l.price,
    l.price_basis, l.asked_price, l.amount_minor, l.tax_category,
    l.tax_percent, l.state, l.reason, l.shipped_quantity,
    l.cancelled_quantity, l.backorder_quantity,
    date(l.requested_on * 86400, 'unixepoch') AS requested_on,
    coalesce(s.ordered_sku, '') AS ordered_sku
    FROM order_line l JOIN orders o USING (order_id)
    JOIN file f USING (file_id)
    LEFT JOIN line_substitute s USING (order_id, line)
    WHERE f.state <> 'parsing';
