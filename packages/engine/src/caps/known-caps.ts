import type { PreparedMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import { readTakenPlaces } from "../store/caps/read-taken-places.ts";
import { readRelatedAddresses, type KnownAddress } from "../store/caps/read-related-addresses.ts";
import { CapBook, type CapConcern, type CapPlace } from "./cap-book.ts";
import { countedFrom } from "./counted-from.ts";
import { holderOf, personOf } from "./digest.ts";
import type { PreparedCap } from "./frequency-cap.ts";

/** A recipient as caps see one. */
export interface CappedRecipient {
  /** Of the delivery. */
  readonly number: number;
  readonly addresses: Readonly<Record<string, string>>;
  readonly timeZone?: string | undefined;
}

/** What the caps have to say about a message's recipients. */
export interface KnownCaps {
  /** What keeps the recipient from a message on that channel. */
  concernAbout(recipient: CappedRecipient, channel: string): CapConcern | undefined;
  /** Counts one for the recipient from here on, and gives what is to be taken in the database. */
  take(recipient: CappedRecipient, channel: string): readonly CapPlace[];
}

const noCaps: KnownCaps = { concernAbout: () => undefined, take: () => [] };

/**
 * Reads what counts for these recipients, where any cap applies. A person is all addresses of one contact, and those that
 * stand together in a recipient. What answers somebody who wrote to us counts under no cap, nor does what goes to an audience
 * that only the provider knows, nor a test.
 */
export async function readKnownCaps(
  database: Database,
  projectId: string,
  caps: readonly PreparedCap[],
  message: PreparedMessage,
  recipients: readonly CappedRecipient[],
  now: Date,
): Promise<KnownCaps> {
  const applying = capsOf(caps, message);
  if (applying.length === 0 || recipients.length === 0) return noCaps;
  const related = await readRelatedAddresses(database, projectId, recipients.flatMap(({ addresses }) => addressesIn(addresses)));
  const placesOf = (recipient: CappedRecipient) => placesFor(message, applying, recipient, related, now);
  const places = new Map(recipients.map((recipient) => [recipient.number, placesOf(recipient)]));
  const book = new CapBook(await readTakenPlaces(database, projectId, [...places.values()].flat()));
  const placesOn = ({ number }: CappedRecipient, channel: string) =>
    places.get(number)!.filter(({ cap: { channels } }) => channels?.includes(channel) !== false);
  return {
    concernAbout: (recipient, channel) => book.concernAbout(placesOn(recipient, channel)),
    take: (recipient, channel) => book.take(placesOn(recipient, channel), now),
  };
}

/** Those that count on some step of the message. */
function capsOf(caps: readonly PreparedCap[], { purpose, steps, reply, audience, isTest = false }: PreparedMessage): readonly PreparedCap[] {
  if (reply !== undefined || audience !== undefined || isTest) return [];
  const channels = steps.map(({ step }) => step.channel);
  return caps.filter((cap) => cap.purposes.includes(purpose) && channels.some((channel) => cap.channels?.includes(channel) !== false));
}

function placesFor(
  { id }: PreparedMessage,
  caps: readonly PreparedCap[],
  { number, addresses, timeZone }: CappedRecipient,
  related: ReadonlyMap<string, readonly KnownAddress[]>,
  now: Date,
): readonly CapPlace[] {
  const holder = holderOf(id, number);
  const people = peopleOf(addresses, related);
  return caps.flatMap((cap) => {
    const from = countedFrom(cap, timeZone, now);
    const counted = people.filter(({ kind }) => cap.kinds?.includes(kind) !== false);
    return counted.map(({ person }): CapPlace => ({ cap, person, holder, countedFrom: from }));
  });
}

/** All addresses of the person, each once, as they are counted. */
export function peopleOf(
  addresses: Readonly<Record<string, string>>,
  related: ReadonlyMap<string, readonly KnownAddress[]>,
): readonly { readonly kind: string; readonly person: string }[] {
  const own = addressesIn(addresses);
  const all = own.flatMap((each) => [each, ...(related.get(`${each.kind} ${each.address}`) ?? [])]);
  return [...new Map(all.map(({ kind, address }) => [`${kind} ${address}`, { kind, person: personOf(kind, address) }])).values()];
}

export function addressesIn(addresses: Readonly<Record<string, string>>): readonly KnownAddress[] {
  return Object.entries(addresses).map(([kind, address]) => ({ kind, address }));
}
