import type { IndexRange } from "./index-range.ts";

/** Someone to push to. The same index is the same person in every process, so lists need not travel between them. */
export interface Person {
  readonly lineUserId: string;
  /** E.164. */
  readonly phone: string;
  readonly name: string;
  readonly parcel: string;
}

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

export function peopleIn({ from, count }: IndexRange): readonly Person[] {
  return Array.from({ length: count }, (_, offset) => personAt(from + offset));
}

/** A text that nobody else gets. */
export function personalText({ name, parcel }: Person): string {
  return `Hello ${name}, your parcel ${parcel} leaves the depot today and arrives before noon.`;
}
