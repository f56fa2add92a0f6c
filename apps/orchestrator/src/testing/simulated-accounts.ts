import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A configuration file of a test's own, and the environment that names it. */
export interface WrittenConfiguration {
  readonly environment: Record<string, string>;
  remove(): Promise<void>;
}

/** Its `${NAME}` stand for the variables of the service under test, which has no accounts of the environment then. */
export async function writeConfiguration(configuration: object): Promise<WrittenConfiguration> {
  const folder = await mkdtemp(join(tmpdir(), "todoke-configuration-"));
  const path = join(folder, "todoke.config.json");
  await writeFile(path, JSON.stringify(configuration));
  return {
    environment: {
      TODOKE_CONFIG: path,
      LINE_CHANNEL_ACCESS_TOKEN: "",
      LINE_CHANNEL_SECRET: "",
      TWILIO_ACCOUNT_SID: "",
      TWILIO_AUTH_TOKEN: "",
      TWILIO_FROM: "",
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** LINE and Twilio as the simulator plays them; `line` stands beside the settings of the first. */
export function simulatedAccounts(line: { readonly settings?: object } & Record<string, unknown> = {}): readonly object[] {
  return [
    {
      id: "line",
      provider: "line",
      ...line,
      settings: {
        channelAccessToken: "line-token",
        channelSecret: "line-secret",
        apiBaseUrl: "${LINE_API_BASE_URL}",
        dataApiBaseUrl: "${LINE_DATA_API_BASE_URL}",
        ...line.settings,
      },
    },
    {
      id: "twilio",
      provider: "twilio",
      settings: {
        accountSid: `AC${"0".repeat(32)}`,
        authToken: "twilio-token",
        from: "+815000000000",
        apiBaseUrl: "${TWILIO_API_BASE_URL}",
      },
    },
  ];
}
