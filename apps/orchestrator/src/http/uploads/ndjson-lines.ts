import type { BadLine } from "@todoke/engine";
import { linesOf, type LineLimit } from "./lines-of.ts";
import { badLine, brokenAt, longestLine } from "./lines.ts";

const jsonLines: LineLimit = {
  longest: longestLine,
  tooLong: (number) => brokenAt(number + 1, "line-too-long", `a line holds at most ${longestLine} characters: put one object on each`),
};

/** One object of JSON on each line, as `read` takes it. */
export async function* ndjsonLines<Line>(text: AsyncIterable<string>, read: (value: unknown) => Line): AsyncGenerator<Line | BadLine, void, undefined> {
  for await (const line of linesOf(text, jsonLines)) yield readJsonLine(line, read);
}

function readJsonLine<Line>(line: string, read: (value: unknown) => Line): Line | BadLine {
  try {
    return read(mayPoison.test(line) ? JSON.parse(line, refusePoison) : JSON.parse(line));
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
