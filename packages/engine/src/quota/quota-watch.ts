import { ProviderError } from "@todoke/core";
import type { Kysely } from "kysely";
import type { Accounts, Route } from "../accounts.ts";
import type { EngineLog, EngineSettings } from "../engine.ts";
import type { SharedClock } from "../shared-clock.ts";
import { storableText } from "../storable-text.ts";
import {
  claimDueQuotas,
  readQuotas,
  watchQuotas,
  writeQuota,
  writeQuotaFailure,
  type StoredQuota,
} from "../store/account-quota.ts";
import { judgeRefusal, type KnownQuota, type QuotaRefusal } from "./known-quota.ts";
import { monotonicMs } from "../surroundings.ts";

export interface QuotaWatchOptions {
  readonly connection: Kysely<unknown>;
  readonly projectId: string;
  readonly accounts: Accounts;
  readonly settings: EngineSettings;
  readonly clock: SharedClock;
  readonly log: EngineLog;
  readonly signal: AbortSignal;
}

/** After a refusal a provider is asked at once, but once for all refusals that come together. */
const togetherMs = 100;

interface Question {
  readonly askedAtMs: number;
  readonly answer: Promise<KnownQuota | undefined>;
}

/**
 * Keeps what the providers say of the accounts' allowances: in the database for all processes, and in memory for the
 * decisions of this one, which are therefore up to a second behind.
 */
export class QuotaWatch {
  readonly #options: QuotaWatchOptions;
  readonly #routes: readonly Route[];
  /** Those that refusals gave rise to. */
  readonly #questions = new Map<string, Question>();
  #known: ReadonlyMap<string, KnownQuota> = new Map();
  #isWatching = false;

  constructor(options: QuotaWatchOptions) {
    this.#options = options;
    this.#routes = options.accounts.all.flatMap(({ id, adapters }) =>
      adapters.filter(({ quota }) => quota !== undefined).map((adapter) => ({ accountId: id, adapter })),
    );
  }

  /** Whether any account has an allowance to watch. */
  get isNeeded(): boolean {
    return this.#routes.length > 0;
  }

  /** As of the last look. */
  knownOf({ accountId, adapter }: Route): KnownQuota | undefined {
    return this.#known.get(`${accountId} ${adapter.channel}`);
  }

  /** Everything that is stored, for answers that must not be behind. */
  async read(): Promise<readonly StoredQuota[]> {
    return this.isNeeded ? readQuotas(this.#options.connection, this.#options.projectId) : [];
  }

  /** Asks those providers whose time has come, one process each, and takes in what all processes found out. */
  async look(): Promise<number> {
    const { connection, settings } = this.#options;
    const keys = this.#routes.map(({ accountId, adapter }) => ({ accountId, channel: adapter.channel }));
    if (!this.#isWatching) await watchQuotas(connection, this.#options.projectId, keys);
    this.#isWatching = true;
    const due = await claimDueQuotas(connection, this.#options.projectId, keys, settings.leaseMs);
    const routes = this.#routes.filter(({ accountId, adapter }) =>
      due.some((key) => key.accountId === accountId && key.channel === adapter.channel),
    );
    await Promise.all(routes.map((route) => this.#ask(route)));
    const stored = await this.read();
    this.#known = new Map(
      stored.flatMap(({ accountId, channel, known }) => (known ? [[`${accountId} ${channel}`, known] as const] : [])),
    );
    return 0;
  }

  /** Finds out what a refusal of so many units meant, by asking at once. */
  async explainRefusal(route: Route, units: number): Promise<QuotaRefusal> {
    if (route.adapter.quota === undefined) return "unknown";
    const known = await this.#askOnce(route);
    return judgeRefusal(known, units, this.#options.clock.now());
  }

  #askOnce(route: Route): Promise<KnownQuota | undefined> {
    const key = `${route.accountId} ${route.adapter.channel}`;
    const last = this.#questions.get(key);
    if (last !== undefined && monotonicMs() - last.askedAtMs < togetherMs) return last.answer;
    const answer = this.#ask(route);
    this.#questions.set(key, { askedAtMs: monotonicMs(), answer });
    return answer;
  }

  async #ask({ accountId, adapter }: Route): Promise<KnownQuota | undefined> {
    const { connection, settings, clock, log, signal } = this.#options;
    const key = { accountId, channel: adapter.channel };
    const checkedAt = clock.now();
    try {
      const report = await adapter.quota!.check({ timeoutMs: settings.callTimeoutMs, signal });
      const known = { ...report, checkedAt };
      this.#known = new Map([...this.#known, [`${accountId} ${adapter.channel}`, known]]);
      await writeQuota(connection, this.#options.projectId, key, known, settings.quotaCheckIntervalMs);
      return known;
    } catch (error) {
      log.warn({ error, account: accountId }, "an account could not be asked for its quota");
      const failure = ProviderError.is(error) ? storableText(error.providerCode) : "unexpected-error";
      await writeQuotaFailure(connection, this.#options.projectId, key, failure, settings.quotaCheckIntervalMs);
      return undefined;
    }
  }
}
