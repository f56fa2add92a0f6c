import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Adapter, AttemptRequest, Content } from "@todoke/core";
import { deepFreeze } from "./deep-freeze.ts";

/** Long enough for a call that is answered at once, on a busy machine. */
export const ample = { timeoutMs: 20_000 } as const;

type AttemptOptions = Partial<Pick<AttemptRequest, "attemptId" | "endpoint" | "callbackUrl" | "validityPeriodMs">>;

/** An attempt as a host makes it: rendered, under an id of its own, and frozen, since a host may keep and repeat it. */
export function attemptOf(adapter: Adapter, content: Content, options: AttemptOptions = {}): AttemptRequest {
  const rendered = adapter.render(content, { purpose: "notice" });
  assert.ok(rendered.ok, `render refuses the ${content.type} content of a sample that the provider accepts`);
  const { payload, endpoint } = rendered;
  return deepFreeze({ attemptId: randomUUID(), payload, endpoint, purpose: "notice" as const, ...options });
}
