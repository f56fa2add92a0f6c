import type { Parcel } from "../children/official-clients.ts";
import type { IndexRange } from "../index-range.ts";
import { peopleIn, personalText } from "../people.ts";

/** What everybody in the range is sent, for contestants that hand it from one process to another. */
export function parcelsFor(range: IndexRange): readonly Parcel[] {
  return peopleIn(range).map((person) => ({ lineUserId: person.lineUserId, phone: person.phone, text: personalText(person) }));
}
