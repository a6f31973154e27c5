-- Up Migration

-- Orders that are not at rest: each scrape of the metrics counts them.
CREATE INDEX customer_order_open ON customer_order (state, placed_at) WHERE state IN ('placed', 'cancelling');
