-- Up Migration

-- How far the comparison with the bank has come. One row; whoever has claimed it compares.
CREATE TABLE reconciliation (
  singleton      boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  bank_after     bigint NOT NULL DEFAULT 0,
  event_after    bigint NOT NULL DEFAULT 0,
  due_at         timestamptz NOT NULL DEFAULT now(),
  claimed_until  timestamptz NOT NULL DEFAULT now(),
  completed_at   timestamptz
);
INSERT INTO reconciliation DEFAULT VALUES;

-- Where the bank's books and ours were not the same, and what became of it.
CREATE TABLE difference (
  order_id          uuid NOT NULL,
  authorisation_id  uuid NOT NULL,
  kind              text NOT NULL,
  bank_side         text NOT NULL,
  payment_side      text NOT NULL,
  -- open: to be looked at again; reported: for a person; repaired; gone: it was gone when it was looked at again.
  outcome           text NOT NULL CHECK (outcome IN ('open', 'reported', 'repaired', 'gone')),
  found_at          timestamptz NOT NULL DEFAULT now(),
  look_at           timestamptz,
  updated_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (order_id, authorisation_id, kind),
  CONSTRAINT difference_looked_at_again CHECK ((outcome IN ('open', 'reported')) = (look_at IS NOT NULL))
);

CREATE INDEX difference_to_look_at ON difference (look_at) WHERE look_at IS NOT NULL;
