-- Whether a change is still to be told, and what became of its order.
ALTER TABLE change_request ADD COLUMN answers INTEGER NOT NULL DEFAULT 0;
    -- that its order had had when it was applied; -1: its own row is answered
ALTER TABLE change_request ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
    -- it cancelled its order
