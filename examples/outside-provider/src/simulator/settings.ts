/** What a test sets. */
export interface FakeSettings {
  /** Default: `pigeon-token`. */
  readonly apiToken: string;
  /** Default: `pigeon-webhook-secret`. */
  readonly webhookSecret: string;
  /** Between one status and the next, in milliseconds. Default: 50. */
  readonly statusDelayMs: number;
}

const defaults: FakeSettings = {
  apiToken: "pigeon-token",
  webhookSecret: "pigeon-webhook-secret",
  statusDelayMs: 50,
};

/** Throws an error that names the bad setting and repeats no value. */
export function readSettings(given: Readonly<Record<string, unknown>>): FakeSettings {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) throw new Error(`${name} is no setting of this fake`);
    const wanted = typeof Reflect.get(defaults, name);
    if (typeof value !== wanted) throw new Error(`${name} must be a ${wanted}`);
  }
  return { ...defaults, ...given };
}
