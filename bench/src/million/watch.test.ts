import { expect, test } from "vitest";
import { discrepanciesIn } from "./watch.ts";

const counts = { recipients: 6, scheduled: 1, held: 1, pending: 1, sending: 1, waiting: 1, final: 1, outcomes: [{ outcome: "accepted", count: 1 }] };

test.each([
  ["everything", counts, []],
  ["all but one recipient", { ...counts, recipients: 7 }, ["7 recipients, 6 in the statuses"]],
  ["all but an outcome", { ...counts, outcomes: [] }, ["1 final, 0 in the outcomes"]],
])("counters of %s", (_what, given, found) => expect(discrepanciesIn(given)).toEqual(found));
