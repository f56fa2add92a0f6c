import type { ErrorClass, ProviderEvidence } from "@todoke/core";
import type { ReportFields, StatusMeaning, StatusTable } from "./config.ts";
import { ownEntry, shownCode } from "./errors.ts";
import { readTime } from "./read-time.ts";

/** What a report says of an SMS. */
export interface ReportReading {
  readonly evidence: ProviderEvidence;
  readonly providerCode: string;
  readonly errorClass?: ErrorClass;
  readonly at: Date;
}

/**
 * Reads a report by `find`, which knows where its fields are. Undefined when there is no status in it, or one that the
 * settings do not list.
 */
export function readReport<Place>(
  fields: ReportFields<Place>,
  find: (place: Place | undefined) => string | undefined,
): ReportReading | undefined {
  const status = find(fields.status);
  const meaning = status === undefined ? undefined : ownEntry(fields.statuses, status);
  if (status === undefined || meaning === undefined) return undefined;
  const at = readTime(find(fields.at), fields.utcOffset) ?? new Date();
  if (isSuccess(meaning)) return { evidence: meaning, providerCode: status, at };
  const { errorCodes = {} } = fields;
  const code = find(fields.errorCode);
  const exact = code === undefined ? undefined : ownEntry(errorCodes, code);
  return { evidence: "failed", errorClass: exact ?? meaning, providerCode: shownCode(code, errorCodes) ?? status, at };
}

export const successWords = ["accepted", "sent", "delivered", "read"] as const;

/** What a table of statuses can prove. */
export function meaningsOf(statuses: StatusTable): readonly ProviderEvidence[] {
  return Object.values(statuses).map((meaning) => (isSuccess(meaning) ? meaning : "failed"));
}

function isSuccess(meaning: StatusMeaning): meaning is (typeof successWords)[number] {
  return successWords.some((word) => word === meaning);
}
