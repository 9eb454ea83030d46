-- The life of an order.

-- name: order_get
SELECT order_id, file_id, message_id, ordinal, partner, customer, po_number,
release_number, kind, purpose, state, step, verdict, hold, reason, detail,
content, confirmation, currency, payment, charge_at, rf_reference,
customer_reference, released, ship_name, street, city, postal_code, country,
warehouse, change_number, test, claimed, line_count, net_minor, charge_minor, tax_minor,
total_minor, done_net, done_charge, done_tax, ordered_on, requested_on,
warehouse_on, nominal_on, standing_order_id, received_at, answer_due_at,
answer, answers, promised_on, ship_ids, region FROM orders
WHERE order_id = $1

-- name: orders_to_validate
SELECT o.order_id, i.state, i.reason, i.detail, m.state, CASE WHEN
o.purpose IN ('change', 'replace', 'cancel') THEN 'change' ELSE o.verdict END
FROM orders o JOIN file f USING (file_id)
JOIN message m USING (message_id)
JOIN interchange i ON i.interchange_id = m.interchange_id
WHERE o.state = 'received' AND o.step = 'validate' AND f.state <> 'parsing'
AND i.state <> 'held' AND ($1 = '' OR o.partner = $1)
ORDER BY f.fetched_at, f.partner, f.name, f.sha256, o.ordinal

-- name: order_key_owner
SELECT order_id, content, state FROM orders WHERE claimed = 1
AND customer = $1 AND po_number = $2 AND release_number = $3 AND test = $4
AND partner = $5

-- Orders that came one behind the other.  Whose key another one holds, be it
-- one of them, stays as it is.
-- name: orders_pass
UPDATE OR IGNORE orders SET claimed = 1, step = 'charge'
WHERE order_id BETWEEN $1 AND $2 AND step = 'validate' AND state = 'received'
AND verdict = 'ok'

-- name: order_claim
UPDATE orders SET claimed = 1 WHERE order_id = $1

-- name: order_step
UPDATE orders SET step = $1 WHERE order_id = $2

-- name: order_state
UPDATE orders SET state = $1, step = $2, reason = $3, detail = $4,
answer = $5, claimed = $6 WHERE order_id = $7

-- Nothing changes when another order bears the number.
-- name: order_accepted
UPDATE OR IGNORE orders SET state = 'accepted', step = 'done', reason = $1,
detail = $2, answer = $3, confirmation = $4, warehouse_on = $5
WHERE order_id = $6

-- name: order_promised
UPDATE orders SET promised_on = $1 WHERE order_id = $2

-- name: order_released
UPDATE orders SET state = 'received', step = CASE WHEN purpose IN
('change', 'replace', 'cancel') THEN 'change' ELSE 'charge' END, released = $1,
answer = '' WHERE order_id = $2

-- name: order_called
UPDATE orders SET warehouse_on = $1 WHERE order_id = $2

-- name: order_rf
UPDATE orders SET rf_reference = $1 WHERE order_id = $2

-- name: order_done
UPDATE orders SET state = $1, done_net = $2, done_charge = $3, done_tax = $4
WHERE order_id = $5

-- name: order_findings_told
SELECT text FROM finding WHERE order_id = $1 AND severity = 'error'
ORDER BY finding_id LIMIT $2

-- name: order_answered
UPDATE orders SET answer = '', answers = answers + 1 WHERE order_id = $1

-- name: order_lines_state
UPDATE order_line SET state = $1, reason = $2 WHERE order_id = $3
AND state NOT IN ('rejected', 'cancelled', 'shipped')

-- name: order_lines_unlike
SELECT count(*) FROM order_line WHERE order_id = $1 AND state <> 'accepted'

-- name: hold_insert
INSERT INTO hold (order_id, reason, detail, since, expires_on)
VALUES ($1, $2, $3, $4, $5)

-- name: hold_figures
UPDATE hold SET limit_minor = $1, exposure_minor = $2, value_minor = $3
WHERE order_id = $4 AND ended_at IS NULL AND reason = 'credit'

-- name: hold_end
UPDATE hold SET ended_at = $1, ended_by = $2
WHERE order_id = $3 AND ended_at IS NULL

-- name: holds_expired
SELECT DISTINCT +order_id FROM hold WHERE ended_at IS NULL
AND expires_on <= $1 ORDER BY 1

-- name: hold_reasons_open
SELECT reason FROM hold WHERE order_id = $1 AND ended_at IS NULL

-- name: orders_to_charge
SELECT o.order_id FROM orders o JOIN file f USING (file_id)
WHERE o.state = 'received' AND o.step = 'charge' AND f.state <> 'parsing'
AND ($1 = '' OR o.partner = $1)
ORDER BY o.received_at, o.partner, f.name, f.sha256, o.ordinal, o.nominal_on,
o.order_id

-- name: order_priced_lines
SELECT line, quantity, cancelled_quantity, price, price_basis, our_price,
our_basis, amount_minor, our_minor, tax_category, tax_percent, state, reason
FROM order_line WHERE order_id = $1 ORDER BY line

-- name: order_line_reprice
UPDATE order_line SET asked_price = CASE WHEN asked_price = ''
AND price <> $1 THEN price ELSE asked_price END,
price = $1, price_basis = $2, amount_minor = $3, state = $4, reason = $5,
cancelled_quantity = $6,
whole_minor = CASE WHEN cancelled_quantity = $6 THEN whole_minor
ELSE coalesce(whole_minor, amount_minor) END
WHERE order_id = $7 AND line = $8

-- name: order_totals
UPDATE orders SET net_minor = $1, charge_minor = $2, tax_minor = $3,
total_minor = $4 WHERE order_id = $5

-- name: orders_to_answer
SELECT o.order_id FROM orders o JOIN file f USING (file_id)
WHERE o.answer <> '' AND f.state <> 'parsing'
AND ($1 = '' OR o.partner = $1) ORDER BY o.partner, o.order_id

-- name: order_answer_lines
SELECT l.line, l.buyer_line, l.name, l.sku, l.seller_item, l.buyer_item,
l.gtin, l.quantity, l.unit, l.price, l.price_basis, l.state, l.reason,
l.shipped_quantity, l.cancelled_quantity, l.backorder_quantity,
l.requested_on, l.unit_code, l.asked_price, coalesce(c.action, ''),
p.expected_on, coalesce(x.auxiliary, ''), coalesce(u.ordered_sku, ''),
coalesce(u.ordered_gtin, ''), coalesce(q.name, '') FROM order_line l
LEFT JOIN change_line c USING (order_id, line)
LEFT JOIN line_auxiliary x ON x.line = l.line AND x.order_id = coalesce(
(SELECT s.template_order_id FROM orders o JOIN standing_order s
USING (standing_order_id) WHERE o.order_id = $1), $1)
LEFT JOIN line_substitute u USING (order_id, line)
LEFT JOIN product p ON p.sku = l.sku
LEFT JOIN product q ON q.sku = u.ordered_sku
WHERE l.order_id = $1 ORDER BY l.line
