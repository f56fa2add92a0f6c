import type { FoundServers } from "../line-up.ts";
import type { Options } from "../options.ts";
import type { AcceptCondition, AcceptFigures } from "./accept-run.ts";

/** Something that accepts single messages over HTTP under one condition. */
export interface Acceptor {
  readonly name: string;
  readonly condition: AcceptCondition;
  readonly isBaseline: boolean;
  readonly needs?: keyof FoundServers;
  /** Measures it once, and says what was wrong with it. */
  run(options: Options, signal: AbortSignal): Promise<{ readonly measured: AcceptFigures; readonly failures: readonly string[] }>;
}
