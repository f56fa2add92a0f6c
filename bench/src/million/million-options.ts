import { parseArgs } from "node:util";
import { readOptions, type Options } from "../options.ts";

/** What one run does. */
export interface MillionOptions {
  /** Recipients of the largest message. */
  readonly people: number;
  /** The most memory that the service may hold, in MiB. */
  readonly memoryMiB: number;
  /** Where its processes are, and how many calls are under way at once. */
  readonly bench: Options;
}

export const usage = `Usage: pnpm million [options]

  --people N        recipients of the largest message (1000000)
  --memory MIB      the most that the service may hold (400)
  --postgresql URL  server on which a database of our own is made and dropped (postgres://YOU@127.0.0.1:5432/postgres)
  --output FILE     where the JSON goes (results/million-DATE.json)
  --help            this text
`;

/** Reads the command line. Undefined when help was asked for; throws with a sentence for people when it makes no sense. */
export function readMillionOptions(commandLine: readonly string[]): MillionOptions | undefined {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      people: { type: "string", default: "1000000" },
      memory: { type: "string", default: "400" },
      postgresql: { type: "string" },
      output: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const passedOn = (["postgresql", "output"] as const).flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]));
  return { people: readCount(values.people, "people"), memoryMiB: readCount(values.memory, "memory"), bench: readOptions(passedOn)! };
}

function readCount(text: string, name: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`--${name} must be a whole number above 0`);
}
