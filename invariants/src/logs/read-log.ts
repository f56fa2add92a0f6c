import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Source } from "../records.ts";

/**
 * The records of a log, one JSON object a line, read anew each time. A last line without its end was being written when
 * its process died, and is left out. Throws for a file that is not there, and names the line that cannot be read.
 */
export function readLog<LogRecord extends object>(path: string, fields: readonly (keyof LogRecord & string)[]): Source<LogRecord> {
  if (!existsSync(path)) throw new Error(`${path} is not there`);
  return {
    async *[Symbol.asyncIterator]() {
      let number = 0;
      let unread: string | undefined;
      for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
        if (unread !== undefined) yield parseLine<LogRecord>(path, number, unread, fields);
        number += 1;
        unread = line;
      }
      const last = unread === undefined ? undefined : parseLast<LogRecord>(path, number, unread, fields);
      if (last !== undefined) yield last;
    },
  };
}

function parseLast<LogRecord extends object>(path: string, number: number, line: string, fields: readonly string[]): LogRecord | undefined {
  try {
    JSON.parse(line);
  } catch {
    return undefined;
  }
  return parseLine<LogRecord>(path, number, line, fields);
}

function parseLine<LogRecord extends object>(path: string, number: number, line: string, fields: readonly string[]): LogRecord {
  const where = `${path}, line ${number}`;
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    throw new Error(`${where} is not JSON`);
  }
  if (typeof record !== "object" || record === null) throw new Error(`${where} is no object`);
  const missing = fields.filter((field) => !(field in record));
  if (missing.length > 0) throw new Error(`${where} lacks ${missing.join(", ")}`);
  return record as LogRecord;
}
