import type { Outcome } from "../../serve.ts";
import { answerJson } from "../errors.ts";

/** The endpoints of tokens word their errors as OAuth does, unlike all others. */
export function refuseToken(error: "invalid_request" | "invalid_client", description: string): Outcome {
  return answerJson(400, { error, error_description: description });
}
