-- Up Migration

CREATE TABLE product (
  id uuid PRIMARY KEY,
  slug text NOT NULL CONSTRAINT product_slug_unique UNIQUE,
  name text NOT NULL,
  category text NOT NULL,
  description text NOT NULL,
  price_cents integer NOT NULL CONSTRAINT product_price_positive CHECK (price_cents > 0),
  currency text NOT NULL DEFAULT 'EUR',
  -- The file name of the picture, with a hash of its content in it.
  image text NOT NULL,
  doorbuster boolean NOT NULL DEFAULT false,
  -- Words as they are for the name, so that a word half typed is found; stems for all of it, so that lamps finds lamp.
  search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('english', name), 'A')
    || setweight(to_tsvector('english', category), 'C') || setweight(to_tsvector('english', description), 'D')
  ) STORED
);

-- Pages are cut by id within what is listed.
CREATE INDEX product_by_category ON product (category, id);
CREATE INDEX product_doorbuster ON product (id) WHERE doorbuster;
CREATE INDEX product_search ON product USING gin (search);

CREATE TABLE stock (
  product_id uuid PRIMARY KEY REFERENCES product (id),
  on_hand integer NOT NULL CONSTRAINT stock_on_hand_not_negative CHECK (on_hand >= 0),
  reserved integer NOT NULL DEFAULT 0 CONSTRAINT stock_reserved_not_negative CHECK (reserved >= 0),
  sold integer NOT NULL DEFAULT 0 CONSTRAINT stock_sold_not_negative CHECK (sold >= 0),
  initial integer NOT NULL CONSTRAINT stock_initial_in_range CHECK (initial BETWEEN 0 AND 1000000000),
  CONSTRAINT stock_balances CHECK (on_hand + reserved + sold = initial)
) WITH (fillfactor = 40); -- Room on the page for the next versions of a row that changes many times a second.

CREATE TABLE reservation (
  order_id uuid PRIMARY KEY,
  -- released without lines is a tombstone: the release came first and bars a late reserve.
  state text NOT NULL CONSTRAINT reservation_state_known CHECK (state IN ('held', 'committed', 'released')),
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

-- Few orders are undecided at a time: this index stays small, and finds holds that nobody ends.
CREATE INDEX reservation_held ON reservation (created_at) WHERE state = 'held';

-- No foreign key to product: checking it would lock the hot product's row in each order's transaction. Products are
-- never deleted, and a reservation takes lines only from stock that it has just locked.
CREATE TABLE reservation_line (
  order_id uuid NOT NULL REFERENCES reservation (order_id),
  product_id uuid NOT NULL,
  quantity integer NOT NULL CONSTRAINT reservation_line_quantity_positive CHECK (quantity > 0),
  PRIMARY KEY (order_id, product_id)
);
