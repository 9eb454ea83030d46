-- Standing orders: made with their first order, decided by night.

-- name: recurrence_request_get
SELECT rule, source, starts_on, ends_on, count, days FROM recurrence_request
WHERE order_id = $1

-- name: standing_of_template
SELECT standing_order_id FROM standing_order WHERE template_order_id = $1

-- name: standing_beside
SELECT standing_order_id FROM standing_order WHERE customer = $1
AND po_number = $2 AND partner = $3 AND test = $4 AND state <> 'ended'
ORDER BY standing_order_id

-- name: location_calendar
SELECT calendar FROM location WHERE customer = $1 AND name = $2
AND street = $3 AND city = $4 AND postal_code = $5 AND calendar <> ''
ORDER BY location_id

-- name: standing_insert
INSERT INTO standing_order (partner, customer, po_number, test, rule, source,
starts_on, ends_on, count, state, accepted_on, decided_on, decided_number,
template_order_id, roll, calendar, lead_days, catch_up, grace_days, price)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $11, 1, $12, $13,
$14, $15, $16, $17, $18)

-- name: standing_day_insert
INSERT INTO standing_day (standing_order_id, on_day, kind)
VALUES ($1, $2, 'include') ON CONFLICT DO NOTHING

-- name: standing_get
SELECT standing_order_id, template_order_id, decided_number, partner,
customer, po_number, rule, source, state, calendar, price, reason, starts_on,
ends_on, decided_on, accepted_on, next_release_on, wake_on, test, count,
changed_on, coalesce((SELECT h.warehouse FROM standing_head h
WHERE h.standing_order_id = s.standing_order_id), ''),
EXISTS (SELECT 1 FROM standing_day d
WHERE d.standing_order_id = s.standing_order_id),
EXISTS (SELECT 1 FROM standing_pause p
WHERE p.standing_order_id = s.standing_order_id),
EXISTS (SELECT 1 FROM standing_revision v
WHERE v.standing_order_id = s.standing_order_id),
EXISTS (SELECT 1 FROM occurrence c WHERE c.standing_order_id =
s.standing_order_id AND c.nominal_on > s.decided_on),
roll, catch_up, lead_days, grace_days
FROM standing_order s WHERE standing_order_id = $1

-- name: standing_days
SELECT on_day, kind FROM standing_day WHERE standing_order_id = $1
ORDER BY on_day

-- name: standing_pauses
SELECT from_day, to_day, kind, reason FROM standing_pause
WHERE standing_order_id = $1 ORDER BY from_day, pause_id

-- name: standing_settled
UPDATE standing_order SET state = $1, reason = $2, decided_on = $3,
decided_number = $4, next_release_on = $5, wake_on = $6
WHERE standing_order_id = $7

-- name: standing_progress
UPDATE standing_order SET decided_on = $1, decided_number = $2
WHERE standing_order_id = $3

-- name: standing_fault
UPDATE standing_order SET state = 'held', reason = $1,
wake_on = $2 WHERE standing_order_id = $3

-- name: standing_ends
UPDATE standing_order SET ends_on = $1 WHERE standing_order_id = $2

-- name: standing_to_decide
SELECT standing_order_id FROM standing_order WHERE wake_on <= $1
AND ($2 = '' OR partner = $2) ORDER BY wake_on, standing_order_id

-- name: standing_wake_calendar
UPDATE standing_order SET wake_on = $1 WHERE calendar = $2 AND wake_on > $1

-- name: counter_put
INSERT INTO counter (name, value) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: standing_pause_insert
INSERT INTO standing_pause (standing_order_id, from_day, to_day, kind, reason)
VALUES ($1, $2, $3, $4, $5)

-- name: standing_pause_close
UPDATE standing_pause SET to_day = $1 WHERE standing_order_id = $2
AND from_day <= $1 AND (to_day IS NULL OR to_day > $1)

-- name: standing_pause_drop
DELETE FROM standing_pause WHERE standing_order_id = $1 AND from_day > $2

-- name: occurrence_insert
INSERT INTO occurrence (standing_order_id, nominal_on, due_on, release_on,
number, state, reason, order_id, run_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: occurrence_get
SELECT state, reason, order_id, number, due_on, release_on FROM occurrence
WHERE standing_order_id = $1 AND nominal_on = $2

-- name: occurrence_set
UPDATE occurrence SET state = $1, reason = $2, order_id = $3
WHERE standing_order_id = $4 AND nominal_on = $5

-- Its order was refused, and it counts as made.
-- name: occurrence_refused
UPDATE occurrence SET state = $1, reason = $2 WHERE standing_order_id = $3
AND nominal_on = $4 AND order_id = $5 AND state = 'issued'

-- name: standing_release_used
SELECT count(*) FROM orders WHERE standing_order_id = $1
AND release_number = $2

-- name: occurrences_from
SELECT nominal_on, state FROM occurrence WHERE standing_order_id = $1
AND nominal_on >= $2 ORDER BY nominal_on

-- name: occurrence_last_issued
SELECT nominal_on FROM occurrence WHERE standing_order_id = $1
AND state IN ('issued', 'held') ORDER BY nominal_on DESC LIMIT 1

-- name: occurrences_drop_after
DELETE FROM occurrence WHERE standing_order_id = $1 AND nominal_on > $2
AND state = 'skipped'

-- name: occurrences_answered
SELECT c.standing_order_id, c.nominal_on, o.state, o.reason, c.order_id
FROM occurrence c JOIN orders o ON o.order_id = c.order_id
WHERE c.state = 'held' AND o.state <> 'held'
ORDER BY c.standing_order_id, c.nominal_on

-- name: standing_all
SELECT standing_order_id FROM standing_order WHERE standing_order_id > $1
AND (state <> 'ended' OR decided_on >= $2) ORDER BY standing_order_id
LIMIT 1000

-- name: order_standing_set
UPDATE orders SET standing_order_id = $1, nominal_on = $2 WHERE order_id = $3

-- The agreed terms: the lines of its first order that were taken, in the whole
-- quantity, without what the buyer took out since.
-- name: standing_lines_make
INSERT INTO standing_line (standing_order_id, line, buyer_line, sku,
seller_item, buyer_item, gtin, name, quantity, unit, unit_code,
stock_quantity, price, price_basis, our_price, our_basis, amount_minor,
our_minor, tax_category, tax_percent, dated)
SELECT $1, line, buyer_line, sku, seller_item, buyer_item, gtin, name,
quantity, unit, unit_code, stock_quantity, price, price_basis, our_price,
our_basis, coalesce(whole_minor, amount_minor), our_minor, tax_category,
tax_percent, requested_on IS NOT NULL FROM order_line WHERE order_id = $2
AND state <> 'rejected' AND NOT (state = 'cancelled'
AND reason = 'CHANGE-APPLIED')

-- name: standing_taxes
SELECT DISTINCT sku, tax_category, tax_percent FROM standing_line
WHERE standing_order_id = $1 ORDER BY sku, tax_category, tax_percent

-- name: standing_head_make
INSERT INTO standing_head (standing_order_id, cut, line_count, taxes,
net_minor, charge_minor, tax_minor, total_minor, ship_name, street, city,
postal_code, country, warehouse, ship_ids, region)
SELECT $1, EXISTS (SELECT 1 FROM order_line l JOIN standing_line t
ON t.standing_order_id = $1 AND t.line = l.line
WHERE l.order_id = o.order_id AND l.whole_minor IS NOT NULL),
(SELECT count(*) FROM standing_line t WHERE t.standing_order_id = $1), $2,
net_minor, charge_minor, tax_minor, total_minor, ship_name, street, city,
postal_code, country, warehouse, ship_ids, region FROM orders o
WHERE order_id = $3

-- What all its deliveries have in common.
-- name: standing_first
SELECT o.file_id, o.message_id, o.run_id, o.customer, o.content, o.currency,
h.net_minor, h.charge_minor, h.tax_minor, h.total_minor, o.payment,
o.charge_at, o.customer_reference, o.cost_centre, h.ship_name, h.street,
h.city, h.postal_code, h.country, h.warehouse, h.ship_ids, h.region,
o.ordered_on, h.cut, h.line_count, h.taxes
FROM standing_head h CROSS JOIN orders o
WHERE h.standing_order_id = $1 AND o.order_id = $2

-- Nothing is made when another order has the number.
-- name: standing_order_make
INSERT INTO orders (file_id, message_id, run_id, ordinal, partner, customer,
po_number, release_number, change_number, claimed, kind, purpose, test,
state, step, verdict, hold, reason, detail, content, currency, line_count,
net_minor, charge_minor, tax_minor, total_minor, payment, charge_at,
customer_reference, cost_centre, ship_name, street, city, postal_code,
country, warehouse, ordered_on, requested_on, warehouse_on,
standing_order_id, nominal_on, received_at, answer_due_at, ship_ids, region)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 1, 'standing', 'original', $9,
'received', 'charge', 'ok', '', '', '', $10, $11, $12, $13, $14, $15, $16,
$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31,
$32, $33, $34, $35)
ON CONFLICT (customer, po_number, release_number, test, partner)
WHERE claimed = 1 DO NOTHING

-- The lines of orders that are as it was agreed.
-- name: standing_lines_copy
INSERT INTO order_line (order_id, line, buyer_line, sku, seller_item,
buyer_item, gtin, name, quantity, unit, stock_quantity, price, price_basis,
our_price, our_basis, amount_minor, our_minor, tax_category, tax_percent,
state, reason, requested_on, unit_code)
SELECT o.order_id, l.line, l.buyer_line, l.sku, l.seller_item, l.buyer_item,
l.gtin, l.name, l.quantity, l.unit, l.stock_quantity, l.price, l.price_basis,
l.our_price, l.our_basis, l.amount_minor, l.our_minor, l.tax_category,
l.tax_percent, 'accepted', '',
CASE WHEN l.dated = 1 THEN o.requested_on END, l.unit_code
FROM orders o CROSS JOIN standing_line l
WHERE o.order_id BETWEEN $1 AND $2
AND l.standing_order_id = o.standing_order_id

-- name: standing_lines
SELECT line, buyer_line, sku, seller_item, buyer_item, gtin, name, unit,
quantity, stock_quantity, price, price_basis, tax_category, tax_percent,
our_price, our_basis, unit_code, amount_minor, our_minor, dated
FROM standing_line WHERE standing_order_id = $1 ORDER BY line

-- name: standing_revised_lines
SELECT l.line, l.action, r.order_id, l.buyer_line, l.sku, l.seller_item,
l.buyer_item, l.gtin, l.name, l.unit, l.quantity, l.stock_quantity, l.price,
l.price_basis, l.amount_minor FROM standing_revision r
JOIN standing_revision_line l USING (revision_id)
WHERE r.standing_order_id = $1 AND r.from_day <= $2
AND (r.to_day IS NULL OR r.to_day >= $2) ORDER BY r.number, l.line

-- name: standing_revised_place
SELECT ship_name, street, city, postal_code, country, warehouse
FROM standing_revision WHERE standing_order_id = $1 AND from_day <= $2
AND (to_day IS NULL OR to_day >= $2) AND placed = 1
ORDER BY number DESC LIMIT 1

-- name: standing_rules
SELECT from_day, rule, days, left_out FROM standing_revision
WHERE standing_order_id = $1 AND reschedules = 1 ORDER BY number

-- name: standing_revision_next
SELECT coalesce(max(number), 0) + 1 FROM standing_revision
WHERE standing_order_id = $1

-- name: standing_revision_insert
INSERT INTO standing_revision (standing_order_id, number, from_day, to_day,
made_at, made_by, reason, order_id, reschedules, rule, days, left_out, placed,
ship_name, street, city, postal_code, country, warehouse)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
$17, $18, $19)

-- name: standing_revision_line_insert
INSERT INTO standing_revision_line (revision_id, line, action, buyer_line,
sku, seller_item, buyer_item, gtin, name, unit, quantity, stock_quantity,
price, price_basis, amount_minor)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: standing_line_last
SELECT max(line) FROM (SELECT line FROM order_line WHERE order_id = $1
UNION ALL SELECT l.line FROM standing_revision_line l
JOIN standing_revision r USING (revision_id) WHERE r.standing_order_id = $2) x

-- name: standing_changed
UPDATE standing_order SET changed_on = $1 WHERE standing_order_id = $2

-- Open orders of a standing order behind a day, the first one among them.
-- name: standing_open_orders
SELECT o.order_id, c.nominal_on FROM occurrence c JOIN orders o
ON o.order_id = c.order_id WHERE c.standing_order_id = $1
AND (c.due_on > $2 OR c.nominal_on > $2) AND o.state IN ('held', 'accepted')
ORDER BY c.nominal_on

-- name: standing_set
UPDATE standing_order SET roll = $1, calendar = $2, lead_days = $3,
catch_up = $4, grace_days = $5, price = $6, changed_on = $7
WHERE standing_order_id = $8

-- name: standing_day_exclude
INSERT INTO standing_day (standing_order_id, on_day, kind)
VALUES ($1, $2, 'exclude') ON CONFLICT DO NOTHING

-- name: occurrences_ahead
SELECT nominal_on, state FROM occurrence WHERE standing_order_id = $1
AND nominal_on >= $2 ORDER BY nominal_on

-- name: occurrence_drop
DELETE FROM occurrence WHERE standing_order_id = $1 AND nominal_on = $2

-- name: order_fulfils
UPDATE orders SET standing_order_id = $1, nominal_on = $2, state = 'received',
step = 'charge', answer = '', hold = '', reason = '', detail = '',
released = $3 WHERE order_id = $4

-- --- typed by a person: what stands for a file that never came ---

-- name: typed_file_known
SELECT file_id FROM file WHERE partner = $1 AND sha256 = $2

-- name: typed_file_insert
INSERT INTO file (partner, sha256, bytes, name, pack_id, pack_offset, state,
format, run_id, fetched_at) VALUES ($1, $2, $3, $4, $5, $6, 'parsed', 'ubl',
$7, $8)

-- name: typed_interchange_insert
INSERT INTO interchange (file_id, ordinal, partner, standard, version, sender,
receiver, control_number, prepared, test, byte_offset, bytes, state)
VALUES ($1, 1, $2, 'ubl', '2.1', '', '', '', '', 0, 0, $3, 'accepted')

-- name: typed_message_insert
INSERT INTO message (file_id, interchange_id, ordinal, partner, format, kind,
version, control_number, group_control, document_id, test, state, byte_offset,
bytes) VALUES ($1, $2, 1, $3, 'ubl', 'Order', '2.1', '', '', $4, 0,
'accepted', 0, $5)

-- name: order_newest
SELECT max(order_id) FROM orders

-- name: run_newest
SELECT max(run_id) FROM run

-- name: recurrence_request_add
UPDATE recurrence_request SET source = 'command', days = trim(days || $1)
WHERE order_id = $2
