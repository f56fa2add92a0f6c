import type { AttemptEntry, DeliveryDetailAnswer } from "./answers.ts";

/** Why somebody was not reached, by the provider's code of the last attempt or by the service's own reason code. */
const words: Readonly<Record<string, string>> = {
  "30003": "phone switched off or without signal",
  "30005": "nobody has this number any more",
  "30007": "carrier took the text for spam",
  "21610": "replied STOP to SMS before",
  "21614": "landline: takes no SMS",
  "no-further-evidence": "SMS went out, phone never confirmed it",
  "no-address": "not reachable by LINE, and no phone number given",
  "duplicate-address": "same addresses as an earlier person: not contacted twice",
  expired: "time ran out before the next step",
  unknown: "a provider's answer was lost: nobody can tell",
};

/** People who were not reached for one reason. */
export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/** Groups those who were not reached by reason, the most frequent first. */
export function countReasons(deliveries: readonly DeliveryDetailAnswer[]): readonly ReasonCount[] {
  const unreached = deliveries.filter(({ succeeded }) => succeeded === false);
  return [...Map.groupBy(unreached, reasonOf)]
    .map(([reason, group]) => ({ reason, count: group.length }))
    .toSorted((one, other) => other.count - one.count);
}

function reasonOf({ reason, timeline }: DeliveryDetailAnswer): string {
  const ownWords = words[reason?.code ?? ""];
  if (ownWords !== undefined) return ownWords;
  const attempt = timeline.findLast((entry): entry is AttemptEntry => entry.type === "attempt");
  return words[attempt?.providerCode ?? ""] ?? reason?.detail ?? "no reason was given";
}
