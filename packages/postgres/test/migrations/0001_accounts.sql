-- Up Migration

CREATE TABLE account (
  id bigint PRIMARY KEY,
  cents bigint NOT NULL CONSTRAINT account_not_overdrawn CHECK (cents >= 0)
);
INSERT INTO account VALUES (1, 100), (2, 100);
