import { sql, type DatabaseIntrospector, type Kysely, type SchemaMetadata, type TableMetadata } from "kysely";

/**
 * Looks at the tables of the connection's own schema, by name alone, which is what migrating asks for. Kysely's own
 * describes every column of every schema, and fails when somebody drops one of those meanwhile.
 */
export class OwnSchemaIntrospector implements DatabaseIntrospector {
  readonly #connection: Kysely<unknown>;

  constructor(connection: Kysely<unknown>) {
    this.#connection = connection;
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    const { rows } = await sql<SchemaMetadata>`select current_schema() as name`.execute(this.#connection);
    return rows;
  }

  async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ schema: string; name: string }>`
      select schemaname as schema, tablename as name from pg_tables where schemaname = current_schema()`.execute(this.#connection);
    return rows.map((row) => ({ ...row, isView: false, isForeign: false, columns: [] }));
  }
}
