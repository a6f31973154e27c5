-- Up Migration

CREATE TABLE customer_order (
  id           uuid PRIMARY KEY,
  customer_id  uuid NOT NULL,
  state        text NOT NULL CHECK (state IN ('placed', 'confirmed', 'cancelling', 'rejected', 'cancelled', 'shipped')),
  reason       text CHECK (reason IN ('out_of_stock', 'payment_declined', 'timed_out', 'capture_refused', 'customer_cancelled')),
  -- What the customer is told beside the reason, such as the products of which too few are left.
  reason_detail jsonb,
  total_cents  bigint NOT NULL CHECK (total_cents >= 0),
  currency     text NOT NULL,
  card_token   text NOT NULL,
  -- Counts the rows of its history; one more with each change of state.
  version      integer NOT NULL DEFAULT 1,
  -- Who works on a placed order holds its lease; taking it over raises the epoch.
  lease_epoch  integer NOT NULL DEFAULT 1,
  lease_until  timestamptz,
  placed_at    timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CHECK ((state IN ('cancelling', 'rejected', 'cancelled')) = (reason IS NOT NULL)),
  CHECK ((state = 'placed') = (lease_until IS NOT NULL))
);

-- A customer's history, newest first: ids are UUIDv7, so they stand in the order of time.
CREATE INDEX customer_order_history ON customer_order (customer_id, id DESC);
-- Orders whose worker has died.
CREATE INDEX customer_order_lease ON customer_order (lease_until) WHERE state = 'placed';
-- Orders to ship.
CREATE INDEX customer_order_confirmed ON customer_order (updated_at) WHERE state = 'confirmed';

CREATE TABLE order_line (
  order_id         uuid NOT NULL REFERENCES customer_order,
  position         integer NOT NULL,
  product_id       uuid NOT NULL,
  name             text NOT NULL,
  quantity         integer NOT NULL CHECK (quantity > 0),
  unit_price_cents bigint NOT NULL CHECK (unit_price_cents >= 0),
  PRIMARY KEY (order_id, position),
  UNIQUE (order_id, product_id)
);

-- The history of every order.
CREATE TABLE order_event (
  order_id uuid NOT NULL REFERENCES customer_order,
  seq      integer NOT NULL,
  state    text NOT NULL,
  reason   text,
  at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (order_id, seq)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER order_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_event
  EXECUTE FUNCTION refuse_change();

-- What an Idempotency-Key holds: an order, or a refusal that made none (price_changed, product_unknown).
CREATE TABLE idempotency_key (
  customer_id  uuid NOT NULL,
  key          text NOT NULL,
  request_hash bytea NOT NULL,
  order_id     uuid REFERENCES customer_order,
  refusal      jsonb,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, key),
  CHECK ((order_id IS NULL) <> (refusal IS NULL))
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

-- What is left to do after a decision. One row of a kind for each order.
CREATE TABLE outbox (
  order_id   uuid NOT NULL REFERENCES customer_order,
  kind       text NOT NULL CHECK (kind IN ('commit', 'capture', 'take_out', 'release', 'void', 'tell')),
  due_at     timestamptz NOT NULL DEFAULT now(),
  attempts   integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  done_at    timestamptz,
  PRIMARY KEY (order_id, kind)
);
CREATE INDEX outbox_due ON outbox (kind, due_at) WHERE done_at IS NULL;

-- What a customer was told about an order after it had been acknowledged.
CREATE TABLE notice (
  order_id uuid PRIMARY KEY REFERENCES customer_order,
  text     text NOT NULL,
  at       timestamptz NOT NULL DEFAULT now()
);
