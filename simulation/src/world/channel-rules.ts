import type { ErrorClass, EvidenceCapability, ProviderEvidence, RateLimit } from "@todoke/core";
import type { Chance } from "../chance.ts";
import { isPhoneOff, type Person } from "./person.ts";

/** A provider's word on one message, so long after it took the message. */
export interface PlannedReport {
  readonly afterMs: number;
  readonly evidence: ProviderEvidence;
  readonly errorClass?: ErrorClass;
  readonly providerCode: string;
}

/** How one channel treats people. */
export interface ChannelRules {
  readonly channel: string;
  readonly accountId: string;
  readonly addressKind: "line" | "phone";
  /** The endpoint that takes one person, and how many calls it takes. */
  readonly endpoint: string;
  readonly limits: Readonly<Record<string, RateLimit>>;
  /** Absent: acceptance is all that there is. */
  readonly evidence?: EvidenceCapability;
  readonly isKeyed: boolean;
  readonly bulk?: { readonly endpoint: string; readonly maxRecipients: number };
  /** Whether the provider tells if somebody can be reached. */
  readonly looksUp: boolean;
  readonly reconciles: boolean;
  /** Attempts are named by a tag of their id, rather than by an address of their own. */
  readonly tags: boolean;
  /** The vendor's code where the person cannot be written to at all. */
  refusal(person: Person): string | undefined;
  /** What becomes of a message that was taken, oldest first. */
  reports(person: Person, takenAtMs: number, chance: Chance): readonly PlannedReport[];
}

const hourMs = 3_600_000;

export const lineRules: ChannelRules = {
  channel: "line",
  accountId: "line",
  addressKind: "line",
  endpoint: "push",
  limits: { push: { requests: 40, perMs: 1_000 }, multicast: { requests: 4, perMs: 1_000 }, profile: { requests: 80, perMs: 1_000 } },
  isKeyed: true,
  bulk: { endpoint: "multicast", maxRecipients: 500 },
  looksUp: true,
  reconciles: false,
  tags: false,
  refusal: ({ lineFriendship }) => (lineFriendship === "none" ? "http-400" : undefined),
  reports: () => [],
};

export const notificationRules: ChannelRules = {
  channel: "line-notification",
  accountId: "line-notification",
  addressKind: "phone",
  endpoint: "pnp",
  limits: { pnp: { requests: 30, perMs: 1_000 } },
  evidence: { best: "delivered", negative: false, horizonMs: 24 * hourMs, recallable: false },
  isKeyed: false,
  looksUp: false,
  reconciles: false,
  tags: true,
  refusal: ({ isFoundByPhone }) => (isFoundByPhone ? undefined : "http-422"),
  reports(person, takenAtMs, chance) {
    if (person.lineFriendship === "blocked") return [];
    return [{ afterMs: untilOn(person, takenAtMs) + chance.whole(500, 5_000), evidence: "delivered", providerCode: "delivery" }];
  },
};

export const smsRules: ChannelRules = {
  channel: "sms",
  accountId: "sms",
  addressKind: "phone",
  endpoint: "messages",
  limits: { messages: { requests: 25, perMs: 1_000 } },
  evidence: { best: "delivered", negative: true, horizonMs: 24 * hourMs, recallable: false },
  isKeyed: false,
  looksUp: false,
  reconciles: true,
  tags: false,
  refusal: () => undefined,
  reports(person, takenAtMs, chance) {
    const sent: PlannedReport = { afterMs: chance.whole(200, 2_000), evidence: "sent", providerCode: "sent" };
    const endsMs = sent.afterMs + chance.whole(500, 9_000);
    if (person.phoneKind === "landline") return [sent, failed(endsMs, "recipient", "30006")];
    if (isPhoneOff(person, takenAtMs) && chance.happens(0.5)) return [sent, failed(endsMs + 60_000, "unreachable", "30003")];
    return [sent, { afterMs: untilOn(person, takenAtMs) + endsMs, evidence: "delivered", providerCode: "delivered" }];
  },
};

function failed(afterMs: number, errorClass: ErrorClass, providerCode: string): PlannedReport {
  return { afterMs, evidence: "failed", errorClass, providerCode };
}

/** Carriers keep what they cannot hand over. */
function untilOn({ phoneIsOff }: Person, atMs: number): number {
  return phoneIsOff === undefined || atMs < phoneIsOff.fromMs ? 0 : Math.max(0, phoneIsOff.toMs - atMs);
}
