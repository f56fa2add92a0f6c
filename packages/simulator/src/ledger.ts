import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import type { AnyEndpointName } from "./endpoint-name.ts";

/** One thing that a provider accepted. Refused calls and calls repeated under a retry key are not in the ledger. */
export interface LedgerEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** ISO 8601, on the simulator's clock. */
  readonly at: string;
  /** `line`, `twilio`, or the provider of a fake that was added. */
  readonly provider: string;
  readonly endpoint: AnyEndpointName;
  /** As on the wire: LINE ids, phone numbers, or the hashed phone number of a notification message. */
  readonly to: readonly string[];
  /** Of a send without a list of people: `to` is empty, and this says how many it goes to, counted at acceptance. */
  readonly audience?: { readonly type: "broadcast" | "narrowcast"; readonly recipients: number };
  readonly retryKey?: string;
  readonly deliveryTag?: string;
  /** The call's own name, as its answer carries it: `x-line-request-id`, `twilio-request-id`. */
  readonly requestId: string;
  readonly providerMessageIds: readonly string[];
  /** SHA-256 of the request body's bytes, in hex. */
  readonly payloadHash: string;
  readonly callbackUrl?: string;
  readonly accepted: true;
}

export interface Ledger {
  append(entry: Omit<LedgerEntry, "sequence">): void;
  entries(): readonly LedgerEntry[];
  close(): void;
}

/**
 * Keeps the ledger in memory and, where a path is given, in an NDJSON file: a line is handed to the operating system
 * before `append` returns, so it outlives the process that made the call. An existing file is continued.
 */
export function openLedger(path?: string): Ledger {
  const entries: LedgerEntry[] = path === undefined ? [] : readLedger(path);
  const file = path === undefined ? undefined : openSync(path, "a");
  return {
    append(entry) {
      const numbered = { sequence: entries.length + 1, ...entry };
      if (file !== undefined) writeSync(file, `${JSON.stringify(numbered)}\n`);
      entries.push(numbered);
    },
    entries: () => entries,
    close() {
      if (file !== undefined) closeSync(file);
    },
  };
}

function readLedger(path: string): LedgerEntry[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LedgerEntry);
}
