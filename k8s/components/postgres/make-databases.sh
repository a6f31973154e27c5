#!/bin/sh
# One role and one database for each service, and nobody reads another's. Run by the image, once, on an empty volume.
set -eu
password_of() { cat "/etc/postgres/passwords/$1"; }

for owner in product order payment auth bank; do
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" -v owner="$owner" -v password="$(password_of "$owner")" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'password';
CREATE DATABASE :"owner" OWNER :"owner";
REVOKE ALL ON DATABASE :"owner" FROM PUBLIC;
SQL
done

# Reads the books after a sale day, and changes nothing. What auth knows is in none of them.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" -v password="$(password_of audit)" <<'SQL'
CREATE ROLE audit LOGIN PASSWORD :'password';
ALTER ROLE audit SET default_transaction_read_only = on;
SQL
for owner in product order payment bank; do
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$owner" -v owner="$owner" <<'SQL'
GRANT CONNECT ON DATABASE :"owner" TO audit;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT ON TABLES TO audit;
SQL
done
