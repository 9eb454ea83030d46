-- Changes of orders that are in the book.

-- name: change_request_insert
INSERT INTO change_request (order_id, changed_on) VALUES ($1, $2)

-- name: change_line_insert
INSERT INTO change_line (order_id, line, action) VALUES ($1, $2, $3)

-- By number, or where changes have none as they were written.
-- name: changes_to_apply
SELECT o.order_id FROM orders o JOIN file f USING (file_id)
JOIN change_request c ON c.order_id = o.order_id
JOIN message m ON m.message_id = o.message_id
JOIN interchange i ON i.interchange_id = m.interchange_id
WHERE o.state = 'received' AND o.step = 'change' AND f.state <> 'parsing'
AND ($1 = '' OR o.partner = $1)
ORDER BY o.partner, o.customer, o.po_number, o.release_number,
length(o.change_number), o.change_number, c.changed_on, i.prepared,
o.received_at, f.name, f.sha256, o.ordinal

-- name: changes_waiting
SELECT count(*) FROM orders WHERE state = 'received' AND step = 'change'

-- name: change_said_lines
SELECT l.buyer_line, l.seller_item, l.buyer_item, l.gtin, l.name, l.quantity,
l.unit, l.price, l.price_basis, l.requested_on, c.action, l.unit_code,
coalesce(x.auxiliary, '')
FROM order_line l JOIN change_line c USING (order_id, line)
LEFT JOIN line_auxiliary x USING (order_id, line)
WHERE l.order_id = $1 ORDER BY l.line

-- name: change_book_lines
SELECT line, buyer_line, sku, seller_item, buyer_item,
coalesce(u.ordered_gtin, gtin), name, quantity, unit, price, price_basis,
requested_on, state, shipped_quantity, cancelled_quantity, amount_minor,
our_minor, stock_quantity, backorder_quantity, unit_code, our_price, our_basis
FROM order_line LEFT JOIN line_substitute u USING (order_id, line)
WHERE order_id = $1 ORDER BY line

-- name: changes_applied
SELECT o.change_number, o.purpose, o.content FROM change_request c
JOIN orders o USING (order_id) WHERE c.target_id = $1 ORDER BY o.order_id

-- name: change_applied
UPDATE change_request SET target_id = $1, applied_at = $2, answers = $3,
ended = $4 WHERE order_id = $5

-- name: change_finding_known
SELECT count(*) FROM finding WHERE order_id = $1 AND code = $2
AND byte_offset = $3

-- name: change_parked
UPDATE orders SET reason = $1, detail = $2 WHERE order_id = $3

-- name: change_line_put
UPDATE order_line SET sku = $1, seller_item = $2, buyer_item = $3, gtin = $4,
name = $5, quantity = $6, unit = $7, stock_quantity = $8, price = $9,
price_basis = $10, our_price = $11, our_basis = $12, amount_minor = $13,
our_minor = $14, tax_category = $15, tax_percent = $16, state = $17,
reason = $18, requested_on = $19, unit_code = $20, asked_price = '',
backorder_quantity = '0', cancelled_quantity = '0', whole_minor = NULL
WHERE order_id = $21 AND line = $22

-- name: change_line_quantity
UPDATE order_line SET quantity = $1, stock_quantity = $2, amount_minor = $3,
our_minor = $4, requested_on = $5, state = $6, backorder_quantity = '0'
WHERE order_id = $7 AND line = $8

-- name: change_line_gone
UPDATE order_line SET state = 'cancelled', reason = 'CHANGE-APPLIED',
cancelled_quantity = quantity, whole_minor = coalesce(whole_minor,
amount_minor), amount_minor = 0 WHERE order_id = $1 AND line = $2

-- name: change_place
UPDATE orders SET ship_name = $1, street = $2, city = $3, postal_code = $4,
country = $5, ship_ids = $6, region = $7 WHERE order_id = $8

-- name: change_number_set
UPDATE orders SET change_number = $1 WHERE order_id = $2

-- name: change_line_add
INSERT INTO order_line (order_id, line, buyer_line, sku, seller_item,
buyer_item, gtin, name, quantity, unit, stock_quantity, price, price_basis,
our_price, our_basis, amount_minor, our_minor, tax_category, tax_percent,
state, reason) VALUES ($1, $2, $3, '', '', '', '', '', '0', '', '', '', '',
'', '', 0, 0, '', '', 'accepted', '')

-- name: change_order
UPDATE orders SET change_number = $1, line_count = $2, requested_on = $3,
warehouse_on = $4, promised_on = $5, answer = 'CA', answer_due_at = $6
WHERE order_id = $7

-- name: change_answer
UPDATE orders SET answer = $1 WHERE order_id = $2
