import type { Scenario } from "../scenario.ts";
import type { Credentials } from "../simulator-process.ts";

/** What a contestant's process is told when it starts, as JSON in its first argument. */
export interface ChildSettings {
  readonly simulatorUrl: string;
  readonly credentials: Credentials;
  readonly concurrency: number;
  readonly scenario: Scenario;
}

export function readChildSettings<Settings extends object>(): Settings {
  return JSON.parse(process.argv[2] ?? "{}") as Settings;
}
