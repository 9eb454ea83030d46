-- Which notices of a shipment were written is asked for each of them.
CREATE INDEX outbox_shipment ON outbox (shipment_id)
    WHERE shipment_id IS NOT NULL;
