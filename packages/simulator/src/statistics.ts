import type { CallbackCounts } from "./callbacks/callback-poster.ts";
import { endpointNames, type AnyEndpointName, type EndpointName, type FakeEndpointName } from "./endpoint-name.ts";

export interface EndpointCounts {
  requests: number;
  /** Entered in the ledger. */
  accepted: number;
  /** Befallen by an answer fault. */
  faults: number;
}

export type CountsByEndpoint = Readonly<Record<EndpointName, EndpointCounts>> & Record<FakeEndpointName, EndpointCounts>;

export interface Statistics {
  readonly endpoints: Readonly<Record<EndpointName | FakeEndpointName, Readonly<EndpointCounts>>>;
  readonly callbacks: CallbackCounts;
  /** Processor time that this process has used, in microseconds. */
  readonly cpuUsage: { readonly user: number; readonly system: number };
}

export function createEndpointCounts(): CountsByEndpoint {
  const counts = endpointNames.map((name) => [name, noCalls()] as const);
  return Object.fromEntries(counts) as Record<EndpointName, EndpointCounts>;
}

/** What is counted of one endpoint, from now on where nothing was. */
export function countsOf(counts: CountsByEndpoint, endpoint: AnyEndpointName): EndpointCounts {
  const known = counts[endpoint];
  if (known !== undefined) return known;
  return ((counts as Record<string, EndpointCounts>)[endpoint] = noCalls());
}

function noCalls(): EndpointCounts {
  return { requests: 0, accepted: 0, faults: 0 };
}
