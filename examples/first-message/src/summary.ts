import { notReached, reachedBy, type DeliveryDetailAnswer, type MessageAnswer } from "./answers.ts";
import { countReasons, type ReasonCount } from "./reasons.ts";

/** What became of a message, by the service's answers alone. */
export interface Summary {
  readonly reachedByLine: number;
  readonly reachedByNotification: number;
  readonly reachedBySms: number;
  readonly notReached: number;
  readonly reasons: readonly ReasonCount[];
  readonly duplicateContacts: number;
  readonly possibleDuplicates: number;
  /** Everybody in the rows above. */
  readonly sum: number;
  /** In words, one sentence for each sum that does not come out; empty when everybody is accounted for. */
  readonly discrepancies: readonly string[];
}

export function summarise(
  { counts }: MessageAnswer,
  deliveries: readonly DeliveryDetailAnswer[],
  peopleInFile: number,
): Summary {
  const reachedByLine = reachedBy(counts, "line");
  const reachedByNotification = reachedBy(counts, "line-notification");
  const reachedBySms = reachedBy(counts, "sms");
  const unreached = notReached(counts);
  const reasons = countReasons(deliveries);
  const sum = reachedByLine + reachedByNotification + reachedBySms + unreached;
  const withReason = reasons.reduce((total, { count }) => total + count, 0);
  return {
    reachedByLine,
    reachedByNotification,
    reachedBySms,
    notReached: unreached,
    reasons,
    duplicateContacts: counts.duplicateContacts,
    possibleDuplicates: counts.possibleDuplicates,
    sum,
    discrepancies: [
      ...differ("people in people.csv", peopleInFile, "recipients of the message", counts.recipients),
      ...differ("recipients of the message", counts.recipients, "people in the table", sum),
      ...differ("people not reached", unreached, "people with a reason", withReason),
    ],
  };
}

function differ(one: string, oneCount: number, other: string, otherCount: number): readonly string[] {
  return oneCount === otherCount ? [] : [`There are ${oneCount} ${one}, but ${otherCount} ${other}.`];
}
