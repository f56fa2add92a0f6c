import { InvalidRequestError, ProviderError, SignatureError } from "@todoke/core";
import { ContactConflictError, IdempotencyKeyInUseError, IdempotencyKeyReusedError, isDatabaseUnavailable, PartError, ProjectExistsError, ReferenceInUseError, RefusedLineError, SecretsError, StateError, TemplateExistsError, TooMuchToCountError } from "@todoke/engine";
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from "fastify";
import { doorAt } from "./compat/doors.ts";
import type { ErrorCode } from "./error-table.ts";
import { HttpProblem, type ProblemDocument, problemDocument, sendProblem } from "./problem.ts";
import { providerProblem } from "./provider-problem.ts";

/** Turns whatever a handler or Fastify threw into a problem document, or what stands for one at another service's door. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request.log);
  if (ProviderError.is(error) && error.retryAfterMs !== undefined) reply.header("retry-after", Math.ceil(error.retryAfterMs / 1000));
  if (error instanceof HttpProblem) reply.headers(error.headers);
  if (problem.code === "not-ready" || problem.code === "idempotency-key-in-use" || problem.code === "part-in-use") reply.header("retry-after", 1);
  refuse(request, reply, problem);
}

/** Whatever a handler threw as a problem document. What is a fault of ours goes into the log. */
export function problemOf(error: unknown, log: FastifyBaseLogger): ProblemDocument {
  const problem = toProblem(error);
  if (problem.code === "internal-error") log.error({ err: error }, "a request failed");
  if (problem.code === "not-ready") log.warn({ err: error }, "the database did not answer");
  return problem;
}

/** Answers a request that no route takes. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  refuse(request, reply, problemDocument("not-found", "No endpoint has this method and path. See /docs."));
}

function refuse({ url }: FastifyRequest, reply: FastifyReply, problem: ProblemDocument): void {
  const door = doorAt(url);
  if (door === undefined) sendProblem(reply, problem);
  else void reply.code(door.statusOf(problem.code)).type("application/json; charset=utf-8").send(JSON.stringify(door.refusal(problem)));
}

function toProblem(error: unknown): ProblemDocument {
  if (error instanceof HttpProblem) return problemDocument(error.code, error.message, error.errors);
  if (InvalidRequestError.is(error)) {
    return problemDocument("invalid-request", "The request cannot be carried out; nothing was written.", error.problems);
  }
  if (IdempotencyKeyInUseError.is(error)) return problemDocument("idempotency-key-in-use", "The first request with this key is under way.");
  if (IdempotencyKeyReusedError.is(error)) return problemDocument("idempotency-key-reused", "The key stands for another request.");
  if (ContactConflictError.is(error)) return conflictingContacts(error);
  if (ReferenceInUseError.is(error)) return usedReference(error);
  if (RefusedLineError.is(error)) return refusedLine(error);
  if (ProjectExistsError.is(error)) return problemDocument("project-exists", "There is a project with this id; nothing was written.");
  if (TemplateExistsError.is(error)) return problemDocument("template-exists", "Another template has this name; nothing was written.");
  if (PartError.is(error)) return problemDocument(error.code, error.message);
  if (StateError.is(error)) return problemDocument(error.code, error.message);
  if (SecretsError.is(error)) return problemDocument(error.code, error.message);
  if (TooMuchToCountError.is(error)) return problemDocument("too-much-to-count", `Nothing was counted to the end: ${error.message}.`);
  if (ProviderError.is(error)) return providerProblem(error);
  if (SignatureError.is(error)) return problemDocument("invalid-signature", error.message);
  if (isDatabaseUnavailable(error)) return problemDocument("not-ready", "The database does not answer, or its answer was lost.");
  return fastifyProblem(error) ?? problemDocument("internal-error", "The service failed; its log says why.");
}

function usedReference({ messageId }: ReferenceInUseError): ProblemDocument {
  const error = { pointer: "/reference", code: "reference-in-use", detail: "another message has this reference" };
  return { ...problemDocument("reference-in-use", `The message ${messageId} has this reference; nothing was written.`, [error]), messageId };
}

function conflictingContacts({ contactIds, pointers }: ContactConflictError): ProblemDocument {
  const errors = pointers.map((pointer, index) => ({ pointer, code: "contact-conflict", detail: `leads to ${contactIds[index]}` }));
  return { ...problemDocument("contact-conflict", "What was given leads to other contacts than one; nothing was written.", errors), contactIds };
}

function refusedLine({ line, problems, message }: RefusedLineError): ProblemDocument {
  return problemDocument("invalid-request", message, problems.map((problem) => ({ line, ...problem })));
}

function fastifyProblem(error: unknown): ProblemDocument | undefined {
  if (!(error instanceof Error)) return undefined;
  const refusal = "code" in error && typeof error.code === "string" ? fastifyRefusals[error.code] : undefined;
  if (refusal !== undefined) return problemDocument(refusal.code, refusal.detail);
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  // What else Fastify refuses are bodies that it cannot parse. Its parser's own words quote them, so ours stand here.
  return status < 400 || status > 499 ? undefined : problemDocument("malformed-request", "The body cannot be read.", [notJson]);
}

/** Fastify's refusals that are not about the text of a body, by its codes. */
const fastifyRefusals: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: "body-too-large", detail: "The body is larger than this endpoint takes." },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: "unsupported-media-type", detail: "This endpoint takes application/json." },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: "malformed-request", detail: "The body is not as long as its content-length says." },
  FST_ERR_BAD_URL: { code: "malformed-request", detail: "The path is not valid percent-encoding." },
};

const notJson = {
  pointer: "",
  code: "not-json",
  detail: "the body must be one JSON value in UTF-8, without the names __proto__ and constructor",
};
