-- Warehouse orders, shipments, ship notices.

-- name: warehouse_orders_due
SELECT order_id FROM orders WHERE state = 'accepted' AND step = 'done'
AND test = 0 AND warehouse = $1 AND warehouse_on <= $2
AND EXISTS (SELECT 1 FROM order_line l LEFT JOIN product p ON p.sku = l.sku
WHERE l.order_id = orders.order_id
AND (l.state = 'accepted' OR l.state = 'changed' OR l.state = 'backordered')
AND coalesce(p.kind, '') <> 'service')
ORDER BY warehouse_on, confirmation LIMIT $3

-- name: warehouse_lines
SELECT line, sku, quantity, cancelled_quantity, unit, requested_on, gtin,
name FROM order_line WHERE order_id = $1
AND state IN ('accepted', 'changed', 'backordered')
AND NOT EXISTS (SELECT 1 FROM product p WHERE p.sku = order_line.sku
AND p.kind = 'service') ORDER BY line

-- name: order_at_warehouse
UPDATE orders SET state = 'at_warehouse' WHERE order_id = $1

-- name: confirmations_open
SELECT c.confirmation_id, f.partner, c.shipment, c.order_ref, c.line, c.sku,
c.quantity, c.unit, c.shipped_at, c.carrier, c.tracking, c.sscc, c.final,
c.byte_offset, c.row, c.file_id, c.reason, c.pallet
FROM confirmation c JOIN file f USING (file_id)
JOIN message m ON m.message_id = c.message_id
JOIN interchange i ON i.interchange_id = m.interchange_id
WHERE c.state IN ('new', 'held') AND c.state = $1 AND f.state = 'parsed'
AND i.state = 'accepted' AND m.state = 'accepted'
ORDER BY f.fetched_at, f.partner, f.name, f.sha256, c.shipment, c.order_ref,
c.row

-- name: confirmation_state
UPDATE confirmation SET state = $1, reason = $2 WHERE confirmation_id = $3

-- name: order_by_confirmation
SELECT order_id FROM orders WHERE confirmation = $1 AND kind <> 'blanket'

-- name: ship_lines
SELECT line, sku, unit, quantity, shipped_quantity, cancelled_quantity,
coalesce(whole_minor, amount_minor), state, amount_minor, tax_percent
FROM order_line WHERE order_id = $1 ORDER BY line

-- name: ship_line_update
UPDATE order_line SET shipped_quantity = $1, cancelled_quantity = $2,
state = $3, reason = CASE $4 WHEN '' THEN reason ELSE $4 END
WHERE order_id = $5 AND line = $6

-- name: shipment_put
INSERT INTO shipment (number, warehouse, left_at, carrier, tracking, state,
run_id) VALUES ($1, $2, $3, $4, $5, 'left', $6)
ON CONFLICT (warehouse, number) DO NOTHING

-- name: shipment_get
SELECT shipment_id FROM shipment WHERE warehouse = $1 AND number = $2

-- A service leaves no warehouse: no ship notice tells of it.
-- name: shipment_line_put
INSERT INTO shipment_line (shipment_id, order_id, line, sscc, quantity, unit,
outstanding, final, pallet, noticed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
$9, (SELECT count(*) FROM order_line l JOIN product p ON p.sku = l.sku
WHERE l.order_id = $2 AND l.line = $3 AND p.kind = 'service'))

-- name: shipment_line_get
SELECT quantity FROM shipment_line sl JOIN shipment s USING (shipment_id)
WHERE s.warehouse = $1 AND s.number = $2 AND sl.order_id = $3
AND sl.line = $4 AND sl.sscc = $5

-- The orders of each, those that go to one place together.
-- name: shipments_to_notice
SELECT DISTINCT sl.shipment_id, o.order_id, o.ship_name, o.street, o.city,
o.postal_code, o.country, o.region, o.ship_ids
FROM shipment_line sl JOIN orders o USING (order_id)
WHERE sl.noticed = 0 AND o.partner = $1
ORDER BY 1, 3, 4, 5, 6, 7, 8, 9, 2

-- name: notice_head
SELECT number, warehouse, left_at, carrier, tracking FROM shipment
WHERE shipment_id = $1

-- Of the orders from $3 to $4: of one, or of all.
-- name: notice_lines
SELECT sl.order_id, sl.line, sl.sscc, sl.quantity, sl.unit, sl.outstanding,
sl.final, o.po_number, o.confirmation, l.buyer_line, l.name, l.sku,
l.seller_item, l.buyer_item, l.gtin, o.ship_name, o.street, o.city,
o.postal_code, o.country, o.release_number, o.nominal_on, o.message_id,
o.ordered_on, l.quantity, sl.pallet, l.unit_code, l.unit,
CASE WHEN i.standard = 'cxml' THEN i.control_number ELSE '' END,
coalesce(x.auxiliary, ''), o.ship_ids, o.region, o.state
FROM shipment_line sl JOIN orders o USING (order_id)
JOIN order_line l ON l.order_id = sl.order_id AND l.line = sl.line
LEFT JOIN message m ON m.message_id = coalesce((SELECT n.message_id
FROM change_request c JOIN orders n USING (order_id)
WHERE c.target_id = o.order_id AND n.purpose = 'replace'
ORDER BY c.order_id DESC LIMIT 1), o.message_id)
LEFT JOIN interchange i ON i.interchange_id = m.interchange_id
LEFT JOIN standing_order s ON s.standing_order_id = o.standing_order_id
LEFT JOIN line_auxiliary x ON x.line = l.line
AND x.order_id = coalesce(s.template_order_id, l.order_id)
WHERE sl.shipment_id = $1 AND sl.noticed = 0 AND o.partner = $2
AND sl.order_id >= $3 AND sl.order_id <= $4 ORDER BY o.po_number, sl.order_id, sl.line,
sl.sscc

-- name: notice_done
UPDATE shipment_line SET noticed = 1 WHERE shipment_id = $1
AND order_id = $2 AND line = $3 AND sscc = $4

-- name: notices_of_shipment
SELECT count(*) FROM outbox WHERE shipment_id = $1 AND partner = $2
AND kind = 'ship'

-- A shipment may have thousands: those of the order are looked at.
-- name: notices_of_order
SELECT count(*) FROM outbox WHERE order_id = $1 AND +shipment_id = $2
AND partner = $3 AND kind = 'ship'

-- name: shipment_noticed
UPDATE shipment SET state = 'noticed' WHERE shipment_id = $1
AND NOT EXISTS (SELECT 1 FROM shipment_line sl
WHERE sl.shipment_id = shipment.shipment_id AND sl.noticed = 0)

-- name: confirmations_reject
UPDATE confirmation SET state = 'refused', reason = 'rejected'
WHERE state = 'held' AND shipment = $1 AND file_id IN
(SELECT file_id FROM file WHERE partner = $2)

-- name: confirmations_release
UPDATE confirmation SET state = 'new', reason = 'released'
WHERE state = 'held' AND shipment = $1 AND file_id IN
(SELECT file_id FROM file WHERE partner = $2)
