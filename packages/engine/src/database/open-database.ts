/** Which database to use. */
export type DatabaseSettings =
  /** PGlite in a folder of its own, for one process. */
  | { readonly kind: "embedded"; readonly folder: string }
  /** PostgreSQL 15 or later, for any number of processes. `schema` defaults to `todoke`. */
  | { readonly kind: "postgresql"; readonly url: string; readonly schema?: string; readonly maxConnections?: number };
