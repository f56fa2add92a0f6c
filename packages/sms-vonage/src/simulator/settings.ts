/** One Vonage account with one application. */
export interface VonageFakeSettings {
  /** Default: `00000000-0000-4000-8000-000000000000`. */
  readonly applicationId?: string;
  /** The application's public key in PEM. Without it the signatures of tokens are not looked at. */
  readonly publicKey?: string;
  /** Default: `vonage-key`. */
  readonly apiKey?: string;
  /** Default: `vonage-secret`. */
  readonly apiSecret?: string;
  /** Signs webhooks. Default: `vonage-signature-secret`. */
  readonly signatureSecret?: string;
  /** Where statuses go of messages that name no address of their own. Default: nowhere. */
  readonly statusUrl?: string;
  /** Where messages go that people write. Default: nowhere. */
  readonly inboundUrl?: string;
  /** Calls per second; 0 for no limit. Default: 30, as documented. */
  readonly messageRate?: number;
  /** Between one status and the next, in milliseconds. Default: 50. */
  readonly statusDelayMs?: number;
}

export type FakeSettings = Required<Omit<VonageFakeSettings, "publicKey" | "statusUrl" | "inboundUrl">> &
  Pick<VonageFakeSettings, "publicKey" | "statusUrl" | "inboundUrl">;

const kinds: Readonly<Record<keyof VonageFakeSettings, "address" | "number" | "text">> = {
  applicationId: "text",
  publicKey: "text",
  apiKey: "text",
  apiSecret: "text",
  signatureSecret: "text",
  statusUrl: "address",
  inboundUrl: "address",
  messageRate: "number",
  statusDelayMs: "number",
};

const isOfKind: Readonly<Record<(typeof kinds)[keyof typeof kinds], (value: unknown) => boolean>> = {
  address: (value) => typeof value === "string" && /^https?:\/\/./.test(value),
  number: (value) => typeof value === "number" && value >= 0,
  text: (value) => typeof value === "string" && value !== "",
};

/** Throws an error that names the bad setting. */
export function parseSettings(settings: Readonly<Record<string, unknown>>): FakeSettings {
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(kinds, name)) throw new Error(`${name} is not known here`);
    const kind = kinds[name as keyof VonageFakeSettings];
    if (!isOfKind[kind](value)) throw new Error(`${name} must be ${kind === "address" ? "an" : "a"} ${kind}`);
  }
  return {
    applicationId: "00000000-0000-4000-8000-000000000000",
    apiKey: "vonage-key",
    apiSecret: "vonage-secret",
    signatureSecret: "vonage-signature-secret",
    messageRate: 30,
    statusDelayMs: 50,
    ...settings,
  };
}
