import type { EgressClient } from "../egress/egress-client.ts";
import { EgressError } from "../egress/egress-error.ts";
import type { RelayContent } from "../store/relay-requests.ts";

/** How long a receiver may take, in milliseconds. */
const deadlineMs = 10_000;

/**
 * Posts the bytes as they came, once. Undefined when they were taken, else why not. The address stands in the configuration:
 * it may lead to whatever is beside us.
 */
export async function postRequest(
  egress: EgressClient,
  url: string,
  { headers, body }: RelayContent,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { status } = await egress.post(url, { headers, body, deadlineMs, signal, isOperators: true });
    return status >= 200 && status < 300 ? undefined : `http-${status}`;
  } catch (error) {
    return error instanceof EgressError ? codeOf(error) : "failed";
  }
}

/** Whoever wrote the configuration may know what the system says. */
function codeOf({ code, cause }: EgressError): string {
  const isKnown = code === "unreachable" && cause instanceof Error && "code" in cause;
  return isKnown ? String(cause.code) : code;
}
