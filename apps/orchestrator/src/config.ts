import type { KeyObject } from "node:crypto";
import { resolve } from "node:path";
import { ConfigurationError, type RateLimit } from "@todoke/core";
import type { DatabaseSettings, EgressSettings, EngineSettings, Resolve, Retention } from "@todoke/engine";
import type { AccountSettings } from "./configuration/account-settings.ts";
import { readConfigurationFile } from "./configuration/configuration-file.ts";
import { readDatabase } from "./configuration/database-settings.ts";
import { type Environment, variable } from "./configuration/environment.ts";
import { readEnvironmentAccounts } from "./configuration/environment-accounts.ts";
import type { ProjectSettings } from "./configuration/project-settings.ts";
import { readTracing, type TracingSettings } from "./configuration/tracing-settings.ts";
import { readSecretKeys } from "./configuration/secret-keys.ts";
import type { ProviderPackages } from "./load-providers.ts";

/** Everything that an operator can set, read and checked. */
export interface Configuration extends ProjectSettings {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Where the metrics are shown if not on the service's own port; 0 for any free one. */
  readonly metricsPort?: number | "off";
  readonly logLevel: string;
  /** The operator's own: it may do everything in the default project, and is stored nowhere. */
  readonly apiKey?: string;
  /** What stored secrets are under: the first seals, and all of them open. Absent or none: no secret is stored. */
  readonly secretKeys?: readonly KeyObject[];
  /** Where providers reach us, without a trailing slash. */
  readonly publicBaseUrl?: string;
  readonly database: DatabaseSettings;
  /** In the order in which plans prefer them: the environment's first. */
  readonly accounts: readonly AccountSettings[];
  /** Packages with providers beside those that the service brings along. */
  readonly providerPackages?: ProviderPackages;
  /** Other projects than the default one, by id. */
  readonly projects?: Readonly<Record<string, ProjectSettings>>;
  readonly engine?: Partial<EngineSettings>;
  readonly retention?: Retention;
  readonly egress?: EgressSettings;
  /** How names in addresses that callers gave are looked up; absent: as the system does. Nothing that is read sets it. */
  readonly resolveName?: Resolve;
  /** How often one key may ask one process; absent: as often as it can. */
  readonly requestLimit?: RateLimit;
  /** Where traces go; absent: nothing is traced. */
  readonly tracing?: TracingSettings;
  /** What the operator should know, one sentence each, without secrets. */
  readonly warnings: readonly string[];
}

/** What this process was started with. */
// oxlint-disable-next-line node/no-process-env -- this is the one place that reads it
export const processEnvironment: Environment = process.env;

/**
 * Reads the environment and, where there is one, the configuration file. The only reader of the environment in the
 * project. Throws `ConfigurationError` naming the setting.
 */
export function readConfiguration(
  environment: Environment = processEnvironment,
  workingFolder: string = process.cwd(),
): Configuration {
  const namedFile = variable(environment, "TODOKE_CONFIG");
  const filePath = resolve(workingFolder, namedFile ?? "todoke.config.json");
  const file = readConfigurationFile(filePath, environment, namedFile !== undefined);
  const named = readEnvironmentAccounts(environment);
  const accounts = distinct([...named.accounts, ...(file.accounts ?? [])]);
  const publicBaseUrl = readPublicBaseUrl(environment);
  const host = variable(environment, "HOST") ?? "127.0.0.1";
  const metricsPort = readMetricsPort(environment);
  const own = readOwnKey(environment);
  const traces = readTracing(environment);
  return {
    host,
    port: readPort("PORT", variable(environment, "PORT") ?? "3000"),
    ...(metricsPort !== undefined && { metricsPort }),
    logLevel: readLogLevel(environment),
    ...own.key,
    secretKeys: readSecretKeys(environment),
    ...(publicBaseUrl !== undefined && { publicBaseUrl }),
    database: readDatabase(environment, workingFolder),
    accounts,
    ...(file.providers !== undefined && { providerPackages: { names: file.providers, file: filePath } }),
    ...(file.projects !== undefined && { projects: file.projects }),
    ...(file.defaultPlan !== undefined && { defaultPlan: file.defaultPlan }),
    ...(file.frequencyCaps !== undefined && { frequencyCaps: file.frequencyCaps }),
    ...(file.budgets !== undefined && { budgets: file.budgets }),
    ...(file.marketingWindow !== undefined && { marketingWindow: file.marketingWindow }),
    ...(file.requireConsent !== undefined && { requireConsent: file.requireConsent }),
    ...readEngine(environment, file.engine),
    ...(file.retention !== undefined && { retention: file.retention }),
    ...(file.egress !== undefined && { egress: file.egress }),
    ...(file.requestLimit !== undefined && { requestLimit: file.requestLimit }),
    ...(traces.tracing && { tracing: traces.tracing }),
    warnings: [...named.warnings, ...own.warnings, ...traces.warnings, ...generalWarnings(host, accounts, publicBaseUrl)],
  };
}

function distinct(accounts: readonly AccountSettings[]): readonly AccountSettings[] {
  const ids = accounts.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated === undefined) return accounts;
  throw new ConfigurationError("accounts", `two have the id "${repeated}"; those of the environment are line and twilio`);
}

function readPublicBaseUrl(environment: Environment): string | undefined {
  const text = variable(environment, "PUBLIC_BASE_URL");
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new ConfigurationError("PUBLIC_BASE_URL", "must be an http or https address without a query");
  }
  return text.replace(/\/+$/, "");
}

function readPort(name: string, text: string, others = ""): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new ConfigurationError(name, `must be a number from 0 to 65535${others}`);
}

/** Processes share a file, and not what they are there for. */
function readEngine(environment: Environment, engine: Partial<EngineSettings> | undefined): Pick<Configuration, "engine"> {
  const work = variable(environment, "TODOKE_WORK");
  if (work !== undefined && work !== "on" && work !== "off") throw new ConfigurationError("TODOKE_WORK", "must be on, or off where other processes on the same PostgreSQL send");
  if (work !== undefined) return { engine: { ...engine, takesUpWork: work === "on" } };
  return engine === undefined ? {} : { engine };
}

function readMetricsPort(environment: Environment): Configuration["metricsPort"] {
  const text = variable(environment, "METRICS_PORT");
  if (text === undefined || text === "off") return text;
  return readPort("METRICS_PORT", text, ", or off");
}

/** The variable may be a caller's, in a shell that both are started from: such a key must end where it is revoked. */
function readOwnKey(environment: Environment): { readonly key: Pick<Configuration, "apiKey">; readonly warnings: readonly string[] } {
  const apiKey = variable(environment, "TODOKE_API_KEY");
  if (apiKey === undefined) return { key: {}, warnings: [] };
  if (apiKey.startsWith("tdk_")) return { key: {}, warnings: ["TODOKE_API_KEY is a key out of a database (tdk_…): it holds where that database has it"] };
  if (/^[\x21-\x7e]{32,}$/.test(apiKey)) return { key: { apiKey }, warnings: [] };
  throw new ConfigurationError("TODOKE_API_KEY", "must be at least 32 visible ASCII characters that nobody can guess");
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function readLogLevel(environment: Environment): string {
  const level = variable(environment, "LOG_LEVEL") ?? "info";
  if (logLevels.includes(level)) return level;
  throw new ConfigurationError("LOG_LEVEL", `must be one of ${logLevels.join(", ")}`);
}

function generalWarnings(
  host: string,
  accounts: readonly AccountSettings[],
  publicBaseUrl: string | undefined,
): string[] {
  const warnings = {
    "No account is configured: every message will be refused until there is one, here or by POST /v1/accounts": accounts.length === 0,
    "PUBLIC_BASE_URL is not set: providers are not asked to report back": publicBaseUrl === undefined,
    "HOST is open to other machines: keys travel there as they are, so let a proxy before it speak TLS": !isLoopback(host),
  };
  return Object.entries(warnings).flatMap(([warning, applies]) => (applies ? [warning] : []));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
