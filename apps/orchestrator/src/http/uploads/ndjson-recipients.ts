import type { RecipientLine } from "@todoke/engine";
import { linesOf, type LineLimit } from "./lines-of.ts";
import { badLine, brokenAt, longestLine, readRecipient } from "./recipient-line.ts";

const jsonLines: LineLimit = {
  longest: longestLine,
  tooLong: (number) => brokenAt(number + 1, "line-too-long", `a line holds at most ${longestLine} characters: put one recipient on each`),
};

/** One recipient on each line, as JSON. */
export async function* ndjsonRecipients(text: AsyncIterable<string>): AsyncGenerator<RecipientLine, void, undefined> {
  for await (const line of linesOf(text, jsonLines)) yield readJsonLine(line);
}

function readJsonLine(line: string): RecipientLine {
  try {
    return readRecipient(mayPoison.test(line) ? JSON.parse(line, refusePoison) : JSON.parse(line));
  } catch {
    return badLine("", "not-json", "must be one JSON object, without the names __proto__ and constructor");
  }
}

/** Names that could change what other objects are; escapes may hide them. */
const mayPoison = /__proto__|constructor|\\u/;

function refusePoison(name: string, value: unknown): unknown {
  if (name === "__proto__" || name === "constructor") throw new SyntaxError("a name that is not taken");
  return value;
}
