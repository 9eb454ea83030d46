-- Blanket orders and what is drawn on them.

-- name: call_off_request_insert
INSERT INTO call_off_request (order_id, contract) VALUES ($1, $2)

-- name: call_off_contract
SELECT contract FROM call_off_request WHERE order_id = $1

-- name: blanket_insert
INSERT INTO blanket (order_id, starts_on, ends_on)
SELECT o.order_id, r.starts_on, r.ends_on FROM orders o
LEFT JOIN recurrence_request r USING (order_id) WHERE o.order_id = $1

-- name: blanket_lines
SELECT line, sku, stock_quantity, amount_minor FROM order_line
WHERE order_id = $1 AND state NOT IN ('rejected', 'cancelled')
AND sku <> '' ORDER BY line

-- name: blanket_line_get
SELECT max_quantity, drawn_quantity FROM blanket_line
WHERE order_id = $1 AND sku = $2

-- name: blanket_line_put
INSERT INTO blanket_line (order_id, sku, max_quantity) VALUES ($1, $2, $3)
ON CONFLICT (order_id, sku) DO UPDATE SET max_quantity = excluded.max_quantity

-- name: blanket_line_reset
UPDATE blanket_line SET max_quantity = '0' WHERE order_id = $1

-- name: blanket_value_set
UPDATE blanket SET max_minor = CASE WHEN EXISTS (SELECT 1 FROM blanket_line
WHERE order_id = $1 AND max_quantity = '') THEN NULL ELSE
(SELECT net_minor FROM orders WHERE order_id = $1) END WHERE order_id = $1

-- name: blanket_line_drawn
UPDATE blanket_line SET drawn_quantity = $1 WHERE order_id = $2 AND sku = $3

-- name: blanket_drawn
UPDATE blanket SET drawn_minor = drawn_minor + $1 WHERE order_id = $2

-- name: blanket_get
SELECT b.starts_on, b.ends_on, b.max_minor, b.drawn_minor, o.state, o.currency
FROM blanket b JOIN orders o USING (order_id) WHERE b.order_id = $1

-- The one in force first, else the latest.
-- name: blanket_for
SELECT o.order_id FROM orders o JOIN blanket b USING (order_id)
WHERE o.po_number = $1 AND o.customer = $2 AND o.partner = $3 AND o.test = $4
ORDER BY CASE o.state WHEN 'accepted' THEN 0 ELSE 1 END, o.order_id DESC
LIMIT 1

-- name: blanket_over
SELECT sku, max_quantity, drawn_quantity FROM blanket_line WHERE order_id = $1
AND drawn_quantity <> '0' ORDER BY sku

-- name: draw_insert
INSERT INTO blanket_draw (order_id, line, blanket_id, sku, quantity, minor)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: draws_of
SELECT blanket_id, sku, quantity, minor FROM blanket_draw WHERE order_id = $1
ORDER BY line

-- name: draws_drop
DELETE FROM blanket_draw WHERE order_id = $1

-- name: order_drawn
UPDATE orders SET state = 'received', step = 'charge', answer = '', hold = '',
reason = '', detail = '', released = $1 WHERE order_id = $2
