-- The report tells of refused messages beside taken ones: they are few.

CREATE INDEX message_rejected ON message (file_id) WHERE state = 'rejected';
