-- What is promised and what has left, per product.  The cross joins say in
-- which order to read: shipments since a day are few, lines are many.

-- name: stock_open
SELECT l.quantity, l.stock_quantity, l.quantity, l.shipped_quantity,
l.cancelled_quantity FROM order_line l JOIN orders o USING (order_id)
WHERE l.sku = $1 AND (l.state = 'accepted' OR l.state = 'changed' OR
l.state = 'backordered')
AND o.test = 0 AND o.state IN ('accepted', 'at_warehouse', 'part_shipped')
AND o.kind <> 'blanket'

-- What open orders hold, as far as that is kept.
-- name: stock_kept_open
SELECT sku, quantity FROM stock_open

-- name: stock_open_put
INSERT INTO stock_open (sku, quantity) VALUES ($1, $2)
ON CONFLICT (sku) DO UPDATE SET quantity = excluded.quantity

-- name: stock_open_drop
DELETE FROM stock_open WHERE sku = $1

-- Orders to be told apart from what was kept, some at a time.
-- name: stock_touched
SELECT t.order_id, t.was_open, coalesce(o.test = 0 AND o.kind <> 'blanket' AND
o.state IN ('accepted', 'at_warehouse', 'part_shipped'), 0)
FROM stock_touched t LEFT JOIN orders o USING (order_id)
WHERE t.order_id > $1 ORDER BY t.order_id LIMIT 1000

-- name: stock_touched_any
SELECT 1 FROM stock_touched WHERE order_id > 0 LIMIT 1

-- Of one that was not open.
-- name: stock_new_lines
SELECT quantity, stock_quantity, quantity, shipped_quantity,
cancelled_quantity, sku, state FROM order_line WHERE order_id = $1

-- Each line as it is, and as it was: without a state, it was not there, or is
-- not any more.
-- name: stock_touched_lines
SELECT l.quantity, l.stock_quantity, l.quantity, l.shipped_quantity,
l.cancelled_quantity, l.sku, l.state, coalesce(w.quantity, l.quantity),
coalesce(w.stock_quantity, l.stock_quantity),
coalesce(w.quantity, l.quantity),
coalesce(w.shipped_quantity, l.shipped_quantity),
coalesce(w.cancelled_quantity, l.cancelled_quantity),
coalesce(w.sku, l.sku), coalesce(w.state, l.state)
FROM order_line l LEFT JOIN stock_line_was w USING (order_id, line)
WHERE l.order_id = $1
UNION ALL
SELECT '', '', '', '', '', '', '', w.quantity, w.stock_quantity, w.quantity,
w.shipped_quantity, w.cancelled_quantity, w.sku, w.state
FROM stock_line_was w WHERE w.order_id = $1 AND NOT EXISTS (SELECT 1
FROM order_line l WHERE l.order_id = w.order_id AND l.line = w.line)

-- name: stock_touched_drop
DELETE FROM stock_touched WHERE order_id <= $1

-- name: stock_lines_drop
DELETE FROM stock_line_was WHERE order_id <= $1

-- name: stock_shipped_since
SELECT l.quantity, l.stock_quantity, sl.quantity, l.sku, s.left_at
FROM shipment s CROSS JOIN shipment_line sl CROSS JOIN order_line l
WHERE s.left_at > $1 AND sl.shipment_id = s.shipment_id
AND l.order_id = sl.order_id AND l.line = sl.line

-- What each product lost since it was counted, as far as that is kept.
-- name: stock_gone
SELECT sku, since, quantity FROM stock_gone

-- name: stock_gone_put
INSERT INTO stock_gone (sku, since, quantity) VALUES ($1, $2, $3)
ON CONFLICT (sku) DO UPDATE SET since = excluded.since,
quantity = excluded.quantity

-- What a line of a shipment adds to it: nothing, left before the count.
-- name: stock_gone_by
SELECT l.quantity, l.stock_quantity, sl.quantity, g.sku, g.since, g.quantity
FROM shipment_line sl CROSS JOIN shipment s CROSS JOIN order_line l
CROSS JOIN stock_gone g
WHERE sl.shipment_id = $1 AND sl.order_id = $2 AND sl.line = $3
AND sl.sscc = $4 AND s.shipment_id = sl.shipment_id
AND l.order_id = sl.order_id AND l.line = sl.line
AND g.sku = l.sku AND g.since < s.left_at

-- Every shipment writes an event in its own transaction.
-- name: stock_mark
SELECT coalesce(max(event_id), 0) FROM event

-- name: order_stock_lines
SELECT line, sku, stock_quantity, quantity, state FROM order_line
WHERE order_id = $1 ORDER BY line

-- name: order_line_backorder
UPDATE order_line SET state = 'backordered', reason = $1,
backorder_quantity = $2 WHERE order_id = $3 AND line = $4
