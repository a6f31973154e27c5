-- Up Migration

CREATE TABLE customer (
  id uuid PRIMARY KEY,
  email text NOT NULL CONSTRAINT customer_email_key UNIQUE CHECK (email = lower(email)),
  name text NOT NULL,
  -- argon2id in the PHC format, with its parameters: they may change while old hashes go on working.
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- A family of refresh tokens: one for each login. Its tokens are derived from (id, number) by a secret, so that
-- neither a token nor its hash is kept here.
CREATE TABLE session (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
  -- Number of the token that is good now; those below it have been used.
  token_number integer NOT NULL DEFAULT 0 CHECK (token_number >= 0),
  -- When the last tokens were used, newest first: used_at[1] is that of token_number - 1.
  used_at timestamptz[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_because text CHECK (revoked_because IN ('logout', 'reuse')),
  CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
);

CREATE INDEX session_customer_id_idx ON session (customer_id);
CREATE INDEX session_expires_at_idx ON session (expires_at);
CREATE INDEX session_revoked_at_idx ON session (revoked_at) WHERE revoked_at IS NOT NULL;

-- Ed25519 keys that sign access tokens. The one with the latest signs_from that has come signs.
CREATE TABLE signing_key (
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  -- nonce (12 bytes), authentication tag (16), PKCS #8 encrypted with AES-256-GCM.
  encrypted_private_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  signs_from timestamptz NOT NULL,
  -- Set when a successor is made: the last token signed by this key has expired by then.
  published_until timestamptz,
  -- Tokens that live longer than usual have been signed by this key; the last of them expires then.
  long_tokens_expire_at timestamptz
);

CREATE INDEX signing_key_signs_from_idx ON signing_key (signs_from);
