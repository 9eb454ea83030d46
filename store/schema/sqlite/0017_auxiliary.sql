-- What a buyer's system wants back with an item, as it wrote it: the
-- SupplierPartAuxiliaryID of cXML.  Few lines have one.

CREATE TABLE line_auxiliary (
	order_id INTEGER NOT NULL, line INTEGER NOT NULL,
	auxiliary TEXT NOT NULL,
	PRIMARY KEY (order_id, line),
	FOREIGN KEY (order_id, line) REFERENCES order_line ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
