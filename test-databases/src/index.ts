export { administerEmbedded, putEmbeddedDatabase, putEmptyEmbeddedDatabase } from "./embedded-database.ts";
export { administer, isPostgresqlThere, postgresqlUrl } from "./postgresql.ts";
export { readRows } from "./read-rows.ts";
