-- What answers in the partner's own standard are made of.

-- name: message_envelope
SELECT i.standard, i.sender, i.receiver, i.control_number, i.version,
m.version, m.group_sender, m.group_receiver FROM message m
JOIN interchange i USING (interchange_id) WHERE m.message_id = $1

-- name: order_change_number
SELECT change_number FROM orders WHERE order_id = $1
