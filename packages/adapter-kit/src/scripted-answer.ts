import type { JsonValue } from "@todoke/core";
import type { RecordedRequest } from "./recorded-request.ts";

/** An HTTP answer, written as it stands; a body that is not text goes out as JSON. */
export interface ScriptedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
}

/**
 * No usable answer, each after the whole request was read. `hang`: nothing ever comes. `hang-in-body`: the head and
 * half a body, then nothing. `reset`: the connection is torn down. `cut-off`: the body ends before its stated length.
 * `not-http`: bytes that no HTTP client understands.
 */
export type ScriptedFault = "hang" | "hang-in-body" | "reset" | "cut-off" | "not-http";

export type ScriptedAnswer = ScriptedResponse | ScriptedFault;

/** One answer for every request; or one after the other, of which the last stays; or whatever the request asks for. */
export type Script = ScriptedAnswer | readonly ScriptedAnswer[] | ((request: RecordedRequest) => ScriptedAnswer);
