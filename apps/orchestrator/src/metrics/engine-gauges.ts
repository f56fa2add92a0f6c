import type { EngineGauges } from "@todoke/engine";
import { Gauge, type Registry } from "prom-client";

/** Shows how the engine stands. What is not known is not shown: an old number would look like a new one. */
export class EngineGaugeMetrics {
  readonly #open: Gauge<"status">;
  readonly #up: Gauge<"account">;
  readonly #limit: Gauge<"account" | "channel">;
  readonly #remaining: Gauge<"account" | "channel">;
  readonly #share: Gauge<"account" | "endpoint">;
  readonly #budgetAllowed: Gauge<"budget" | "project">;
  readonly #budgetLeft: Gauge<"budget" | "project">;
  readonly #budgetHeld: Gauge<"budget" | "project">;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#open = new Gauge({
      name: "todoke_open_deliveries",
      help: "Deliveries without an outcome, of all processes on the database; up to five seconds old, older where counting takes long.",
      labelNames: ["status"],
      registers,
    });
    this.#up = new Gauge({
      name: "todoke_account_up",
      help: "1 while the account takes its share, 0 while others are taken in its place.",
      labelNames: ["account"],
      registers,
    });
    this.#limit = new Gauge({
      name: "todoke_account_quota_limit",
      help: "What the provider allows the account until it counts anew, where there is a limit.",
      labelNames: ["account", "channel"],
      registers,
    });
    this.#remaining = new Gauge({
      name: "todoke_account_quota_remaining",
      help: "What is left of it, as the provider last said.",
      labelNames: ["account", "channel"],
      registers,
    });
    this.#share = new Gauge({
      name: "todoke_rate_share_ratio",
      help: "What part of its rate an endpoint has: 1, and less after the provider said that it is called too fast.",
      labelNames: ["account", "endpoint"],
      registers,
    });
    const ofBudget = (name: string, help: string) => new Gauge({ name, help, labelNames: ["budget", "project"], registers });
    this.#budgetAllowed = ofBudget("todoke_budget_allowed", "What the budget allows in the time that is, in its currency or in sends.");
    this.#budgetLeft = ofBudget("todoke_budget_left", "What is left of it; below zero where bills were higher than reckoned.");
    this.#budgetHeld = ofBudget("todoke_budget_held_deliveries", "Deliveries that wait for room.");
  }

  show(gauges: EngineGauges | undefined): void {
    const ofBudgets = [this.#budgetAllowed, this.#budgetLeft, this.#budgetHeld];
    for (const gauge of [this.#open, this.#up, this.#limit, this.#remaining, this.#share, ...ofBudgets]) gauge.reset();
    if (gauges === undefined) return;
    for (const [status, count] of Object.entries(gauges.openDeliveries)) this.#open.set({ status }, count);
    for (const { account, endpoint, share } of gauges.lanes) this.#share.set({ account, endpoint }, share);
    for (const { budget, project, allowed, left, held } of gauges.budgets) {
      const labels = { budget, ...(project !== undefined && { project }) };
      this.#budgetAllowed.set(labels, allowed);
      this.#budgetLeft.set(labels, left);
      this.#budgetHeld.set(labels, held);
    }
    for (const { account, isPassedOver, quotas } of gauges.accounts) {
      this.#up.set({ account }, isPassedOver ? 0 : 1);
      for (const { channel, limit, remaining } of quotas) {
        this.#limit.set({ account, channel }, limit);
        this.#remaining.set({ account, channel }, remaining);
      }
    }
  }
}
