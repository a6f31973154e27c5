-- Up Migration

-- One payment for each order. States whose name ends in `ing` wait for the bank: they, and only they, have an ask_at.
CREATE TABLE payment (
  order_id          uuid PRIMARY KEY,
  state             text NOT NULL CHECK (state IN (
                      'authorising', 'authorised', 'declined', 'capturing', 'captured', 'capture_refused',
                      'voiding', 'voided', 'refunding', 'refunded')),
  undo              boolean NOT NULL DEFAULT false,
  amount_cents      integer NOT NULL,
  captured_cents    integer NOT NULL DEFAULT 0,
  refunded_cents    integer NOT NULL DEFAULT 0,
  currency          text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  card_token        text,
  authorisation_id  uuid,
  decline_code      text,
  -- How often the bank was asked the question that is open, and when it is to be asked again.
  attempts          integer NOT NULL DEFAULT 0,
  ask_at            timestamptz,
  waiting_since     timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT payment_amounts CHECK (
    0 <= refunded_cents AND refunded_cents <= captured_cents AND captured_cents <= amount_cents),
  CONSTRAINT payment_waits_for_the_bank CHECK (
    (state IN ('authorising', 'capturing', 'voiding', 'refunding')) = (ask_at IS NOT NULL)
    AND (ask_at IS NULL) = (waiting_since IS NULL)),
  CONSTRAINT payment_undone_on_request CHECK (
    undo OR state NOT IN ('voiding', 'voided', 'refunding', 'refunded')),
  -- Only a tombstone has no amount and no card.
  CONSTRAINT payment_tombstone CHECK (
    (amount_cents > 0 AND card_token IS NOT NULL) OR (amount_cents = 0 AND card_token IS NULL AND state = 'voided')),
  CONSTRAINT payment_known_to_the_bank CHECK (
    authorisation_id IS NOT NULL OR state IN ('authorising', 'declined', 'voided'))
) WITH (fillfactor = 80);

CREATE INDEX payment_to_ask ON payment (ask_at) WHERE ask_at IS NOT NULL;

-- What was given back on purpose. What an undo gives back is part of the payment itself.
CREATE TABLE refund (
  refund_id      uuid PRIMARY KEY,
  order_id       uuid NOT NULL REFERENCES payment,
  amount_cents   integer NOT NULL CHECK (amount_cents > 0),
  state          text NOT NULL CHECK (state IN ('refunding', 'refunded', 'refused')),
  attempts       integer NOT NULL DEFAULT 0,
  ask_at         timestamptz,
  waiting_since  timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT refund_waits_for_the_bank CHECK (
    (state = 'refunding') = (ask_at IS NOT NULL) AND (ask_at IS NULL) = (waiting_since IS NULL))
);

CREATE INDEX refund_of_order ON refund (order_id);
CREATE INDEX refund_to_ask ON refund (ask_at) WHERE ask_at IS NOT NULL;

-- Double entry: a movement is a set of rows under one transfer id whose amounts add up to nothing.
CREATE TABLE ledger_entry (
  entry_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transfer_id   uuid NOT NULL,
  order_id      uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('authorised', 'captured', 'voided', 'refunded')),
  -- The refund on purpose that the movement belongs to, if it does to one.
  refund_id     uuid,
  account       text NOT NULL CHECK (account IN ('card_holds', 'holds_owed', 'bank', 'sales')),
  amount_cents  integer NOT NULL CHECK (amount_cents <> 0),
  at            timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The same movement never twice.
  CONSTRAINT ledger_entry_once UNIQUE NULLS NOT DISTINCT (order_id, kind, refund_id, account)
);

-- Every state that a payment was in, and every refund's.
CREATE TABLE payment_event (
  event_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id   uuid NOT NULL,
  state      text NOT NULL,
  undo       boolean NOT NULL,
  refund_id  uuid,
  detail     text,
  at         timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX payment_event_of_order ON payment_event (order_id, event_id);

-- News from the bank that was heard before. Kept for a day, far longer than a signature is good for.
CREATE TABLE webhook_seen (
  webhook_id  uuid PRIMARY KEY,
  seen_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX webhook_seen_at ON webhook_seen (seen_at);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A statement writes whole movements: one look at what it wrote is enough, and cheaper than one for each row.
CREATE FUNCTION require_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lopsided uuid;
BEGIN
  SELECT transfer_id INTO lopsided FROM written GROUP BY transfer_id HAVING sum(amount_cents) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'transfer % does not balance', lopsided
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances', TABLE = 'ledger_entry';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
  REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION require_balance();
