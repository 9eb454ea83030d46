-- Orders and their lines as they arrive.

-- name: order_insert
INSERT INTO orders (file_id, message_id, run_id, ordinal, partner, customer,
po_number, release_number, change_number, kind, purpose, test, state, step,
verdict, hold, reason, detail, content, currency, line_count, net_minor,
charge_minor, tax_minor, total_minor, payment, charge_at, customer_reference,
cost_centre, ship_name, street, city, postal_code, country, warehouse,
ordered_on, requested_on, warehouse_on, standing_order_id, nominal_on,
received_at, answer_due_at, ship_ids, region)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31,
$32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44)

-- name: order_line_insert
INSERT INTO order_line (order_id, line, buyer_line, sku, seller_item,
buyer_item, gtin, name, quantity, unit, stock_quantity, price, price_basis,
our_price, our_basis, amount_minor, our_minor, tax_category, tax_percent,
state, reason, requested_on, unit_code)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
$17, $18, $19, $20, $21, $22, $23)

-- name: line_substitute_put
INSERT INTO line_substitute (order_id, line, ordered_sku, ordered_gtin)
VALUES ($1, $2, $3, $4)
ON CONFLICT (order_id, line) DO UPDATE SET ordered_sku = excluded.ordered_sku,
ordered_gtin = excluded.ordered_gtin

-- name: line_substitute_drop
DELETE FROM line_substitute WHERE order_id = $1 AND line = $2

-- name: line_auxiliary_put
INSERT INTO line_auxiliary (order_id, line, auxiliary) VALUES ($1, $2, $3)
ON CONFLICT (order_id, line) DO UPDATE SET auxiliary = excluded.auxiliary

-- name: line_auxiliary_drop
DELETE FROM line_auxiliary WHERE order_id = $1 AND line = $2

-- name: recurrence_request_insert
INSERT INTO recurrence_request (order_id, rule, source, starts_on, ends_on,
count, days) VALUES ($1, $2, $3, $4, $5, $6, $7)
