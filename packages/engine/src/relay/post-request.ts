import type { RelayRequest } from "../store/relay-requests.ts";

/** How long a receiver may take, in milliseconds. */
const deadlineMs = 10_000;

/** Posts the bytes as they came, once. Undefined when they were taken, else why not. */
export async function postRequest(url: string, { headers, body }: RelayRequest, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `http-${response.status}`;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  if (error.name === "TimeoutError") return "timeout";
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.name;
}
