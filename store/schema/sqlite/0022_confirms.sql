-- The last order response under our number of the order is named by the next.
ALTER TABLE outbox ADD COLUMN
    confirms INTEGER NOT NULL DEFAULT 0;	-- an order response that has it
