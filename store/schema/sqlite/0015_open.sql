-- What open orders hold of each counted product, kept from night to night: the
-- sum as it was when the orders below were not touched yet.

CREATE TABLE stock_open (
	sku TEXT NOT NULL PRIMARY KEY,
	quantity TEXT NOT NULL		-- in stock units
) STRICT, WITHOUT ROWID;

-- Orders that began or ceased to be open since, or whose lines changed: whether
-- they were open, and their lines as they were.
CREATE TABLE stock_touched (
	order_id INTEGER PRIMARY KEY,
	was_open INTEGER NOT NULL
) STRICT;
CREATE TABLE stock_line_was (
	order_id INTEGER NOT NULL, line INTEGER NOT NULL,
	sku TEXT NOT NULL, quantity TEXT NOT NULL, stock_quantity TEXT NOT NULL,
	shipped_quantity TEXT NOT NULL, cancelled_quantity TEXT NOT NULL,
	state TEXT NOT NULL,
	PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER stock_order_changed AFTER UPDATE OF state, kind, test ON orders
WHEN (OLD.test = 0 AND OLD.kind <> 'blanket' AND (OLD.state = 'accepted' OR
    OLD.state = 'at_warehouse' OR OLD.state = 'part_shipped')) <>
    (NEW.test = 0 AND NEW.kind <> 'blanket' AND (NEW.state = 'accepted' OR
    NEW.state = 'at_warehouse' OR NEW.state = 'part_shipped'))
BEGIN
	INSERT INTO stock_touched VALUES (OLD.order_id,
	OLD.test = 0 AND OLD.kind <> 'blanket' AND (OLD.state = 'accepted' OR
	OLD.state = 'at_warehouse' OR OLD.state = 'part_shipped'))
	ON CONFLICT (order_id) DO NOTHING;
END;

CREATE TRIGGER stock_line_changed AFTER UPDATE OF sku, quantity, stock_quantity,
shipped_quantity, cancelled_quantity, state ON order_line BEGIN
	INSERT INTO stock_touched SELECT order_id, 1 FROM orders
	WHERE order_id = OLD.order_id AND test = 0 AND kind <> 'blanket'
	AND (state = 'accepted' OR state = 'at_warehouse' OR
	state = 'part_shipped')
	ON CONFLICT (order_id) DO NOTHING;
	INSERT INTO stock_line_was SELECT OLD.order_id, OLD.line, OLD.sku,
	OLD.quantity, OLD.stock_quantity, OLD.shipped_quantity,
	OLD.cancelled_quantity, OLD.state FROM stock_touched
	WHERE order_id = OLD.order_id AND was_open = 1
	ON CONFLICT (order_id, line) DO NOTHING;
END;
CREATE TRIGGER stock_line_gone AFTER DELETE ON order_line BEGIN
	INSERT INTO stock_touched SELECT order_id, 1 FROM orders
	WHERE order_id = OLD.order_id AND test = 0 AND kind <> 'blanket'
	AND (state = 'accepted' OR state = 'at_warehouse' OR
	state = 'part_shipped')
	ON CONFLICT (order_id) DO NOTHING;
	INSERT INTO stock_line_was SELECT OLD.order_id, OLD.line, OLD.sku,
	OLD.quantity, OLD.stock_quantity, OLD.shipped_quantity,
	OLD.cancelled_quantity, OLD.state FROM stock_touched
	WHERE order_id = OLD.order_id AND was_open = 1
	ON CONFLICT (order_id, line) DO NOTHING;
END;
