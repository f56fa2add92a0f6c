import { sql } from "kysely";

/*
 * Of a secret only its SHA-256 is kept: it has 256 random bits, so that nothing slower is needed. A key that comes with a
 * request tells its id and not its project. Revoked keys stay, for whoever asks later what they were.
 */
export const apiKeyStatements = [
  sql`create table api_key (
    project_id text not null references project (id),
    id uuid not null,
    name text not null,
    scopes text[] not null,
    secret_hash text not null,
    former_secret_hash text,
    former_secret_until timestamptz,
    created_at timestamptz not null,
    rotated_at timestamptz,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    primary key (project_id, id)
  )`,
  sql`create index api_key_id on api_key (id)`,
];
