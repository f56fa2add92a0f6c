/** Takes the accounts away that the environment of a service under test gives it. */
export const noEnvironmentAccounts = {
  LINE_CHANNEL_ACCESS_TOKEN: "",
  LINE_CHANNEL_SECRET: "",
  TWILIO_ACCOUNT_SID: "",
  TWILIO_AUTH_TOKEN: "",
  TWILIO_FROM: "",
} as const;

/**
 * LINE and Twilio as the simulator plays them, for a configuration file; `line` stands beside the settings of the first.
 */
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
