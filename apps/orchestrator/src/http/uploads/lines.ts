import type { Problem } from "@todoke/core";
import type { BadLine } from "@todoke/engine";
import { HttpProblem } from "../problem.ts";
import type { Gate } from "../schema/gate.ts";

/** The longest line, in characters. */
export const longestLine = 256 * 1024;

/** What a line stands for, or what is wrong with it. */
export function readThrough<Line extends object>(gate: Gate<Line>, value: unknown): Line | BadLine {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return badLine("", "wrong-type", "must be a JSON object");
  try {
    return gate(value);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { problems: error.errors.map(({ pointer = "", code, detail }): Problem => ({ pointer, code, detail })) };
  }
}

export function badLine(pointer: string, code: string, detail: string): BadLine {
  return { problems: [{ pointer, code, detail }] };
}

/** Refuses a body from one line on; lines are numbered from 1. */
export function brokenAt(line: number, code: string, detail: string): HttpProblem {
  return new HttpProblem("malformed-request", "The body cannot be read any further; what was stored of it stays.", [{ line, code, detail }]);
}
