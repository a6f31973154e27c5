-- Up Migration

-- A card is never stored: only what the sandbox needs to behave like it.
CREATE TABLE card_token (
  token       text PRIMARY KEY,
  brand       text NOT NULL,
  last4       text NOT NULL CHECK (last4 ~ '^\d{4}$'),
  behaviour   text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE authorisation (
  id              uuid PRIMARY KEY,
  -- The merchant's own id. The bank does not mind two authorisations with one: that is the merchant's concern.
  reference       uuid NOT NULL,
  state           text NOT NULL CHECK (state IN (
                    'declined', 'authorised', 'captured', 'capture_refused', 'voided', 'expired')),
  last4           text NOT NULL,
  behaviour       text NOT NULL,
  amount_cents    integer NOT NULL CHECK (amount_cents > 0),
  refunded_cents  integer NOT NULL DEFAULT 0,
  currency        text NOT NULL,
  decline_code    text,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT authorisation_refunds CHECK (
    0 <= refunded_cents AND refunded_cents <= CASE state WHEN 'captured' THEN amount_cents ELSE 0 END)
) WITH (fillfactor = 80);

CREATE INDEX authorisation_to_expire ON authorisation (expires_at) WHERE state = 'authorised';

-- The answer that every call with this key gets.
CREATE TABLE idempotency_key (
  key           text PRIMARY KEY,
  request_hash  bytea NOT NULL,
  answer        json NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE ledger_row (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  authorisation_id  uuid NOT NULL,
  reference         uuid NOT NULL,
  kind              text NOT NULL CHECK (kind IN (
                      'authorised', 'declined', 'captured', 'capture_refused', 'voided', 'refunded', 'expired')),
  amount_cents      integer NOT NULL CHECK (amount_cents > 0),
  at                timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX ledger_row_of_reference ON ledger_row (reference, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_row_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_row
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- News that the merchant has not taken yet.
CREATE TABLE webhook (
  id                uuid PRIMARY KEY DEFAULT uuidv7(),
  type              text NOT NULL,
  reference         uuid NOT NULL,
  authorisation_id  uuid NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now(),
  due_at            timestamptz NOT NULL,
  attempts          integer NOT NULL DEFAULT 0
);

CREATE INDEX webhook_due ON webhook (due_at);
