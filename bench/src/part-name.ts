/** What the bench can measure, in the order in which it does. */
export const partNames = ["personalised", "identical", "failover", "accept", "scale", "start", "switch"] as const;
export type PartName = (typeof partNames)[number];

export function isPartName(text: string): text is PartName {
  return (partNames as readonly string[]).includes(text);
}
