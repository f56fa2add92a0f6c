import pg from "pg";

/** Statements that are named at once. The engine has some two hundred; more than this would be texts made anew each time. */
const mostNames = 500;

/** For all connections, each of which prepares a statement at its first use. */
const names = new Map<string, string>();
let named = 0;

type Query = (text: unknown, values?: unknown, ...more: readonly unknown[]) => Promise<unknown>;

/** A connection on which PostgreSQL parses and plans each of our statements once, and not each time. */
export class PreparingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as Query;
    const prepareOnce: Query = (text, values, ...more) => {
      const name = typeof text === "string" && Array.isArray(values) && values.length > 0 && more.length === 0 ? nameOf(text) : undefined;
      if (name === undefined) return query(text, values, ...more);
      return query({ name, text, values }).catch((error: unknown) => {
        if (hasOutlivedItsTables(error)) names.delete(text as string);
        throw error;
      });
    };
    this.query = prepareOnce as typeof this.query;
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames || namesRowsByArrays.test(text)) return known;
  named += 1;
  const name = `todoke_${named}`;
  names.set(text, name);
  return name;
}

/**
 * Planned for its values each time: in a plan for all values rows that are named by an array look like a handful whatever the table
 * holds, and no month is left out by an array of months.
 */
const namesRowsByArrays = /\bany\(\$\d+/;

/** A later version gave a table another column; under another name the statement is prepared anew. */
function hasOutlivedItsTables(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === featureNotSupported;
}

/** "Cached plan must not change result type" (PostgreSQL's error codes, class 0A). */
const featureNotSupported = "0A000";
