-- What banks say, and payments that wait for a person.

CREATE TABLE bank_entry (		-- one booking, as it was told
	bank_entry_id INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES file,
	message_id INTEGER NOT NULL REFERENCES message,
	partner TEXT NOT NULL,		-- the bank
	row INTEGER NOT NULL, byte_offset INTEGER NOT NULL,
	account TEXT NOT NULL,		-- ours
	bank_id TEXT NOT NULL, entry_id TEXT NOT NULL,	-- the bank's numbers
	end_to_end TEXT NOT NULL, mandate TEXT NOT NULL,
	payer_name TEXT NOT NULL, payer_account TEXT NOT NULL,
	currency TEXT NOT NULL, amount_minor INTEGER NOT NULL,
	booked_on INTEGER NOT NULL,
	debit INTEGER NOT NULL, reversal INTEGER NOT NULL,
	batch INTEGER NOT NULL, part INTEGER NOT NULL,
	code TEXT NOT NULL, return_code TEXT NOT NULL,
	refs TEXT NOT NULL,		-- "rf RF18…", one a line
	text TEXT NOT NULL,
	alike TEXT NOT NULL,		-- what is the same in its likes
	nth INTEGER NOT NULL,		-- of those in its message, from 1
	state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'booked',
	    'repeated', 'noted')),
	reason TEXT NOT NULL DEFAULT '',	-- code, when it is to be told
	detail TEXT NOT NULL DEFAULT '',
	payment_id INTEGER,		-- what came of it
	run_id INTEGER REFERENCES run	-- that decided
) STRICT;
CREATE INDEX bank_entry_new ON bank_entry (state) WHERE state = 'new';
CREATE INDEX bank_entry_file ON bank_entry (file_id);
CREATE INDEX bank_entry_alike ON bank_entry (message_id, alike, nth);
CREATE INDEX bank_entry_told ON bank_entry (run_id) WHERE reason <> '';

-- A payment may wait for a person, and be taken back.
DROP VIEW v_payment;
CREATE TABLE payment_new (
	payment_id INTEGER PRIMARY KEY,
	business_key TEXT NOT NULL UNIQUE,
	customer TEXT NOT NULL,		-- '' : not known yet, nothing is posted
	reference TEXT NOT NULL,
	currency TEXT NOT NULL, amount_minor INTEGER NOT NULL,
	received_on INTEGER NOT NULL,
	order_id INTEGER REFERENCES orders,
	state TEXT NOT NULL CHECK (state IN ('applied', 'unapplied',
	    'unmatched', 'ambiguous', 'reversed', 'replaced')),
	reason TEXT NOT NULL DEFAULT '',	-- finding code
	detail TEXT NOT NULL DEFAULT '',
	source TEXT NOT NULL DEFAULT 'hand',	-- hand, or a format
	account TEXT NOT NULL DEFAULT '',	-- ours
	entry_id TEXT NOT NULL DEFAULT '',	-- the bank's number
	end_to_end TEXT NOT NULL DEFAULT '',
	payer_name TEXT NOT NULL DEFAULT '',
	payer_account TEXT NOT NULL DEFAULT '',
	applied_minor INTEGER NOT NULL DEFAULT 0,	-- to what was owed
	file_id INTEGER REFERENCES file,
	bank_entry_id INTEGER REFERENCES bank_entry
) STRICT;
INSERT INTO payment_new (payment_id, business_key, customer, reference,
currency, amount_minor, received_on, order_id, state)
SELECT payment_id, business_key, customer, reference, currency, amount_minor,
received_on, order_id, state FROM payment;
DROP TABLE payment;
ALTER TABLE payment_new RENAME TO payment;
CREATE INDEX payment_order ON payment (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX payment_waiting ON payment (customer)
    WHERE state = 'unapplied' AND order_id IS NOT NULL;
CREATE INDEX payment_open ON payment (state)
    WHERE state IN ('unmatched', 'ambiguous');
CREATE INDEX payment_entry ON payment (account, entry_id)
    WHERE entry_id <> '';
CREATE INDEX payment_end_to_end ON payment (account, end_to_end)
    WHERE end_to_end <> '';
CREATE INDEX payment_payer ON payment (payer_account)
    WHERE payer_account <> '';

CREATE VIEW v_payment AS SELECT p.payment_id, p.customer, p.reference,
    p.currency, p.amount_minor,
    date(p.received_on * 86400, 'unixepoch') AS received_on, p.order_id,
    p.state, p.reason, p.detail, p.source, p.account, p.entry_id,
    p.end_to_end, p.payer_name, p.payer_account, p.applied_minor, p.file_id
    FROM payment p;

-- By direct debit, and by whose account a customer is known.
ALTER TABLE customer ADD COLUMN iban TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN mandate TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN mandate_signed INTEGER;
CREATE INDEX customer_iban ON customer (iban) WHERE iban <> '';
DROP VIEW v_customer;
CREATE VIEW v_customer AS SELECT customer, partner, name, identifiers,
    currency, payment, unlimited, credit_limit, terms_days, charge_at,
    tax_id, tax_category, email, language, seller, discount_percent,
    discount_days, blocked, max_order, max_overdue_days, iban, mandate,
    date(mandate_signed * 86400, 'unixepoch') AS mandate_signed
    FROM customer;

-- Orders that wait for their money.
CREATE INDEX order_unpaid ON orders (customer, currency)
    WHERE payment = 'prepaid' AND claimed = 1 AND confirmation IS NULL;
