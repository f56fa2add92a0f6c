/**
 * What a refusal says of the address itself, and not only of this attempt: the person opted out of what this account
 * sends on this channel, or the channel will never reach this address. The host remembers it, for all accounts of the
 * channel, and sends nothing more there until that changes.
 */
export type SuppressionCause = "opt-out" | "hard-failure";

/** What a person said about further messages on the channel they wrote on: `STOP`, `START` and their like. */
export type Consent = "opt-out" | "opt-in";
