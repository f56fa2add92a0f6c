import { userInfo } from "node:os";
import { parseArgs } from "node:util";

/** What one run of the bench does. */
export interface Options {
  /** Recipients per run of a contestant. */
  readonly pushes: number;
  /** Calls under way at once, for every contestant. */
  readonly concurrency: number;
  /** How often every contestant runs. */
  readonly rounds: number;
  /** Recipients of each contestant before its clock starts. */
  readonly warmUp: number;
  /** Single messages posted to measure how fast they are accepted; 0 leaves that out. */
  readonly acceptRequests: number;
  /** The same content for everybody, by multicast, in place of personalised content. */
  readonly identical: boolean;
  /** Names of the contestants that run; empty for all of them. */
  readonly only: readonly string[];
  readonly postgresqlUrl: string;
  readonly redisUrl: string;
  /** File for the results; a dated one in `results/` when absent. */
  readonly output: string | undefined;
  /** The longest that one run of a contestant may take, in milliseconds. */
  readonly runLimitMs: number;
}

export const usage = `Usage: pnpm bench [options]

  --pushes N          recipients per run (20000)
  --concurrency N     calls under way at once (64)
  --rounds N          how often every contestant runs (2)
  --warm-up N         recipients of each contestant before its clock starts (2000)
  --accept N          single messages posted to measure the accept rate, 0 for none (2000)
  --identical         the same content for everybody, by multicast
  --quick             2000 pushes, one round, a tenth of the rest: to see that it works, not to compare
  --only NAME         only this contestant; may be repeated
  --postgresql URL    server on which a database of our own is made and dropped (postgres://YOU@127.0.0.1:5432/postgres)
  --redis URL         server on which keys under a prefix of our own are made and deleted (redis://127.0.0.1:6379)
  --output FILE       where the JSON goes (results/DATE.json)
  --run-limit SECONDS the longest that one run may take (240)
  --help              this text
`;

const full = { pushes: 20_000, rounds: 2, warmUp: 2_000, acceptRequests: 2_000 };
const quick = { pushes: 2_000, rounds: 1, warmUp: 200, acceptRequests: 200 };

/** Reads the command line. Undefined when help was asked for; throws with a sentence for people when it makes no sense. */
export function readOptions(commandLine: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      pushes: { type: "string" },
      concurrency: { type: "string" },
      rounds: { type: "string" },
      "warm-up": { type: "string" },
      accept: { type: "string" },
      identical: { type: "boolean" },
      quick: { type: "boolean" },
      only: { type: "string", multiple: true },
      postgresql: { type: "string" },
      redis: { type: "string" },
      output: { type: "string" },
      "run-limit": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return undefined;
  const sizes = values.quick === true ? quick : full;
  return {
    pushes: wholeNumber("pushes", values.pushes, sizes.pushes, 1),
    concurrency: wholeNumber("concurrency", values.concurrency, 64, 1),
    rounds: wholeNumber("rounds", values.rounds, sizes.rounds, 1),
    warmUp: wholeNumber("warm-up", values["warm-up"], sizes.warmUp, 1),
    acceptRequests: wholeNumber("accept", values.accept, sizes.acceptRequests, 0),
    identical: values.identical ?? false,
    only: values.only ?? [],
    postgresqlUrl: values.postgresql ?? `postgres://${userInfo().username}@127.0.0.1:5432/postgres`,
    redisUrl: values.redis ?? "redis://127.0.0.1:6379",
    output: values.output,
    runLimitMs: wholeNumber("run-limit", values["run-limit"], 240, 1) * 1_000,
  };
}

function wholeNumber(name: string, text: string | undefined, absent: number, minimum: number): number {
  if (text === undefined) return absent;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= minimum) return number;
  throw new Error(`--${name} must be a whole number, at least ${minimum}`);
}
