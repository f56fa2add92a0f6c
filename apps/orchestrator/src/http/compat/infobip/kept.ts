import type { JsonObject } from "@todoke/core";

/**
 * What a message's sender said that reports give back, kept with each recipient's variables: content from this door is never a template,
 * and what is erased of the person goes with them.
 */
export interface Kept {
  readonly bulkId: string;
  readonly messageId: string;
  /** As it was written. */
  readonly to: string;
  readonly sender: string;
  readonly callbackData?: string;
  readonly campaignReferenceId?: string;
}

export function variablesOf(kept: Kept): JsonObject {
  return { infobip: { ...kept } };
}

/** Undefined where the message did not come through this door, or the person was erased. */
export function keptIn(variables: JsonObject | undefined): Kept | undefined {
  const kept = variables?.["infobip"];
  return typeof kept === "object" && kept !== null && "bulkId" in kept ? (kept as unknown as Kept) : undefined;
}
