import type { Person } from "@todoke/simulator";

/** Everything about a simulated person but who they are. */
type Traits = Pick<Person, "line" | "notification" | "consentDelayMs" | "handset">;

const onSmsOnly = { line: "not-friend", notification: "unknown" } as const;

/**
 * The words of the column `situation`, and what the simulator makes of them. What is not said is the simulator's
 * default: no LINE user has this phone number, and the phone is on.
 */
export const situations = {
  friend: { line: "friend" },
  blocked: { line: "blocked" },
  "account-deleted": { line: "deleted" },
  "not-a-friend": { line: "not-friend" },
  "not-on-line": { line: "none" },

  // Reached by a LINE notification message, if they agree to receive it, and in time.
  consented: { line: "not-friend", notification: "consented" },
  "consents-in-time": { line: "not-friend", notification: "consents-later", consentDelayMs: 4_000 },
  // By then the SMS has gone out: these people hear from us twice, and the table says so.
  "consents-late": { line: "not-friend", notification: "consents-later", consentDelayMs: 14_000 },
  "consent-pending": { line: "not-friend", notification: "consent-pending" },
  "notification-refused": { line: "not-friend", notification: "refused" },

  // Not reached, each for another reason.
  "phone-off": { ...onSmsOnly, handset: "off" },
  "phone-silent": { ...onSmsOnly, handset: "silent" },
  "number-unknown": { ...onSmsOnly, handset: "unknown-number" },
  landline: { ...onSmsOnly, handset: "landline" },
  "opted-out": { ...onSmsOnly, handset: "opted-out" },
  "text-filtered": { ...onSmsOnly, handset: "filtered" },
  "no-phone": { line: "blocked" },

  // The addresses of an earlier row once more; the person is simulated there.
  "same-as-earlier": {},
} as const satisfies Readonly<Record<string, Traits>>;

export type Situation = keyof typeof situations;

export function isSituation(text: string): text is Situation {
  return Object.hasOwn(situations, text);
}
