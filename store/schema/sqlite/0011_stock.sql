-- What has left of each product since it was counted, kept with each shipment,
-- so that no night reads them all again.  A row may be missing, or be of another
-- count: then the shipments are read, and it is written.

CREATE TABLE stock_gone (
	sku TEXT NOT NULL PRIMARY KEY,
	since INTEGER NOT NULL,		-- the count: product.stock_at, or 0
	quantity TEXT NOT NULL		-- in stock units
) STRICT, WITHOUT ROWID;
