import type { Outcome } from "../serve.ts";

/** One entry of `details` in LINE's error body. */
export interface ErrorDetail {
  readonly message: string;
  readonly property?: string;
}

export function refuse(status: number, message: string, details?: readonly ErrorDetail[]): Outcome {
  return { answer: { status, body: JSON.stringify({ message, details }) } };
}

/** The form in which LINE names what is wrong with a request body ("Messaging API reference", Error responses). */
export function refuseBody(details: readonly ErrorDetail[]): Outcome {
  return refuse(400, `The request body has ${details.length} error(s)`, details);
}

/** A property is missing or malformed as a whole; `property` as LINE prints it, quotes included. */
export function refuseProperty(property: string): Outcome {
  return refuse(400, `The property, ${property}, in the request body is invalid (line: -, column: -)`);
}

/** What LINE says with a status when nothing is known but that. */
export function describeLineStatus(status: number): unknown {
  return {
    message: status === 429 ? "The API rate limit has been exceeded. Try again later." : `Failed with status ${status}`,
  };
}

export function answerJson(status: number, body: unknown): Outcome {
  return { answer: { status, body: JSON.stringify(body) } };
}

/** Refusals that more than one endpoint answers with ("Messaging API reference", Error messages). */
export const refusals = {
  rateLimit: refuse(429, "The API rate limit has been exceeded. Try again later."),
  monthlyLimit: refuse(429, "You have reached your monthly limit."),
  notAvailable: refuse(403, "Access to this API is not available for your account"),
  notFound: refuse(404, "Not found"),
  failedToSend: refuse(400, "Failed to send messages"),
} as const;
