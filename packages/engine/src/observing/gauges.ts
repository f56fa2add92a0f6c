import type { HealthState } from "../health/account-condition.ts";

/** How the engine stands, as all processes on its database share it. */
export interface EngineGauges {
  readonly openDeliveries: OpenDeliveries;
  readonly accounts: readonly AccountGauges[];
  readonly lanes: readonly LaneGauge[];
  readonly budgets: readonly BudgetGauge[];
}

/** One that holds for everybody, in the time that is. Money in its currency, or sends. */
export interface BudgetGauge {
  readonly budget: string;
  /** Absent: the default project's. */
  readonly project?: string;
  /** With what was raised. */
  readonly allowed: number;
  readonly left: number;
  /** Deliveries that wait for room. */
  readonly held: number;
}

/** Deliveries without an outcome, by status. */
export interface OpenDeliveries {
  readonly scheduled: number;
  readonly held: number;
  readonly pending: number;
  readonly sending: number;
  readonly waiting: number;
}

/** How one configured account stands. */
export interface AccountGauges {
  readonly account: string;
  readonly state: HealthState;
  /** Other accounts are taken in its place, by its health or by an operator's word. */
  readonly isPassedOver: boolean;
  readonly quotas: readonly QuotaGauge[];
}

/** An allowance that has a limit, as the provider last said. */
export interface QuotaGauge {
  readonly channel: string;
  readonly limit: number;
  readonly remaining: number;
}

/** What part of its full rate an endpoint of an account has, from 0.05 to 1: less after the provider said "too fast". */
export interface LaneGauge {
  readonly account: string;
  readonly endpoint: string;
  readonly share: number;
}
