import type { EgressClient } from "../egress/egress-client.ts";
import { EgressError } from "../egress/egress-error.ts";
import type { RelayContent } from "../store/relay-requests.ts";

/** How long a receiver may take, in milliseconds. */
const deadlineMs = 10_000;

/** Where requests go. One that stands in the configuration may lead to whatever is beside us. */
export interface Receiver {
  readonly url: string;
  readonly isOperators: boolean;
}

/** Posts the bytes as they came, once. Undefined when they were taken, else why not. */
export async function postRequest(
  egress: EgressClient,
  { url, isOperators }: Receiver,
  { headers, body }: RelayContent,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { status } = await egress.post(url, { headers, body, deadlineMs, signal, isOperators });
    return status >= 200 && status < 300 ? undefined : `http-${status}`;
  } catch (error) {
    return error instanceof EgressError ? codeOf(error, isOperators) : "failed";
  }
}

/** Whoever wrote the configuration may know what the system says. */
function codeOf({ code, cause }: EgressError, isOperators: boolean): string {
  const isKnown = isOperators && code === "unreachable" && cause instanceof Error && "code" in cause;
  return isKnown ? String(cause.code) : code;
}
