import type { Chance } from "../chance.ts";

/** Somebody whom messages are for. */
export interface Person {
  readonly number: number;
  readonly line: string;
  readonly phone: string;
  readonly timeZone: string;
  /** `blocked`: LINE says that it took a push, and the person never sees it. */
  readonly lineFriendship: "friend" | "blocked" | "none";
  /** LINE finds them by their telephone number. */
  readonly isFoundByPhone: boolean;
  /** `landline`: no SMS ever arrives. */
  readonly phoneKind: "mobile" | "landline";
  /** Moments between which the phone is off. */
  readonly phoneIsOff: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly receipts: ReceiptHabit;
}

/** How word of them comes back from the provider. */
export type ReceiptHabit = "prompt" | "late" | "twice" | "out-of-order" | "never";

const zones = ["Asia/Tokyo", "Asia/Bangkok", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"] as const;

export function createPeople(count: number, dayBeginsMs: number, chance: Chance): readonly Person[] {
  return Array.from({ length: count }, (_, number) => createPerson(number, dayBeginsMs, chance));
}

function createPerson(number: number, dayBeginsMs: number, chance: Chance): Person {
  const offFromMs = dayBeginsMs + chance.whole(0, 24 * hourMs);
  return {
    number,
    line: `line-${number}`,
    phone: `phone-${number}`,
    timeZone: chance.pick(zones),
    lineFriendship: chance.weighted({ friend: 80, blocked: 8, none: 12 }),
    isFoundByPhone: chance.happens(0.8),
    phoneKind: chance.weighted({ mobile: 96, landline: 4 }),
    phoneIsOff: chance.happens(0.2) ? { fromMs: offFromMs, toMs: offFromMs + chance.whole(1, 8 * 60) * 60_000 } : undefined,
    receipts: chance.weighted({ prompt: 70, late: 12, twice: 8, "out-of-order": 6, never: 4 }),
  };
}

const hourMs = 3_600_000;

export function isPhoneOff({ phoneIsOff }: Person, atMs: number): boolean {
  return phoneIsOff !== undefined && atMs >= phoneIsOff.fromMs && atMs < phoneIsOff.toMs;
}

/** The number of the person whose address it is. */
export function numberIn(address: string): number {
  return Number(address.slice(address.lastIndexOf("-") + 1));
}
