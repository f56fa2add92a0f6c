import { ProviderError, type ContentProblem } from "@todoke/core";
import type { Route } from "../accounts.ts";
import type { PreparedPayload } from "../content/prepared-content.ts";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import type { PayloadProblem, PayloadValidation } from "../plan-view.ts";

/** So many payloads are asked about for one plan; a personalised message has one for each person. */
const mostValidated = 20;

const atOnce = 4;

/** The distinct payloads of a plan, by what would be asked. */
export class PayloadCollection {
  readonly #found = new Map<string, CollectedPayload>();

  add(step: number, recipient: number, route: Route, prepared: PreparedPayload): void {
    const key = `${step} ${route.accountId} ${prepared.hash}`;
    if (!this.#found.has(key)) this.#found.set(key, { step, recipient, route, prepared });
  }

  get all(): readonly CollectedPayload[] {
    return [...this.#found.values()];
  }
}

interface CollectedPayload {
  readonly step: number;
  /** The first who gets it. */
  readonly recipient: number;
  readonly route: Route;
  readonly prepared: PreparedPayload;
}

/** Asks the providers whether they would take the payloads, as far as they can be asked. Sends nothing. */
export async function validatePayloads(
  context: EngineContext,
  message: PreparedMessage,
  collection: PayloadCollection,
): Promise<PayloadValidation> {
  const distinct = collection.all.filter(({ route }) => route.adapter.validation !== undefined);
  const chosen = distinct.slice(0, mostValidated);
  const problems: PayloadProblem[] = [];
  let unanswered = 0;
  for (let start = 0; start < chosen.length; start += atOnce) {
    const group = chosen.slice(start, start + atOnce);
    const answers = await Promise.all(group.map((payload) => check(context, payload)));
    answers.forEach((answer, index) => {
      if (answer === undefined) unanswered += 1;
      else problems.push(...answer.map((found) => problemOf(message, group[index]!, found)));
    });
  }
  return { distinct: distinct.length, asked: chosen.length, unanswered, problems };
}

/** Undefined where the provider did not answer the question. */
async function check(
  { settings, signal, log }: EngineContext,
  { route, prepared }: CollectedPayload,
): Promise<readonly ContentProblem[] | undefined> {
  const { payload, endpoint, form: { content } } = prepared;
  try {
    const options = { timeoutMs: settings.callTimeoutMs, signal };
    return await route.adapter.validation!.check({ content, payload, endpoint }, options);
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    log.warn({ error, account: route.accountId }, "an account could not be asked whether it takes a payload");
    return undefined;
  }
}

function problemOf({ steps }: PreparedMessage, { step, recipient, prepared }: CollectedPayload, found: ContentProblem): PayloadProblem {
  const base = steps[step]!.step.content === undefined ? "/content" : `/plan/steps/${step}/content`;
  return { ...found, pointer: `${base}${prepared.form.pointer}${found.pointer}`, step, recipient };
}
