-- Whether the cXML in a file bore the SharedSecret that was agreed: what
-- fetch and unpack saw before it was blanked.

ALTER TABLE file ADD COLUMN
    secret TEXT NOT NULL DEFAULT '';	-- '' right wrong none
