import type { PlantedBug } from "./planted-bug.ts";
import { answerAfterLease, answerLost, callsHeldUp } from "./scenarios/calls.ts";
import { backAfterADay, diesAtAcceptance, diesWhenTold } from "./scenarios/crashes.ts";
import { deliveredAfterFailed, failedAfterSwitch, receiptTwice } from "./scenarios/receipts.ts";
import { diesWhenTaken } from "./scenarios/reports.ts";
import { cancelledWhileLookedUp, endOfValidity, windowOfRecipient } from "./scenarios/times.ts";

/** Mistakes that are easily made and hard to see. A new one is added here. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: "the intent is written after the call",
    scenario: diesAtAcceptance,
    edits: [
      {
        file: "dispatch/dispatch.ts",
        text: "committed = await context.intents.write(",
        replacement: `for (const attempt of attempts) await startCall(context, message, attempt, undefined);
    committed = await context.intents.write(`,
      },
      {
        file: "dispatch/dispatch.ts",
        text: "await startCall(context, message, attempt, attempt.endpoint === paced.attempt.endpoint ? paced.turnAt : undefined);",
        replacement: "void paced;",
      },
    ],
  },
  {
    name: "an outcome is written without the fence",
    scenario: answerAfterLease,
    edits: [
      { file: "store/write-answers.ts", text: " and r.claim_token = a.claim_token", replacement: "" },
      { file: "store/write-answers.ts", text: "a.evidence in ('sending', 'unknown') and a.due_at is not null as decides", replacement: "true as decides" },
    ],
  },
  {
    name: "a repeated call gets a new key",
    scenario: answerLost,
    edits: [
      {
        file: "dispatch/make-call.ts",
        text: "attemptId: attempt.id,",
        replacement: "attemptId: attempt.calls > 1 ? crypto.randomUUID() : attempt.id,",
      },
    ],
  },
  {
    name: "a key is used when it is too old",
    scenario: backAfterADay,
    edits: [
      {
        file: "dispatch/settle-attempts.ts",
        text: "const ends = earlier(keyEnds, message.validUntil);",
        replacement: "const ends = message.validUntil;",
      },
    ],
  },
  {
    name: "a message goes out at the moment of its end",
    scenario: endOfValidity,
    edits: [{ file: "dispatch/dispatch.ts", text: "now >= message.validUntil", replacement: "now > message.validUntil" }],
  },
  {
    name: "copies of an event are not told apart",
    scenario: receiptTwice,
    edits: [
      {
        file: "store/write-evidence.ts",
        text: "event_id: record.eventId,",
        replacement: "event_id: record.eventId + crypto.randomUUID(),",
      },
    ],
  },
  {
    name: "the window opens by the sender's zone",
    scenario: windowOfRecipient,
    edits: [
      {
        file: "windows/consider-window.ts",
        text: "(recipientZone ?? fallbackTimeZone)",
        replacement: "(fallbackTimeZone ?? recipientZone)",
      },
    ],
  },
  {
    name: "a cancellation is seen at the claim only",
    scenario: cancelledWhileLookedUp,
    edits: [
      {
        file: "dispatch/write-intents.ts",
        text: "const isOurs = await giveUpClaims(transaction, projectId, intents, leaseMs);",
        replacement: "const isOurs = (await giveUpClaims(transaction, projectId, intents, leaseMs)).map(() => true);",
      },
    ],
  },
  {
    name: "a turn is used when it has lapsed",
    scenario: callsHeldUp,
    edits: [{ file: "pace/pace.ts", text: "> turnAt + limit.perMs * lateAfter", replacement: "> turnAt + 3_600_000" }],
  },
  {
    name: "a late receipt is ignored",
    scenario: deliveredAfterFailed,
    edits: [
      {
        file: "evidence/consider-news.ts",
        text: "if (succeeds) return noteLateSuccess(",
        replacement: "if (false) return noteLateSuccess(",
      },
    ],
  },
  {
    name: "late news of a step that was left switches again",
    scenario: failedAfterSwitch,
    edits: [
      {
        file: "evidence/consider-news.ts",
        text: "return !wasUnsettled && delivery.step === attempt.step && delivery.attemptIds.at(-1) === attempt.id;",
        replacement: "return !wasUnsettled;",
      },
    ],
  },
  {
    name: "a counter is changed outside of the transaction",
    scenario: diesWhenTold,
    edits: [
      {
        file: "control/cancel-delivery.ts",
        text: "  if (!message.hasBegun) await countAsReleased(transaction, projectId, messageId);\n",
        replacement: "",
      },
      {
        file: "control/cancel-delivery.ts",
        text: "  nudgeSenders(context);\n",
        replacement: "  await countAsReleased(context.connection, context.projectId, messageId);\n  nudgeSenders(context);\n",
      },
    ],
  },
  {
    name: "a report is forgotten when it is claimed",
    scenario: diesWhenTaken,
    edits: [
      {
        file: "store/webhooks/claim-posts.ts",
        text: "due_at = clock.now + ${leaseMs} * interval '1 millisecond'",
        replacement: "due_at = case when ${leaseMs} > 0 then null::timestamptz end",
      },
    ],
  },
];
