import { ConfigurationError } from "@todoke/core";
import { createKnownKeys } from "./api-keys/create-known-keys.ts";
import type { KnownKeys } from "./api-keys/known-keys.ts";
import { Months } from "./database/months.ts";
import { openDatabase, type OpenDatabase } from "./database/open-database.ts";
import { Hearing } from "./doors/hearing.ts";
import { EgressClient } from "./egress/egress-client.ts";
import type { EngineLog, EngineSettings, SharedOptions } from "./engine.ts";
import type { EngineObserver } from "./observing/observation.ts";
import { safeObserver } from "./observing/safe-observer.ts";
import { observeClock } from "./observe-clock.ts";
import { readRetention, type KeptMonths } from "./retention/retention.ts";
import { sealAnew } from "./secrets/seal-anew.ts";
import { Secrets } from "./secrets/secrets.ts";
import { readSettings } from "./settings.ts";
import { SharedClock } from "./shared-clock.ts";
import { releaseAllClaims } from "./store/release-claims.ts";
import { releaseLeases } from "./store/release-leases.ts";
import type { Tracer } from "./tracing/tracer.ts";
import { refuseMoved } from "./transfer/transfer-errors.ts";
import type { ReportFormats } from "./webhooks/report-format.ts";

/** What the engines of all projects of a process have in common. */
export interface SharedParts {
  readonly database: OpenDatabase;
  readonly settings: EngineSettings;
  readonly keptMonths: KeptMonths;
  readonly log: EngineLog;
  /** Never throws. */
  readonly observe: EngineObserver;
  readonly tracer: Tracer | undefined;
  readonly publicBaseUrl: string | undefined;
  readonly clock: SharedClock;
  readonly months: Months;
  readonly keys: KnownKeys;
  /** Processes are there for all projects, or for none. */
  readonly hearing: Hearing;
  /** The one way to addresses that others gave. */
  readonly egress: EgressClient;
  readonly secrets: Secrets;
  readonly reportFormats: ReportFormats;
}

const silentLog: EngineLog = { info() {}, warn() {}, error() {} };

/**
 * Opens the database, brings its schema up to date and takes over what a dead process left behind. Throws
 * `ConfigurationError` when the embedded folder is in use, the database was moved away or a setting is wrong.
 */
export async function openSharedParts(options: SharedOptions): Promise<SharedParts> {
  const keptMonths = readRetention(options.retention);
  const settings = readSettings(options.settings);
  const log = options.log ?? silentLog;
  const database = await openDatabase(options.database, (error) => log.warn({ error }, "a database connection ended"));
  const { connection, soleProcess } = database;
  try {
    if (soleProcess && !settings.takesUpWork) throw new ConfigurationError("engine.takesUpWork", "must be true on an embedded database: no other process could take its work up");
    await refuseMoved(connection);
    if (soleProcess) {
      await releaseAllClaims(connection);
      await releaseLeases(connection);
    }
    const secrets = new Secrets(options.secretKeys ?? []);
    await sealAnew(connection, secrets, log);
    const clock = new SharedClock();
    const months = new Months({ connection, soleProcess });
    const hearing = new Hearing(connection);
    await observeClock(clock, connection);
    await months.look();
    // Before anything is decided by deadlines that passed while nobody was there.
    await hearing.note();
    return {
      database,
      settings,
      keptMonths,
      log,
      observe: safeObserver(options.observer, log),
      tracer: options.tracer,
      publicBaseUrl: options.publicBaseUrl,
      clock,
      months,
      keys: createKnownKeys(connection, log),
      hearing,
      egress: new EgressClient(options.egress, options.resolveName),
      secrets,
      reportFormats: options.reportFormats ?? new Map(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What works on the database has come to its end. */
export async function closeSharedParts({ egress, database }: SharedParts): Promise<void> {
  await egress.close();
  await database.close();
}
