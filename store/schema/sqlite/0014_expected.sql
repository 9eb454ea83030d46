-- When more of a product comes: what a buyer is told of what it waits for.
ALTER TABLE product ADD COLUMN expected_on INTEGER;

DROP VIEW v_product;
CREATE VIEW v_product AS SELECT sku, gtin, name, kind, unit, price, currency,
    tax_category, tax_percent, stock,
    strftime('%Y-%m-%dT%H:%M:%SZ', stock_at, 'unixepoch') AS stock_at,
    date(expected_on * 86400, 'unixepoch') AS expected_on
    FROM product;
