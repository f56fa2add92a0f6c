export { startSimulator } from "./start-simulator.ts";
export type { Simulator } from "./simulator.ts";
export type {
  AssertionKey,
  LineGroup,
  LineOptions,
  ProviderOptions,
  RateLimit,
  RateLimits,
  SimulatorOptions,
  TwilioOptions,
} from "./options.ts";
export type { FakeEndpoint, FakeHost, FakeRequest, ProviderFake, RunningFake } from "./fakes/provider-fake.ts";
export type { Acceptance, Answer, Outcome } from "./serve.ts";
export type { CallbackResult, CallbackStep, OutgoingCallback } from "./callbacks/callback-step.ts";
export type { RateLimiter } from "./rate-buckets.ts";
export { hashPhone, UnknownPersonError } from "./people.ts";
export type { Demographic, HandsetState, LineState, NotificationState, Person, PersonChange } from "./people.ts";
export type { AnswerFault, CallbackFault, Fault, FaultRule, NarrowcastErrorCode, ProgressFault } from "./faults.ts";
export type { AnyEndpointName, EndpointName, FakeEndpointName } from "./endpoint-name.ts";
export type { LineEvent, WrittenMessage } from "./line/events/line-event.ts";
export type { LedgerEntry } from "./ledger.ts";
export type { CallbackCounts } from "./callbacks/callback-poster.ts";
export type { EndpointCounts, Statistics } from "./statistics.ts";
export { InvalidInputError } from "./validation/check.ts";
