import type { Adapter, CallOptions } from "@todoke/core";
import { actsOf } from "./provider-act.ts";
import { questionsOf } from "./provider-question.ts";
import type { Script } from "./scripted-answer.ts";
import type { AdapterSubject } from "./subject.ts";

/** Anything that an adapter asks of its provider. What holds for every call is checked on each of these. */
export interface ProviderCall {
  /** In words, for a message. */
  readonly name: string;
  /** What makes the call succeed. */
  readonly accepted: Script;
  /** Acts may reach people, so that a lost answer leaves their outcome open; a question that fails has just failed. */
  readonly effect: "act" | "ask";
  run(options: CallOptions): Promise<unknown>;
}

/** Every kind of call that the adapter can make. */
export function callsOf(adapter: Adapter, subject: AdapterSubject): readonly ProviderCall[] {
  return [...actsOf(adapter, subject), ...questionsOf(adapter, subject)];
}
