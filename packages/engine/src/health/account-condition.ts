/**
 * How well an account's provider answers. `healthy`: it takes its share. `unhealthy`: it is passed over where another
 * account can carry the step. `probation`: it rested, and a few deliveries try it out.
 */
export type HealthState = "healthy" | "unhealthy" | "probation";

export const healthStates = ["healthy", "unhealthy", "probation"] as const satisfies readonly HealthState[];

/** What an operator says of an account: taken for healthy, taken last of all, or left to what is measured. */
export type AccountPin = "use" | "avoid" | "automatic";

export const accountPins = ["use", "avoid", "automatic"] as const satisfies readonly AccountPin[];

/** What decides whether an account is chosen. */
export interface AccountCondition {
  readonly state: HealthState;
  readonly pin: AccountPin;
}

/** An account of which nothing is known. */
export const goodCondition: AccountCondition = { state: "healthy", pin: "automatic" };

/** Whether other accounts are taken in its place. */
export function isPassedOver({ state, pin }: AccountCondition): boolean {
  return pin === "avoid" || (pin !== "use" && state !== "healthy");
}
