export { putEmptyEmbeddedDatabase } from "./empty-embedded-database.ts";
export { administer, isPostgresqlThere, postgresqlUrl } from "./postgresql.ts";
