/**
 * Why a provider did not do what was asked, in the terms that decide what happens next. The union is closed; a vendor's
 * own code stays beside it, and a code that an adapter does not know has a default class.
 */
export type ErrorClass =
  | "recipient"
  | "unreachable"
  | "content"
  | "sender"
  | "quota"
  | "throttled"
  | "unavailable"
  | "policy"
  | "ambiguous";

/** What follows from an error class. */
export interface ErrorConsequence {
  /**
   * Whether the same channel is tried again: `never`; `step-retry` if the step says so; `when-reserved` if the quota was
   * only reserved; `back-off` until `switchAfter`; `same-key` only under the same idempotency key.
   */
  readonly again: "never" | "step-retry" | "when-reserved" | "back-off" | "same-key";
  /**
   * Whether the next step takes over: `at-once`; `own-content` only to a step that brings its own content; `deadline`
   * when `switchAfter` runs out; `consent` only where consent for that channel holds; `on-unknown` by the plan's policy.
   */
  readonly switch: "at-once" | "own-content" | "deadline" | "consent" | "on-unknown";
  /** Whether it speaks against the provider's health, rather than against this one call. */
  readonly countsAgainstHealth: boolean;
  /** Whether the operator should be told: nothing will go out until a person changes something. */
  readonly alert: boolean;
}

/** The consequences of each class, in one table. */
export const errorConsequences: Readonly<Record<ErrorClass, ErrorConsequence>> = {
  recipient: { again: "never", switch: "at-once", countsAgainstHealth: false, alert: false },
  unreachable: { again: "step-retry", switch: "at-once", countsAgainstHealth: false, alert: false },
  content: { again: "never", switch: "own-content", countsAgainstHealth: false, alert: false },
  sender: { again: "never", switch: "at-once", countsAgainstHealth: false, alert: true },
  quota: { again: "when-reserved", switch: "at-once", countsAgainstHealth: false, alert: true },
  throttled: { again: "back-off", switch: "deadline", countsAgainstHealth: true, alert: false },
  unavailable: { again: "back-off", switch: "deadline", countsAgainstHealth: true, alert: false },
  policy: { again: "never", switch: "consent", countsAgainstHealth: false, alert: false },
  ambiguous: { again: "same-key", switch: "on-unknown", countsAgainstHealth: false, alert: false },
};
