import { ConfigurationError } from "@todoke/core";
import type { AccountSettings } from "./account-settings.ts";
import { type Environment, variable } from "./environment.ts";

/** How the first account of a provider is named in the environment. */
interface EnvironmentAccount {
  readonly id: string;
  readonly provider: string;
  /** Settings by variable. */
  readonly variables: Readonly<Record<string, string>>;
  /** Any of these makes the account; alone the others, such as base addresses, do not. */
  readonly credentials: readonly string[];
  /** At least one of each group must be there, or nothing can be sent. */
  readonly required: readonly (readonly string[])[];
  /** Variables whose value is `true` or `false`. */
  readonly flags: readonly string[];
  /** Variables that may be absent, at a price that the operator should know. */
  readonly advised: Readonly<Record<string, string>>;
}

const environmentAccounts: readonly EnvironmentAccount[] = [
  {
    id: "line",
    provider: "line",
    variables: {
      LINE_CHANNEL_ACCESS_TOKEN: "channelAccessToken",
      LINE_CHANNEL_SECRET: "channelSecret",
      LINE_NOTIFICATION: "notification",
      LINE_API_BASE_URL: "apiBaseUrl",
      LINE_DATA_API_BASE_URL: "dataApiBaseUrl",
    },
    credentials: ["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "LINE_NOTIFICATION"],
    required: [["LINE_CHANNEL_ACCESS_TOKEN"]],
    flags: ["LINE_NOTIFICATION"],
    advised: {
      LINE_CHANNEL_SECRET: "without it LINE's webhooks are not taken in: who blocked the account is learnt only by asking",
    },
  },
  {
    id: "twilio",
    provider: "twilio",
    variables: {
      TWILIO_ACCOUNT_SID: "accountSid",
      TWILIO_AUTH_TOKEN: "authToken",
      TWILIO_FROM: "from",
      TWILIO_MESSAGING_SERVICE_SID: "messagingServiceSid",
      TWILIO_API_BASE_URL: "apiBaseUrl",
    },
    credentials: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM", "TWILIO_MESSAGING_SERVICE_SID"],
    required: [["TWILIO_ACCOUNT_SID"], ["TWILIO_AUTH_TOKEN"], ["TWILIO_FROM", "TWILIO_MESSAGING_SERVICE_SID"]],
    flags: [],
    advised: {},
  },
];

/** The accounts that the environment names, and what its operator should know of them. */
export interface EnvironmentAccounts {
  readonly accounts: readonly AccountSettings[];
  readonly warnings: readonly string[];
}

/** Throws `ConfigurationError` naming the variable that half-set credentials lack. */
export function readEnvironmentAccounts(environment: Environment): EnvironmentAccounts {
  const present = environmentAccounts.filter(({ credentials }) =>
    credentials.some((name) => variable(environment, name) !== undefined));
  return {
    accounts: present.map((account) => readAccount(account, environment)),
    warnings: present.flatMap(({ advised }) =>
      Object.entries(advised)
        .filter(([name]) => variable(environment, name) === undefined)
        .map(([name, price]) => `${name} is not set: ${price}`)),
  };
}

function readAccount(account: EnvironmentAccount, environment: Environment): AccountSettings {
  const isSet = (name: string) => variable(environment, name) !== undefined;
  const given = account.credentials.filter(isSet);
  const missing = account.required.find((group) => !group.some(isSet));
  if (missing !== undefined) {
    throw new ConfigurationError(missing.join(" or "), `is not set, although ${given.join(", ")} is`);
  }
  const entries = Object.entries(account.variables).filter(([name]) => isSet(name));
  return {
    id: account.id,
    provider: account.provider,
    settings: Object.fromEntries(entries.map(([name, setting]) => [setting, read(account, environment, name)])),
    settingNames: Object.fromEntries(Object.entries(account.variables).map(([name, setting]) => [setting, name])),
  };
}

function read(account: EnvironmentAccount, environment: Environment, name: string): string | boolean | undefined {
  const value = variable(environment, name);
  if (!account.flags.includes(name)) return value;
  if (value !== "true" && value !== "false") throw new ConfigurationError(name, "must be true or false");
  return value === "true";
}
