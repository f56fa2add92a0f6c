import type { CallbackCounts } from "./callbacks/callback-poster.ts";
import { endpointNames, type EndpointName } from "./endpoint-name.ts";

export interface EndpointCounts {
  requests: number;
  /** Entered in the ledger. */
  accepted: number;
  /** Befallen by an answer fault. */
  faults: number;
}

export interface Statistics {
  readonly endpoints: Readonly<Record<EndpointName, Readonly<EndpointCounts>>>;
  readonly callbacks: CallbackCounts;
  /** Processor time that this process has used, in microseconds. */
  readonly cpuUsage: { readonly user: number; readonly system: number };
}

export function createEndpointCounts(): Record<EndpointName, EndpointCounts> {
  const counts = endpointNames.map((name) => [name, { requests: 0, accepted: 0, faults: 0 }] as const);
  return Object.fromEntries(counts) as Record<EndpointName, EndpointCounts>;
}
