-- Up Migration

-- Work that has failed for so long that it waits for a person. Such a row falls due at 'infinity': the index of what is due
-- ends before it, also for processes of the version before, so that no claim reads past what was set aside.
ALTER TABLE outbox ADD COLUMN set_aside_at timestamptz;
CREATE INDEX outbox_set_aside ON outbox (kind, set_aside_at) WHERE set_aside_at IS NOT NULL AND done_at IS NULL;
