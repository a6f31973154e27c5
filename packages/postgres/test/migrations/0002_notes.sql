-- Up Migration

ALTER TABLE account ADD COLUMN note text;
