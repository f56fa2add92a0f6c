/** What a contestant's process is told when it starts, as JSON in its first argument. */
export interface ChildSettings {
  readonly simulatorUrl: string;
  readonly channelAccessToken: string;
  readonly concurrency: number;
  /** The same text for everybody. */
  readonly identical: boolean;
}

export function readChildSettings<Settings extends object>(): Settings {
  return JSON.parse(process.argv[2] ?? "{}") as Settings;
}
