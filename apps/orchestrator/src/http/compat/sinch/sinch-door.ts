import type { ErrorCode } from "../../error-table.ts";
import type { FieldProblem, ProblemDocument } from "../../problem.ts";
import type { Door } from "../door.ts";
import { statusWithout422 } from "../status-without-422.ts";
import { propertyPath, violationOf } from "../property-path.ts";

/** How Sinch refuses a request: `google.rpc.Status` as JSON, under `error`. */
export interface SinchError {
  readonly error: {
    /** The status of the answer. */
    readonly code: number;
    readonly message: string;
    /** A word of `google.rpc.Code`. */
    readonly status: string;
    readonly details: readonly SinchErrorDetail[];
  };
}

export type SinchErrorDetail =
  | { readonly "@type": "type.googleapis.com/google.rpc.ErrorInfo"; readonly reason: ErrorCode; readonly domain: "todoke" }
  | { readonly "@type": "type.googleapis.com/google.rpc.BadRequest"; readonly field_violations: readonly SinchFieldViolation[] };

export interface SinchFieldViolation {
  readonly field: string;
  readonly description: string;
}

export const sinchDoor: Door = {
  path: "/compat/sinch/",
  keyForms: ["basic", "bearer"],
  refusalSchema: "SinchError",
  statusOf: statusWithout422,
  refusal,
};

function refusal({ code, detail, errors = [] }: ProblemDocument): SinchError {
  const status = statusWithout422(code);
  const violations = { "@type": "type.googleapis.com/google.rpc.BadRequest", field_violations: errors.map(toViolation) } as const;
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: code, domain: "todoke" } as const;
  const message = code === "api-key-missing" ? "Send a key as the password of HTTP Basic authentication, or `Authorization: Bearer` and a key." : detail;
  return { error: { code: status, message, status: rpcCodes[status] ?? "UNKNOWN", details: errors.length === 0 ? [info] : [info, violations] } };
}

function toViolation(problem: FieldProblem): SinchFieldViolation {
  return { field: propertyPath(problem), description: violationOf(problem) };
}

/** `google.rpc.Code` by the HTTP status that its documentation maps it to. */
const rpcCodes: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  413: "INVALID_ARGUMENT",
  415: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};
