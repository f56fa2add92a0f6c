import type { ErrorClass, ProviderError } from "@todoke/core";
import type { ErrorCode } from "./error-table.ts";
import { type ProblemDocument, problemDocument } from "./problem.ts";

/** What the caller of a provider's service is told, by the class of what went wrong. */
const codes: Readonly<Record<ErrorClass, ErrorCode>> = {
  recipient: "provider-refused",
  unreachable: "provider-refused",
  content: "provider-refused",
  policy: "provider-refused",
  sender: "account-refused",
  quota: "provider-throttled",
  throttled: "provider-throttled",
  unavailable: "provider-unavailable",
  ambiguous: "provider-answer-lost",
};

/** A call to a provider failed while its caller waited: a problem with our code, and the provider's beside it. */
export function providerProblem(error: ProviderError): ProblemDocument {
  const { class: errorClass, providerCode, message } = error;
  return { ...problemDocument(codes[errorClass], message, [{ code: providerCode, detail: message }]), errorClass, providerCode };
}
