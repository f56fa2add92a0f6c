import { addDecimals } from "../../budgets/budget-book.ts";
import type { CountedAttempts, CountedCost } from "../../store/statistics/count-attempts.ts";
import { attemptCounts, deliveryCounts, type CostFigure, type DeliveryFigures, type EngagementFigures, type StatisticsFigures } from "./project-statistics.ts";

/** What a provider tells of what it accepted by one way. */
export interface Told {
  readonly delivered: boolean;
  readonly read: boolean;
}

/** Adds up what the database counted apart. */
export class FiguresSum {
  readonly #deliveries = zeros(deliveryCounts);
  readonly #attempts = zeros(attemptCounts);
  readonly #delivered = new Tally();
  readonly #read = new Tally();
  #engagement: EngagementFigures = { opened: null, clicked: null };
  readonly #costs: CountedCost[] = [];

  addDeliveries(counted: DeliveryFigures): void {
    for (const name of deliveryCounts) this.#deliveries[name] += counted[name];
  }

  addAttempts(counted: CountedAttempts, told: Told): void {
    for (const name of attemptCounts) this.#attempts[name] += counted[name];
    this.#delivered.add(counted.delivered, counted.accepted, told.delivered);
    this.#read.add(counted.read, counted.accepted, told.read);
  }

  addEngagement({ opened, clicked }: EngagementFigures): void {
    this.#engagement = { opened: sumOfKnown(this.#engagement.opened, opened), clicked: sumOfKnown(this.#engagement.clicked, clicked) };
  }

  addCost(counted: CountedCost): void {
    this.#costs.push(counted);
  }

  figures(hasDeliveries: boolean): StatisticsFigures {
    return {
      deliveries: hasDeliveries ? this.#deliveries : null,
      attempts: { ...this.#attempts, delivered: this.#delivered.value, read: this.#read.value },
      engagement: this.#engagement,
      costs: [...Map.groupBy(this.#costs, ({ currency }) => currency)].map(costOf).toSorted((one, other) => (one.currency < other.currency ? -1 : 1)),
    };
  }
}

/** Counts what is told of some and not of others: null when it is told of none of those that were accepted. */
class Tally {
  #count = 0;
  #told = 0;
  #untold = 0;

  add(count: number, accepted: number, isTold: boolean): void {
    this.#count += count;
    if (isTold) this.#told += accepted;
    else this.#untold += accepted;
  }

  get value(): number | null {
    return this.#count > 0 || this.#told > 0 || this.#untold === 0 ? this.#count : null;
  }
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

function sumOfKnown(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : one + other;
}

function costOf([currency, counted]: readonly [string, readonly CountedCost[]]): CostFigure {
  return {
    currency,
    amount: addDecimals(counted.map(({ amount }) => amount)),
    billed: addDecimals(counted.map(({ billed }) => billed)),
  };
}
