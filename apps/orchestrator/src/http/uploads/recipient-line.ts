import type { Problem } from "@todoke/core";
import type { RecipientLine } from "@todoke/engine";
import { RecipientDto } from "../dto/message-request-dto.ts";
import { HttpProblem } from "../problem.ts";
import { bodyGate } from "../schema/gate.ts";

const recipientGate = bodyGate(RecipientDto);

/** The longest line, in characters. */
export const longestLine = 256 * 1024;

/** The recipient that a line stands for, or what is wrong with it. */
export function readRecipient(value: unknown): RecipientLine {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return badLine("", "wrong-type", "must be a JSON object");
  try {
    return recipientGate(value);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { problems: error.errors.map(({ pointer = "", code, detail }): Problem => ({ pointer, code, detail })) };
  }
}

export function badLine(pointer: string, code: string, detail: string): RecipientLine {
  return { problems: [{ pointer, code, detail }] };
}

/** Refuses a body from one line on; lines are numbered from 1. */
export function brokenAt(line: number, code: string, detail: string): HttpProblem {
  return new HttpProblem("malformed-request", "The body cannot be read any further; what was stored of it stays.", [{ line, code, detail }]);
}
