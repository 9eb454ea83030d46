-- Master data: loaded when a file changed, read back once a run.

-- name: master_file_digest
SELECT sha256 FROM master_file WHERE name = $1

-- name: master_file_put
INSERT INTO master_file (name, sha256, loaded_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256,
loaded_at = excluded.loaded_at

-- name: product_put
INSERT INTO product (sku, gtin, name, kind, unit, price, currency,
tax_category, tax_percent, stock, stock_at, expected_on, replaced_by, loaded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: product_clear
DELETE FROM product

-- name: products
SELECT sku, gtin, name, kind, unit, price, currency, tax_category,
tax_percent, stock, stock_at, expected_on, replaced_by FROM product
ORDER BY sku

-- name: price_put
INSERT INTO price (customer, sku, unit, currency, price, per, min_quantity,
valid_from, valid_to, loaded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: price_clear
DELETE FROM price

-- name: prices
SELECT customer, sku, unit, currency, price, per, min_quantity, valid_from,
valid_to FROM price ORDER BY rowid

-- name: item_put
INSERT INTO item (customer, buyer_item, sku, loaded) VALUES ($1, $2, $3, $4)

-- name: item_clear
DELETE FROM item

-- name: items
SELECT customer, buyer_item, sku FROM item ORDER BY customer, buyer_item

-- name: unit_put
INSERT INTO unit (sku, unit, factor, gtin, loaded) VALUES ($1, $2, $3, $4, $5)

-- name: unit_clear
DELETE FROM unit

-- name: units
SELECT sku, unit, factor, gtin FROM unit ORDER BY sku, unit

-- name: customer_put
INSERT INTO customer (customer, partner, name, identifiers, currency, payment,
unlimited, credit_limit, terms_days, charge_at, tax_id, tax_category, email,
language, seller, discount_percent, discount_days, blocked, max_order,
max_overdue_days, loaded, iban, mandate, mandate_signed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
$17, $18, $19, $20, $21, $22, $23, $24)

-- name: customer_clear
DELETE FROM customer

-- name: customers
SELECT customer, partner, name, identifiers, currency, payment, unlimited,
credit_limit, terms_days, charge_at, tax_id, tax_category, email, language,
seller, discount_percent, discount_days, blocked, max_order, max_overdue_days,
iban, mandate, mandate_signed FROM customer ORDER BY customer

-- name: location_put
INSERT INTO location (customer, identifiers, name, street, city, postal_code,
country, warehouse, calendar, loaded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: location_clear
DELETE FROM location

-- name: locations
SELECT customer, identifiers, name, street, city, postal_code, country,
warehouse, calendar FROM location ORDER BY location_id
