-- What a report for a partner is made of.

-- name: partner_report_findings
SELECT coalesce(n.message_id, 0), n.code, n.severity, n.byte_offset, n.segment,
n.tag, n.element, n.path, n.value, n.text FROM finding n
LEFT JOIN orders o ON o.order_id = n.order_id
WHERE n.file_id = $1 AND n.byte_offset >= $2 AND n.byte_offset < $3
AND n.severity <> 'note' AND n.code <> 'ORDER-BROKEN'
AND ($4 <> 0 OR n.code NOT LIKE 'ORDER-%' OR o.verdict = 'rejected')
ORDER BY coalesce(n.message_id, 0), n.finding_id

-- name: partner_report_orders
SELECT order_id, message_id, po_number, release_number, line_count, verdict
FROM orders WHERE file_id = $1 AND order_id > $2 ORDER BY order_id
