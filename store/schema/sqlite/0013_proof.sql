-- The proof of standing orders is kept, and what changes what was proved is
-- noted by whoever writes it: a night computes anew what has a day to come to or
-- was touched.

DROP TABLE standing_proof_rule;
CREATE TABLE standing_proof_rule (
	standing_order_id INTEGER PRIMARY KEY REFERENCES standing_order,
	run_id INTEGER NOT NULL REFERENCES run,	-- the night that looked last
	due INTEGER NOT NULL, issued INTEGER NOT NULL, held INTEGER NOT NULL,
	skipped INTEGER NOT NULL, missed INTEGER NOT NULL,
	balanced INTEGER NOT NULL,
	fault_on INTEGER,		-- the first day that does not add up
	fault TEXT NOT NULL,
	proved_to INTEGER,		-- the last day in it; NULL: do it all anew
	again_on INTEGER		-- when its rule asks for more; NULL: never
) STRICT;
CREATE INDEX standing_proof_fault ON standing_proof_rule (standing_order_id)
    WHERE balanced = 0;
CREATE INDEX standing_proof_again ON standing_proof_rule (again_on)
    WHERE again_on IS NOT NULL;
CREATE INDEX standing_proof_open ON standing_proof_rule (standing_order_id)
    WHERE again_on IS NOT NULL;
CREATE INDEX standing_proof_over ON standing_proof_rule (run_id,
    standing_order_id) WHERE again_on IS NULL;

CREATE TABLE standing_proof_sum (	-- of all its rows, kept with each
	one INTEGER PRIMARY KEY CHECK (one = 1),
	standing_orders INTEGER NOT NULL, unbalanced INTEGER NOT NULL,
	due INTEGER NOT NULL, issued INTEGER NOT NULL, held INTEGER NOT NULL,
	skipped INTEGER NOT NULL, missed INTEGER NOT NULL
) STRICT;
INSERT INTO standing_proof_sum VALUES (1, 0, 0, 0, 0, 0, 0, 0);
CREATE TRIGGER standing_proof_made AFTER INSERT ON standing_proof_rule BEGIN
	UPDATE standing_proof_sum SET standing_orders = standing_orders + 1,
	unbalanced = unbalanced + 1 - NEW.balanced, due = due + NEW.due,
	issued = issued + NEW.issued, held = held + NEW.held,
	skipped = skipped + NEW.skipped, missed = missed + NEW.missed;
END;
CREATE TRIGGER standing_proof_changed AFTER UPDATE ON standing_proof_rule BEGIN
	UPDATE standing_proof_sum SET
	unbalanced = unbalanced + OLD.balanced - NEW.balanced,
	due = due + NEW.due - OLD.due, issued = issued + NEW.issued - OLD.issued,
	held = held + NEW.held - OLD.held,
	skipped = skipped + NEW.skipped - OLD.skipped,
	missed = missed + NEW.missed - OLD.missed;
END;
CREATE TRIGGER standing_proof_gone AFTER DELETE ON standing_proof_rule BEGIN
	UPDATE standing_proof_sum SET standing_orders = standing_orders - 1,
	unbalanced = unbalanced - 1 + OLD.balanced, due = due - OLD.due,
	issued = issued - OLD.issued, held = held - OLD.held,
	skipped = skipped - OLD.skipped, missed = missed - OLD.missed;
END;

-- Not proved since: from_day is the first day of a row that was written, changed
-- or removed; before all days, where it is a rule.
CREATE TABLE standing_touched (
	standing_order_id INTEGER PRIMARY KEY REFERENCES standing_order,
	from_day INTEGER NOT NULL
) STRICT;
INSERT INTO standing_touched SELECT standing_order_id, -2147483648
FROM standing_order;

CREATE TRIGGER occurrence_made AFTER INSERT ON occurrence BEGIN
	INSERT INTO standing_touched
	VALUES (NEW.standing_order_id, NEW.nominal_on)
	ON CONFLICT (standing_order_id) DO UPDATE SET
	from_day = min(from_day, excluded.from_day);
END;
CREATE TRIGGER occurrence_changed AFTER UPDATE OF standing_order_id, nominal_on,
state ON occurrence BEGIN
	INSERT INTO standing_touched
	VALUES (OLD.standing_order_id, OLD.nominal_on)
	ON CONFLICT (standing_order_id) DO UPDATE SET
	from_day = min(from_day, excluded.from_day);
	INSERT INTO standing_touched
	VALUES (NEW.standing_order_id, NEW.nominal_on)
	ON CONFLICT (standing_order_id) DO UPDATE SET
	from_day = min(from_day, excluded.from_day);
END;
CREATE TRIGGER occurrence_gone AFTER DELETE ON occurrence BEGIN
	INSERT INTO standing_touched
	VALUES (OLD.standing_order_id, OLD.nominal_on)
	ON CONFLICT (standing_order_id) DO UPDATE SET
	from_day = min(from_day, excluded.from_day);
END;

CREATE TRIGGER standing_made AFTER INSERT ON standing_order BEGIN
	INSERT INTO standing_touched VALUES (NEW.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
CREATE TRIGGER standing_changed AFTER UPDATE OF rule, starts_on, ends_on, count,
accepted_on, changed_on, roll, calendar, lead_days ON standing_order BEGIN
	INSERT INTO standing_touched VALUES (NEW.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
CREATE TRIGGER standing_gone BEFORE DELETE ON standing_order BEGIN
	DELETE FROM standing_proof_rule
	WHERE standing_order_id = OLD.standing_order_id;
	DELETE FROM standing_touched
	WHERE standing_order_id = OLD.standing_order_id;
END;

CREATE TRIGGER standing_day_made AFTER INSERT ON standing_day BEGIN
	INSERT INTO standing_touched VALUES (NEW.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
CREATE TRIGGER standing_day_changed AFTER UPDATE ON standing_day BEGIN
	INSERT INTO standing_touched VALUES (NEW.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
CREATE TRIGGER standing_day_gone AFTER DELETE ON standing_day BEGIN
	INSERT INTO standing_touched VALUES (OLD.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
CREATE TRIGGER standing_revision_made AFTER INSERT ON standing_revision BEGIN
	INSERT INTO standing_touched VALUES (NEW.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
CREATE TRIGGER standing_revision_changed AFTER UPDATE ON standing_revision BEGIN
	INSERT INTO standing_touched VALUES (NEW.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
CREATE TRIGGER standing_revision_gone AFTER DELETE ON standing_revision BEGIN
	INSERT INTO standing_touched VALUES (OLD.standing_order_id, -2147483648)
	ON CONFLICT (standing_order_id) DO UPDATE SET from_day = -2147483648;
END;
