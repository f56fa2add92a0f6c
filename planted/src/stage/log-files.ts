import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallbackRecord, ClientRecord, LedgerRecord, ReportRecord } from "@todoke/invariants";

/** The logs of others, as files: what is written outlives the process that is killed. */
export class LogFiles {
  readonly ledger: LogFile<LedgerRecord>;
  readonly client: LogFile<ClientRecord>;
  readonly callbacks: LogFile<CallbackRecord>;
  readonly reports: LogFile<ReportRecord>;

  constructor(folder: string) {
    this.ledger = new LogFile(join(folder, "ledger.ndjson"));
    this.client = new LogFile(join(folder, "client.ndjson"));
    this.callbacks = new LogFile(join(folder, "callbacks.ndjson"));
    this.reports = new LogFile(join(folder, "reports.ndjson"));
  }
}

class LogFile<LogRecord> {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    if (!existsSync(path)) writeFileSync(path, "");
  }

  append(record: LogRecord): void {
    appendFileSync(this.#path, `${JSON.stringify(record)}\n`);
  }

  read(): readonly LogRecord[] {
    return readFileSync(this.#path, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as LogRecord);
  }
}
