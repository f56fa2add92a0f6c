import { InvalidRequestError, SignatureError } from "@todoke/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fastifyErrors } from "./error-table.ts";
import { HttpProblem, type ProblemDocument, problemDocument, sendProblem } from "./problem.ts";

/** Turns whatever a handler or Fastify threw into a problem document. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  if (problem.code === "internal-error") request.log.error({ err: error }, "a request failed");
  return sendProblem(reply, problem);
}

/** Answers a request that no route takes. */
export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, problemDocument("not-found", "No endpoint has this method and path. See /docs."));
}

function toProblem(error: unknown): ProblemDocument {
  if (error instanceof HttpProblem) return problemDocument(error.code, error.message, error.errors);
  if (InvalidRequestError.is(error)) {
    return problemDocument("invalid-request", "The request cannot be carried out; nothing was written.", error.problems);
  }
  if (SignatureError.is(error)) return problemDocument("invalid-signature", error.message);
  return fastifyProblem(error) ?? problemDocument("internal-error", "The service failed; its log says why.");
}

function fastifyProblem(error: unknown): ProblemDocument | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? fastifyErrors[error.code] : undefined;
  // The parser's own words quote the body, which may hold addresses.
  if (code !== undefined) return problemDocument(code, fastifyDetails[code] ?? "The request was refused.");
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status < 400 || status > 499) return undefined;
  return problemDocument("malformed-request", "The request could not be read.", [
    { pointer: "", code: "not-json", detail: "The body must be one JSON value in UTF-8, without the names __proto__ and constructor." },
  ]);
}

const fastifyDetails: Readonly<Record<string, string>> = {
  "body-too-large": "The body is larger than this endpoint takes.",
  "unsupported-media-type": "This endpoint takes application/json.",
  "not-found": "No endpoint has this method and path. See /docs.",
};
