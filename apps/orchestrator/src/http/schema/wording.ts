import "reflect-metadata";
import type { Problem } from "@todoke/core";
import { plainToInstance } from "class-transformer";
import { validateSync, type ValidationError } from "class-validator";
import type { DtoClass } from "../dto/fields.ts";
import { problemCode } from "./schema-problems.ts";
import { escapePointer } from "./storable-text.ts";

const maximumProblems = 20;

/** Recipients looked at: class-validator takes microseconds for each rule of each of them. */
const maximumRecipients = 20;

/**
 * Says in words what is wrong with a body that the schema has refused. `refused` is the schema's own problem; it always
 * is part of the answer, in class-validator's words where that names the same field.
 */
export function wordProblems(type: DtoClass, body: unknown, refused: Problem): readonly Problem[] {
  if (refused.code === "exactly-one") return [refused];
  const worded = isObject(body) ? complaints(type, body, refused.pointer) : [];
  if (worded.some((problem) => isWithin(problem.pointer, refused.pointer))) return worded;
  // An object that holds the refused field is not itself a second thing to correct.
  return [refused, ...worded.filter((problem) => !isWithin(refused.pointer, problem.pointer))];
}

function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

function complaints(type: DtoClass, body: object, refusedPointer: string): Problem[] {
  const { part, offset } = aroundRecipient(body, refusedPointer);
  try {
    // class-transformer throws on some shapes (null in place of an object with a discriminator).
    const errors = validateSync(plainToInstance(type, part), {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false },
    });
    return errors.flatMap((error) => flatten(error, "", offset)).slice(0, maximumProblems);
  } catch {
    return [];
  }
}

/** The lists of recipients that bodies have. */
const recipientLists = ["to", "members"] as const;

/** The body with a stretch of its recipients only: those around the one that the schema refused. */
function aroundRecipient(body: object, pointer: string): { part: object; offset: number } {
  const name = recipientLists.find((each) => Reflect.has(body, each)) ?? "to";
  const recipients: unknown = Reflect.get(body, name);
  if (!Array.isArray(recipients) || recipients.length <= maximumRecipients) return { part: body, offset: 0 };
  const offset = Number(/^\/\w+\/(\d+)/.exec(pointer)?.[1] ?? 0);
  return { part: { ...body, [name]: recipients.slice(offset, offset + maximumRecipients) }, offset };
}

function flatten(error: ValidationError, parent: string, offset: number): Problem[] {
  const isRecipient = recipientLists.some((list) => parent === `/${list}`);
  const name = isRecipient && /^\d+$/.test(error.property) ? String(Number(error.property) + offset) : error.property;
  const pointer = `${parent}/${escapePointer(name)}`;
  const [rule, detail] = Object.entries(error.constraints ?? {})[0] ?? [];
  const own = rule === undefined || detail === undefined ? [] : [ownProblem(pointer, rule, detail, error.value)];
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer, offset))];
}

function ownProblem(pointer: string, rule: string, detail: string, value: unknown): Problem {
  if (value === undefined) return { pointer, code: "missing", detail: "is required" };
  if (rule === "whitelistValidation") return { pointer, code: problemCode(rule), detail: "there is no such field here" };
  return { pointer, code: problemCode(rule), detail };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
