import type { ContentProblem, JsonObject, RenderResult } from "@todoke/core";
import { problem } from "./content-shape.ts";
import type { EndpointName } from "./endpoints.ts";

interface Rendered {
  readonly payload: JsonObject;
  readonly endpoint: EndpointName;
  readonly lost?: readonly string[];
  readonly warnings?: readonly string[];
}

/** The payload, unless something in it is wrong. */
export function renderUnless(
  problems: readonly ContentProblem[],
  { payload, endpoint, lost = [], warnings = [] }: Rendered,
): RenderResult {
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, payload, endpoint, lost, ...(warnings.length > 0 && { warnings }) };
}

/** The channel has no form for content of this type. */
export function refuseType(detail: string): RenderResult {
  return { ok: false, problems: [problem("/type", "unsupported-content", detail)] };
}

/** Native content belongs to the one channel that it names. */
export function refuseOtherChannel(channel: string): RenderResult {
  return {
    ok: false,
    problems: [problem("/channel", "other-channel", `only content for channel ${channel} goes here`)],
  };
}
