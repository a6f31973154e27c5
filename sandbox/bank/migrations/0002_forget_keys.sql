-- Up Migration

-- Keys are kept for a day, and for as long as their authorisation is open. Those that are there already get a day from
-- now, and a process of the version before writes keys without an authorisation: it stands in their answer.
ALTER TABLE idempotency_key
  ADD COLUMN authorisation_id uuid,
  ADD COLUMN forget_at timestamptz NOT NULL DEFAULT now() + interval '1 day';

CREATE INDEX idempotency_key_to_forget ON idempotency_key (forget_at);

-- A merchant that compares its books asks by its own ids.
CREATE INDEX authorisation_of_reference ON authorisation (reference, id);
