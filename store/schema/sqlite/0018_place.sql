-- Who the goods go to in the buyer's own words: a partner finds its place in a
-- ship notice by the number that it gave, and a carrier asks for the state.

ALTER TABLE orders ADD COLUMN ship_ids TEXT NOT NULL DEFAULT '';	-- a line each
ALTER TABLE orders ADD COLUMN region TEXT NOT NULL DEFAULT '';
