import type { IndexRange } from "./index-range.ts";
import type { Scenario } from "./scenario.ts";

/** Someone to send to. The same index is the same person in every process, so lists need not travel between them. */
export interface Person {
  readonly lineUserId: string;
  /** E.164. */
  readonly phone: string;
  readonly name: string;
  readonly parcel: string;
}

/**
 * How a person stands to the LINE account, in the simulator's words. A push to somebody who `blocked` it is answered 200 and
 * reaches nobody; one to somebody who is on LINE no more (`none`) is answered 400.
 */
export type Standing = "friend" | "blocked" | "none";

/** What everybody is sent, in Liquid. Contestants without templates build the same text by themselves. */
export const messageTemplate = "Hello {{ name }}, your parcel {{ parcel }} leaves the depot today and arrives before noon.";

/** What everybody is sent where all are sent the same. */
export const identicalText = "Hello, your parcel leaves the depot today and arrives before noon.";

export function personAt(index: number): Person {
  return {
    lineUserId: `U${index.toString(16).padStart(32, "0")}`,
    phone: `+8190${20_000_000 + index}`,
    name: `Person ${index}`,
    parcel: `JP-${(index * 7_919).toString(36).toUpperCase()}`,
  };
}

/** The index of the person with this LINE user id. */
export function indexOfPerson(lineUserId: string): number {
  return Number.parseInt(lineUserId.slice(1), 16);
}

/** In a failover one in ten has blocked the account and another one in ten is on LINE no more, evenly spread. */
export function standingAt(index: number, scenario: Scenario): Standing {
  if (scenario !== "failover") return "friend";
  if (index % 10 === 3) return "blocked";
  return index % 10 === 7 ? "none" : "friend";
}

export function peopleIn({ from, count }: IndexRange): readonly Person[] {
  return Array.from({ length: count }, (_, offset) => personAt(from + offset));
}

/** A text that nobody else gets. */
export function personalText({ name, parcel }: Person): string {
  return `Hello ${name}, your parcel ${parcel} leaves the depot today and arrives before noon.`;
}
