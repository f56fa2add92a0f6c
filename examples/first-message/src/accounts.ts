import { existsSync } from "node:fs";
import { resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

interface AccountVariables {
  readonly account: string;
  /** Any one of these says that its owner means it. */
  readonly credentials: readonly string[];
  /** Needed beside them; names joined by `or` stand for one another. */
  readonly furthermore: readonly string[];
}

const accountVariables: readonly AccountVariables[] = [
  { account: "LINE", credentials: ["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET"], furthermore: [] },
  {
    account: "Twilio (SMS)",
    credentials: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
    furthermore: ["TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID"],
  },
];

/** The variables of one account, by name only. */
export interface AccountState {
  readonly account: string;
  readonly missing: readonly string[];
  readonly isConfigured: boolean;
}

/** Real accounts that somebody has set up. */
export interface RealAccounts {
  readonly configurationFile: string | undefined;
  readonly accounts: readonly AccountState[];
}

/** Undefined where there is no real credential at all: then people and providers may be simulated. */
export function findRealAccounts(environment: Environment, workingFolder: string): RealAccounts | undefined {
  const isSet = (name: string) => name.split(" or ").some((each) => (environment[each] ?? "") !== "");
  const configured = environment["TODOKE_CONFIG"] ?? "";
  const path = resolve(workingFolder, configured === "" ? "todoke.config.json" : configured);
  const configurationFile = configured !== "" || existsSync(path) ? path : undefined;
  const anyCredential = accountVariables.some(({ credentials }) => credentials.some(isSet));
  if (configurationFile === undefined && !anyCredential) return undefined;
  const accounts = accountVariables.map(({ account, credentials, furthermore }) => {
    const missing = [...credentials, ...furthermore].filter((name) => !isSet(name));
    return { account, missing, isConfigured: missing.length === 0 };
  });
  return { configurationFile, accounts };
}

/** One line for each account: configured, or which variables are missing. */
export function describeAccounts({ configurationFile, accounts }: RealAccounts): readonly string[] {
  return [
    ...accounts.map(({ account, missing, isConfigured }) =>
      isConfigured ? `${account}: configured` : `${account}: missing ${missing.join(", ")}`,
    ),
    ...(configurationFile === undefined ? [] : [`Further accounts: from ${configurationFile}`]),
  ];
}
