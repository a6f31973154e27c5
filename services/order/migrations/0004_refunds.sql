-- Up Migration

-- What was given back on purpose of an order that had been shipped. One outbox row of the kind `refund` stands for all
-- refunds of an order that wait; asking for another one opens it again.
CREATE TABLE order_refund (
  refund_id    uuid PRIMARY KEY,
  order_id     uuid NOT NULL REFERENCES customer_order,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  state        text NOT NULL DEFAULT 'refunding' CHECK (state IN ('refunding', 'refunded', 'refused')),
  -- Payment's code where it refused.
  refused_for  text,
  -- What the customer was told.
  notice       text,
  asked_at     timestamptz NOT NULL DEFAULT now(),
  ended_at     timestamptz,
  CHECK ((state = 'refunding') = (ended_at IS NULL)),
  CHECK ((state = 'refunded') = (notice IS NOT NULL))
);
CREATE INDEX order_refund_order ON order_refund (order_id, asked_at);

-- Wider than before, so all rows that there are fit: NOT VALID spares reading them.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
  CHECK (kind IN ('commit', 'capture', 'take_out', 'release', 'void', 'tell', 'refund')) NOT VALID;
