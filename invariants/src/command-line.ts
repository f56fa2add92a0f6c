import { parseArgs } from "node:util";
import type { CallbackRecord, ClientRecord, LedgerRecord, ReportRecord } from "./log-records.ts";
import { readLog } from "./logs/read-log.ts";
import type { PlaceOfRows } from "./rows/open-rows.ts";
import type { Logs } from "./rows/read-records.ts";
import type { InvariantSettings, RateRecord } from "./settings.ts";

export const usage = `Usage: pnpm check-invariants --database PLACE [--ledger FILE] [--client FILE] [--callbacks FILE] [--reports FILE]

Holds what a service promises against its database and against what others wrote down. Ends with 0 when everything
holds, 1 when something does not, 2 when it could not look.

  --database PLACE     postgresql://… or the data folder of a service that has stopped
  --schema NAME        of PostgreSQL (default: todoke)
  --ledger FILE        what providers accepted: the simulator's NDJSON
  --client FILE        what callers were promised
  --callbacks FILE     what providers posted and we took
  --reports FILE       our reports as they arrived
  --rate E=N/MS        at most N calls to endpoint E in MS milliseconds; may be repeated; ACCOUNT:E for one account
  --over               everything was waited for: whatever has no outcome is lost
  --overdue-after S    seconds for which due work may wait (default: 75)
  --slack MS           how far clocks may differ (default: 1000)
  --key-lifetime S     seconds for which a key may be used (default: 82800)
  --help               this text
`;

/** The command was not understood. */
export class UsageError extends Error {}

export interface CommandOptions {
  readonly place: PlaceOfRows;
  readonly logs: Logs;
  readonly settings: Partial<InvariantSettings>;
}

/** Undefined where help is asked for. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): CommandOptions | undefined {
  const values = parse(args);
  if (values.help === true) return undefined;
  if (values.database === undefined) throw new UsageError("--database is missing");
  return {
    place: placeOf(values.database, values.schema),
    logs: {
      ...(values.ledger !== undefined && { ledger: readLog<LedgerRecord>(values.ledger, ["sequence", "at", "endpoint", "to", "providerMessageIds"]) }),
      ...(values.client !== undefined && { client: readLog<ClientRecord>(values.client, ["type", "askedAt", "at", "messageId"]) }),
      ...(values.callbacks !== undefined && { callbacks: readLog<CallbackRecord>(values.callbacks, ["at", "accountId", "eventId", "kind"]) }),
      ...(values.reports !== undefined && { reports: readLog<ReportRecord>(values.reports, ["at", "deliveryId", "sequence", "isFinal"]) }),
    },
    settings: {
      isOver: values.over === true,
      rates: (values.rate ?? []).map(readRate),
      ...numberOption("slackMs", values.slack, 1),
      ...numberOption("overdueAfterMs", values["overdue-after"], 1_000),
      ...numberOption("keyLifetimeMs", values["key-lifetime"], 1_000),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        database: { type: "string" },
        schema: { type: "string" },
        ledger: { type: "string" },
        client: { type: "string" },
        callbacks: { type: "string" },
        reports: { type: "string" },
        rate: { type: "string", multiple: true },
        over: { type: "boolean" },
        "overdue-after": { type: "string" },
        slack: { type: "string" },
        "key-lifetime": { type: "string" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function placeOf(database: string, schema: string | undefined): PlaceOfRows {
  if (!/^postgres(ql)?:/.test(database)) return { dataFolder: database };
  return { url: database, ...(schema !== undefined && { schema }) };
}

/** `push=2000/1000`, `line:push=2000/1000`. */
function readRate(text: string): RateRecord {
  const [, accountId, endpoint, requests, perMs] = /^(?:([^:=]+):)?([^:=]+)=(\d+)\/(\d+)$/.exec(text) ?? [];
  if (endpoint === undefined) throw new UsageError(`--rate ${text} is not of the form push=2000/1000`);
  return { ...(accountId !== undefined && { accountId }), endpoint, requests: Number(requests), perMs: Number(perMs) };
}

function numberOption(name: keyof InvariantSettings, text: string | undefined, unitMs: number): Partial<InvariantSettings> {
  if (text === undefined) return {};
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new UsageError(`${text} is not a number of zero or more`);
  return { [name]: value * unitMs };
}
