import { ProviderError, type CallOptions, type ErrorClass, type JsonObject, type JsonValue } from "@todoke/core";

/** One call to the imagined provider "pigeon", whose errors are `{ code, error, index? }`. */
export interface PigeonCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: JsonObject;
  readonly key?: string;
}

export interface PigeonAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly requestId?: string;
}

const classOfCode: Readonly<Record<number, ErrorClass>> = {
  4001: "content",
  4010: "sender",
  4221: "recipient",
  4222: "policy",
  4223: "recipient",
  4224: "recipient",
  4290: "throttled",
  4291: "quota",
};

const longestTimeoutMs = 2 ** 31 - 1;

/** Answers with 2xx and 409; throws `ProviderError` for everything else. */
export async function callPigeon(
  { baseUrl, token }: { readonly baseUrl: string; readonly token: string },
  call: PigeonCall,
  { timeoutMs, signal }: CallOptions,
): Promise<PigeonAnswer> {
  if (signal?.aborted === true) throw failure(call, "aborted", "unavailable");
  const deadline = AbortSignal.timeout(Math.min(timeoutMs, longestTimeoutMs));
  const { method, path, body, key } = call;
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { "content-type": "application/json" }),
        ...(key !== undefined && { "pigeon-key": key }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    return readAnswer(call, response, parse(await response.text()));
  } catch (error) {
    if (ProviderError.is(error)) throw error;
    const code = codeOf(error);
    throw failure(call, code, code === "ECONNREFUSED" ? "unavailable" : "ambiguous");
  }
}

function readAnswer(call: PigeonCall, response: Response, body: JsonObject | undefined): PigeonAnswer {
  const { status } = response;
  const requestId = response.headers.get("pigeon-request") ?? undefined;
  if (body !== undefined && (response.ok || (status === 409 && call.key !== undefined))) {
    return { status, body, ...(requestId !== undefined && { requestId }) };
  }
  const code = body?.["code"];
  const retryAfterMs = readRetryAfterMs(response.headers.get("retry-after"));
  throw new ProviderError({
    class: settle(call, response.ok ? "ambiguous" : classify(status, code)),
    providerCode: response.ok ? "unreadable-answer" : String(typeof code === "number" ? code : status),
    message: `The pigeons refused the call (${status})`,
    ...(retryAfterMs > 0 && { retryAfterMs }),
    ...(call.key !== undefined && { retryKey: call.key }),
    ...(requestId !== undefined && { requestId }),
    ...(typeof body?.["index"] === "number" && { failedIndex: body["index"] }),
  });
}

function readRetryAfterMs(value: string | null): number {
  return value !== null && /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value ?? "") - Date.now();
}

function classify(status: number, code: JsonValue | undefined): ErrorClass {
  if (status >= 500 || status === 408) return status === 503 ? "unavailable" : "ambiguous";
  return (typeof code === "number" ? classOfCode[code] : undefined) ?? (status === 429 ? "throttled" : "sender");
}

/** A question that failed leaves nothing open. */
function settle({ method }: PigeonCall, errorClass: ErrorClass): ErrorClass {
  return errorClass === "ambiguous" && method === "GET" ? "unavailable" : errorClass;
}

function failure(call: PigeonCall, providerCode: string, errorClass: "unavailable" | "ambiguous"): ProviderError {
  return new ProviderError({
    class: settle(call, errorClass),
    providerCode,
    message: errorClass === "unavailable" ? "Nothing was sent" : "The pigeons did not answer",
    ...(call.key !== undefined && { retryKey: call.key }),
  });
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === "object" && cause !== null && "code" in cause) return String(cause.code);
  return error instanceof Error ? error.name : "unknown";
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
