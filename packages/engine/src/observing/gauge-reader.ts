import { isPassedOver } from "../health/account-condition.ts";
import type { Budgets } from "../budgets/budget-view.ts";
import type { EngineContext } from "../engine-context.ts";
import { remainingOf } from "../quota/known-quota.ts";
import { readOpenDeliveries } from "../store/read-open-deliveries.ts";
import { readLaneShares } from "../store/read-lane-shares.ts";
import type { AccountGauges, BudgetGauge, EngineGauges, LaneGauge, OpenDeliveries, QuotaGauge } from "./gauges.ts";
import { monotonicMs } from "../surroundings.ts";

type GaugeContext = Pick<EngineContext, "connection" | "projectId" | "accounts" | "health" | "quotas" | "clock">;

/** What comes from the database. */
interface Counted {
  readonly openDeliveries: OpenDeliveries;
  readonly lanes: readonly LaneGauge[];
  readonly budgets: readonly BudgetGauge[];
}

/**
 * Reads gauges at a bounded cost, however often it is asked: the database counts once for all who ask together, not again
 * within `leastMs`, and for no more than a twentieth of the time.
 */
export class GaugeReader {
  readonly #context: GaugeContext;
  readonly #budgets: Pick<Budgets, "list">;
  #counted: Promise<Counted> | undefined;
  #countAgainAt = 0;

  constructor(context: GaugeContext, budgets: Pick<Budgets, "list">) {
    this.#context = context;
    this.#budgets = budgets;
  }

  /** Rejects when the database does not answer. */
  async read(): Promise<EngineGauges> {
    if (this.#counted === undefined || monotonicMs() >= this.#countAgainAt) this.#counted = this.#count();
    return { ...(await this.#counted), accounts: this.#accounts() };
  }

  async #count(): Promise<Counted> {
    const { connection } = this.#context;
    const askedAt = monotonicMs();
    this.#countAgainAt = Number.POSITIVE_INFINITY;
    try {
      const openDeliveries = await readOpenDeliveries(connection, this.#context.projectId);
      const counted = { openDeliveries, lanes: await readLaneShares(connection, this.#context.projectId), budgets: await this.#readBudgets() };
      const now = monotonicMs();
      this.#countAgainAt = now + Math.max(leastMs, pausePerWork * (now - askedAt));
      return counted;
    } catch (error) {
      this.#counted = undefined;
      throw error;
    }
  }

  async #readBudgets(): Promise<readonly BudgetGauge[]> {
    const views = (await this.#budgets.list()) ?? [];
    return views.map(({ name, allowed, raised, left, held }) => ({ budget: name, allowed: Number(allowed) + Number(raised), left: Number(left), held }));
  }

  /** Up to a second behind what other processes have found out. */
  #accounts(): readonly AccountGauges[] {
    const { accounts, health } = this.#context;
    return accounts.all.map(({ id, adapters }) => {
      const condition = health.conditionOf(id);
      const quotas = adapters.flatMap(({ channel }) => this.#quota(id, channel));
      return { account: id, state: condition.state, isPassedOver: isPassedOver(condition), quotas };
    });
  }

  #quota(accountId: string, channel: string): readonly QuotaGauge[] {
    const { accounts, quotas, clock } = this.#context;
    const known = quotas.knownOf(accounts.route(channel, accountId)!);
    const remaining = remainingOf(known, clock.now());
    return known?.limit === undefined || remaining === undefined ? [] : [{ channel, limit: known.limit, remaining }];
  }
}

/** Those who watch ask every 15 or 30 seconds: each of their answers is fresh, and a second watcher costs nothing. */
const leastMs = 5_000;
/** Time between two counts for each unit of time that one takes. */
const pausePerWork = 19;
