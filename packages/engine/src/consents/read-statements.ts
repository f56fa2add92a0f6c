import type { Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import { consentPurposes, type ConsentStatement } from "./consent.ts";

/** How far a caller's clock may go before ours, in milliseconds. */
const toleranceMs = 5 * 60_000;

/** Reports what is wrong with consents that a caller tells of, under `/consents`. */
export function checkStatements(statements: readonly ConsentStatement[], { channels }: Accounts, now: Date, problems: Problem[]): void {
  statements.forEach(({ channel, purpose, at }, index) => {
    const report = (field: string, code: string, detail: string) => problems.push({ pointer: `/consents/${index}/${field}`, code, detail });
    if (!channels.includes(channel)) {
      report("channel", "unknown-channel", `no configured account carries this channel; configured channels: ${channels.join(", ") || "none"}`);
    }
    if (!consentPurposes.includes(purpose)) {
      report("purpose", "not-subject-to-consent", `only ${consentPurposes.join(" and ")} can be consented to: others are held back by suppressions`);
    }
    if (at !== undefined && !(new Date(at).getTime() <= now.getTime() + toleranceMs)) {
      report("at", "in-the-future", "must be a moment that exists and has passed");
    }
  });
}
