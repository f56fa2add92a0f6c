import type { ErrorCode } from "../error-table.ts";
import type { KeyForm } from "../authentication/presented-key.ts";
import type { ProblemDocument } from "../problem.ts";

/** Endpoints that speak as another service does: how they are asked, and how they refuse. What they do is ours. */
export interface Door {
  /** What its paths begin with. */
  readonly path: string;
  /** How keys may be presented; the first is what a refusal asks for. */
  readonly keyForms: readonly KeyForm[];
  /** The component schema of its refusals, which are plain JSON. */
  readonly refusalSchema: string;
  readonly statusOf: (code: ErrorCode) => number;
  /** A refusal in that service's words. */
  readonly refusal: (problem: ProblemDocument) => object;
}
