import type { ErrorClass } from "@todoke/core";
import type { FastifyReply } from "fastify";
import { type ErrorCode, errorTable } from "./error-table.ts";

/**
 * One thing wrong with a request: `pointer` into its body (RFC 6901) or into one `line` of it, `parameter` of its query, or
 * name of its `header`.
 */
export interface FieldProblem {
  readonly pointer?: string;
  /** From 1, in a body of lines. */
  readonly line?: number;
  readonly parameter?: string;
  readonly header?: string;
  readonly code: string;
  readonly detail: string;
}

/** A refusal in the form of RFC 9457, `application/problem+json`. */
export interface ProblemDocument {
  /** Where the code is explained, relative to the service. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly errors?: readonly FieldProblem[];
  /** Of a provider's refusal: why it did not do what was asked. */
  readonly errorClass?: ErrorClass;
  /** Of a provider's refusal: its own word or code. */
  readonly providerCode?: string;
  /** Of a reference that is in use: the message that has it. */
  readonly messageId?: string;
  /** Of what belongs to several contacts: these. */
  readonly contactIds?: readonly string[];
}

/** Refuses the request that is being handled. */
export class HttpProblem extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldProblem[];
  /** Headers of the answer, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, detail: string, errors: readonly FieldProblem[] = [], headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }
}

const maximumErrors = 50;

/** The document for one refusal. Of many errors only the first are listed. */
export function problemDocument(code: ErrorCode, detail: string, errors: readonly FieldProblem[] = []): ProblemDocument {
  const { status, title } = errorTable[code];
  return {
    type: `/docs#${code}`,
    title,
    status,
    detail,
    code,
    ...(errors.length === 0 ? {} : { errors: errors.slice(0, maximumErrors) }),
  };
}

/** Answers with a problem document. */
export function sendProblem(reply: FastifyReply, problem: ProblemDocument): void {
  void reply.code(problem.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(problem));
}
