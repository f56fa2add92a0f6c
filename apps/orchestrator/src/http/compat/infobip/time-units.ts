/** Of a validity period, in seconds. */
const validitySeconds = { SECONDS: 1, MINUTES: 60, HOURS: 3_600 } as const;
export type ValidityUnit = keyof typeof validitySeconds;
export const validityUnits = Object.keys(validitySeconds) as ValidityUnit[];

/** Of a sending speed, in seconds. */
const speedSeconds = { MINUTE: 60, HOUR: 3_600, DAY: 86_400 } as const;
export type SpeedUnit = keyof typeof speedSeconds;
export const speedUnits = Object.keys(speedSeconds) as SpeedUnit[];

export const longestValiditySeconds = 48 * 3_600;

/** What is longer counts as the longest. */
export function secondsOfValidity({ amount, timeUnit = "MINUTES" }: { readonly amount: number; readonly timeUnit?: ValidityUnit }): number {
  return Math.min(amount * validitySeconds[timeUnit], longestValiditySeconds);
}

export function secondsOfUnit(unit: SpeedUnit = "MINUTE"): number {
  return speedSeconds[unit];
}
