import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { isPartName, type PartName, partNames } from "./part-name.ts";
import { fullSizes, millionSizes, quickSizes, type Sizes } from "./sizes.ts";

/** What one run of the bench does. */
export interface Options extends Sizes {
  readonly parts: readonly PartName[];
  /** Calls under way at once, for every contestant. */
  readonly concurrency: number;
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

  --part NAME         only this part; may be repeated. ${partNames.join(", ")}
  --only NAME         only this contestant; may be repeated
  --quick             little of everything, once: to see that it works, not to compare
  --million           a million people in the parts identical and scale as well

  --personalised N    people in that part (${fullSizes.personalised}); DBOS sends to a tenth of them
  --identical N       people in that part (${fullSizes.identical}), of whom the loop sends to ${fullSizes.loopMost} at most
  --failover N        people in that part (${fullSizes.failover}); DBOS sends to a tenth of them
  --accept N          single messages in the part accept (${fullSizes.accept})
  --scale N           people of one message in the part scale; may be repeated (${fullSizes.scale.join(", ")})
  --switches N        people in the part switch (${fullSizes.switches})
  --warm-up N         people of each contestant before its clock starts (${fullSizes.warmUp})
  --rounds N          how often everything runs (${fullSizes.rounds})
  --concurrency N     calls under way at once (64)

  --postgresql URL    server on which databases of our own are made and dropped (postgres://YOU@127.0.0.1:5432/postgres)
  --redis URL         server on which keys under a prefix of our own are made and deleted (redis://127.0.0.1:6379)
  --output FILE       where the JSON goes (results/DATE.json)
  --run-limit SECONDS the longest that one run may take (600)
  --help              this text
`;

/** Reads the command line. Undefined when help was asked for; throws with a sentence for people when it makes no sense. */
export function readOptions(commandLine: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      part: { type: "string", multiple: true },
      only: { type: "string", multiple: true },
      quick: { type: "boolean" },
      million: { type: "boolean" },
      personalised: { type: "string" },
      identical: { type: "string" },
      failover: { type: "string" },
      accept: { type: "string" },
      scale: { type: "string", multiple: true },
      switches: { type: "string" },
      "warm-up": { type: "string" },
      rounds: { type: "string" },
      concurrency: { type: "string" },
      postgresql: { type: "string" },
      redis: { type: "string" },
      output: { type: "string" },
      "run-limit": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return undefined;
  const usual = values.quick === true ? quickSizes : fullSizes;
  const sizes = values.million === true ? millionSizes(usual) : usual;
  return {
    parts: chosenParts(values.part),
    only: values.only ?? [],
    personalised: wholeNumber("personalised", values.personalised, sizes.personalised),
    identical: wholeNumber("identical", values.identical, sizes.identical),
    failover: wholeNumber("failover", values.failover, sizes.failover),
    accept: wholeNumber("accept", values.accept, sizes.accept),
    scale: values.scale?.map((text) => wholeNumber("scale", text, 1)) ?? sizes.scale,
    scaleLeast: sizes.scaleLeast,
    loopMost: sizes.loopMost,
    switches: wholeNumber("switches", values.switches, sizes.switches),
    warmUp: wholeNumber("warm-up", values["warm-up"], sizes.warmUp),
    rounds: wholeNumber("rounds", values.rounds, sizes.rounds),
    concurrency: wholeNumber("concurrency", values.concurrency, 64),
    postgresqlUrl: values.postgresql ?? `postgres://${userInfo().username}@127.0.0.1:5432/postgres`,
    redisUrl: values.redis ?? "redis://127.0.0.1:6379",
    output: values.output,
    runLimitMs: wholeNumber("run-limit", values["run-limit"], 600) * 1_000,
  };
}

function chosenParts(names: readonly string[] = partNames): readonly PartName[] {
  const unknown = names.find((name) => !isPartName(name));
  if (unknown !== undefined) throw new Error(`--part ${unknown} is none of ${partNames.join(", ")}`);
  return partNames.filter((part) => names.includes(part));
}

function wholeNumber(name: string, text: string | undefined, absent: number): number {
  if (text === undefined) return absent;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1) return number;
  throw new Error(`--${name} must be a whole number, at least 1`);
}
