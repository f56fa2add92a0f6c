import type { Purpose } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import { purposeRules } from "../purpose-rules.ts";
import { findConsents, hasConsents, type KnownConsent } from "../store/consents/read-consents.ts";
import type { ConsentConcern } from "./consent.ts";

/** What a message's recipients have said of messages like it. */
export interface KnownConsents {
  /** What keeps the message from somebody on a channel. */
  concernAbout(addresses: Readonly<Record<string, string>>, channel: string): ConsentConcern | undefined;
}

/** Whose consents are asked for, and of which purposes there has to be one. */
export interface ConsentRules {
  readonly projectId: string;
  readonly requireConsent: readonly Purpose[];
}

const noConcerns: KnownConsents = { concernAbout: () => undefined };

/**
 * Reads what was said by whoever has any of the recipients' addresses. Of several who share a recipient's addresses one who has
 * withdrawn is enough. People whom only the provider knows cannot be asked about, and testers need not.
 */
export async function readKnownConsents(
  database: Database,
  { projectId, requireConsent }: ConsentRules,
  { purpose, audience, isTest = false }: Pick<PreparedMessage, "purpose" | "audience" | "isTest">,
  recipients: readonly { readonly addresses: Readonly<Record<string, string>> }[],
): Promise<KnownConsents> {
  if (!purposeRules[purpose].heedsConsent || audience !== undefined || isTest || recipients.length === 0) return noConcerns;
  const isRequired = requireConsent.includes(purpose);
  const isAnySaid = await hasConsents(database, projectId);
  if (!isAnySaid && !isRequired) return noConcerns;
  const addresses = recipients.flatMap(({ addresses: given }) => Object.values(given));
  const found = isAnySaid ? await findConsents(database, projectId, purpose, addresses) : [];
  const byAddress = Map.groupBy(found, ({ kind, address }) => `${kind} ${address}`);
  return {
    concernAbout(given, channel) {
      const said = Object.entries(given).flatMap(([kind, address]) => byAddress.get(`${kind} ${address}`) ?? []);
      return concernOf(said.filter((each) => each.channel === channel), { purpose, channel, isRequired });
    },
  };
}

interface ConsentQuestion {
  readonly purpose: Purpose;
  readonly channel: string;
  readonly isRequired: boolean;
}

function concernOf(said: readonly KnownConsent[], { purpose, channel, isRequired }: ConsentQuestion): ConsentConcern | undefined {
  const withdrawn = said.find(({ state }) => state === "withdrawn");
  if (withdrawn !== undefined) return { purpose, channel, withdrawnAt: withdrawn.at };
  return isRequired && said.length === 0 ? { purpose, channel, withdrawnAt: undefined } : undefined;
}
