import { type ErrorCode, errorTable } from "../../error-table.ts";
import type { FieldProblem, ProblemDocument } from "../../problem.ts";
import type { Door } from "../door.ts";
import { statusWithout422 } from "../status-without-422.ts";
import { propertyPath, violationOf } from "../property-path.ts";

/** How Infobip refuses a request: `ApiError` of its OpenAPI 3.210.0. */
export interface InfobipError {
  readonly errorCode: string;
  readonly description: string;
  readonly action: string;
  readonly violations: readonly InfobipViolation[];
  readonly resources: readonly never[];
}

export interface InfobipViolation {
  /** `messages[0].content.type`. */
  readonly property: string;
  readonly violation: string;
}

export const infobipDoor: Door = {
  path: "/compat/infobip/",
  keyForms: ["app", "bearer", "basic"],
  refusalSchema: "InfobipError",
  statusOf: statusWithout422,
  refusal,
};

function refusal({ code, detail, errors = [] }: ProblemDocument): InfobipError {
  const { advice } = errorTable[code];
  return {
    errorCode: `E${statusWithout422(code)}`,
    description: detail,
    action: advice.replaceAll("`errors`", "`violations`").replaceAll("`detail`", "`description`"),
    ...keyWords[code],
    violations: errors.map(toViolation),
    resources: [],
  };
}

function toViolation(problem: FieldProblem): InfobipViolation {
  return { property: propertyPath(problem), violation: violationOf(problem) };
}

/** Where ours speak of another way to present a key. */
const keyWords: Readonly<Partial<Record<ErrorCode, Pick<InfobipError, "description" | "action">>>> = {
  "api-key-missing": {
    description: "The request lacks valid authentication credentials for the requested resource.",
    action: "Send `Authorization: App` and a key with every request.",
  },
};
