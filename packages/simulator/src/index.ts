export { startSimulator } from "./start-simulator.ts";
export type { Simulator } from "./start-simulator.ts";
export type { LineGroup, LineOptions, RateLimit, RateLimits, SimulatorOptions, TwilioOptions } from "./options.ts";
export { UnknownPersonError } from "./people.ts";
export type { HandsetState, LineState, NotificationState, Person, PersonChange } from "./people.ts";
export type { AnswerFault, CallbackFault, Fault, FaultRule } from "./faults.ts";
export type { EndpointName } from "./endpoint-name.ts";
export type { LedgerEntry } from "./ledger.ts";
export type { EndpointCounts, Statistics } from "./statistics.ts";
