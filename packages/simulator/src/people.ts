import { hash } from "node:crypto";

/** How a person stands to the LINE account. */
export const lineStates = ["friend", "blocked", "deleted", "not-friend", "wrote-recently", "none"] as const;
export type LineState = (typeof lineStates)[number];

/** What becomes of a LINE notification message to a person's phone number. */
export const notificationStates = [
  "consented",
  "consents-later",
  "consent-pending",
  "refused",
  "unknown",
  "blocked",
] as const;
export type NotificationState = (typeof notificationStates)[number];

/** What becomes of an SMS to a person's phone number. */
export const handsetStates = [
  "on",
  "off",
  "unknown-number",
  "landline",
  "opted-out",
  "silent",
  "filtered",
] as const;
export type HandsetState = (typeof handsetStates)[number];

export const genders = ["male", "female"] as const;
export const appTypes = ["ios", "android"] as const;

/** What a narrowcast can be filtered by. */
export interface Demographic {
  readonly gender?: (typeof genders)[number];
  /** In years. */
  readonly age?: number;
  readonly appType?: (typeof appTypes)[number];
  /** A code of LINE's: `jp_01` to `jp_47`, `tw_01` to `tw_22`, `th_01` to `th_08`. */
  readonly area?: string;
  /** How long they have been a friend. */
  readonly friendForDays?: number;
}

export interface Person {
  /** `U` and 32 lower-case hex digits. */
  readonly lineUserId?: string;
  /** E.164 with `+`. */
  readonly phone?: string;
  readonly displayName?: string;
  /** Default: `friend`. */
  readonly line?: LineState;
  /** What LINE believes to know of them; a narrowcast's filter matches nobody by what is absent. */
  readonly demographic?: Demographic;
  /** Default: `unknown`. */
  readonly notification?: NotificationState;
  /** For `consents-later`: how long the person takes to agree, in milliseconds. Default: one minute. */
  readonly consentDelayMs?: number;
  /** Default: `on`. */
  readonly handset?: HandsetState;
}

/** What changes about a person; a follow or unfollow webhook goes out with it unless `silent`. */
export interface PersonChange extends Omit<Person, "lineUserId" | "phone"> {
  readonly silent?: boolean;
}

export interface People {
  replaceAll(people: readonly Person[]): void;
  /** Applies a change and returns the person before and after it. Throws when nobody has that id or number. */
  change(idOrPhone: string, change: Omit<PersonChange, "silent">): { before: Person; after: Person };
  /** Throws when nobody has that id or number. */
  find(idOrPhone: string): Person;
  byLineUserId(lineUserId: string): Person | undefined;
  /** Everybody with a LINE user id, in the order in which they were added. */
  lineUsers(): Iterable<Person>;
  byPhone(phone: string): Person | undefined;
  byPhoneHash(phoneHash: string): Person | undefined;
}

/** SHA-256 of the number in E.164 with its `+`, in lower-case hex, as LINE notification messages address people. */
export function hashPhone(phone: string): string {
  return hash("sha256", phone, "hex");
}

export function createPeople(initial: readonly Person[]): People {
  const lineUsers = new Map<string, Person>();
  const phones = new Map<string, Person>();
  const phoneByHash = new Map<string, string>();

  function put(person: Person): void {
    if (person.lineUserId !== undefined) lineUsers.set(person.lineUserId, person);
    if (person.phone === undefined) return;
    phones.set(person.phone, person);
    // Nobody is found by hash before LINE knows the number: a million people for SMS need no million hashes.
    if (person.notification !== undefined) phoneByHash.set(hashPhone(person.phone), person.phone);
  }

  function find(idOrPhone: string): Person {
    const person = lineUsers.get(idOrPhone) ?? phones.get(idOrPhone);
    if (person === undefined) throw new UnknownPersonError();
    return person;
  }

  function replaceAll(people: readonly Person[]): void {
    lineUsers.clear();
    phones.clear();
    phoneByHash.clear();
    people.forEach(put);
  }

  replaceAll(initial);
  return {
    replaceAll,
    change(idOrPhone, change) {
      const before = find(idOrPhone);
      const after = { ...before, ...change };
      put(after);
      return { before, after };
    },
    find,
    byLineUserId: (lineUserId) => lineUsers.get(lineUserId),
    lineUsers: () => lineUsers.values(),
    byPhone: (phone) => phones.get(phone),
    byPhoneHash(phoneHash) {
      const phone = phoneByHash.get(phoneHash);
      return phone === undefined ? undefined : phones.get(phone);
    },
  };
}

/** Something was asked of somebody the simulator does not know. */
export class UnknownPersonError extends Error {
  constructor() {
    super("Nobody has this LINE user id or phone number: add the person first.");
    this.name = "UnknownPersonError";
  }
}
