import type { EngineContext } from "../engine-context.ts";
import type { MessageRequest, PlanRequest } from "../message-request.ts";
import { findAnswers, wholeAnswer } from "../store/keyed-answers/find-answers.ts";
import { writeWholeAnswer } from "../store/keyed-answers/write-answers.ts";
import { submit } from "../submit.ts";
import type { KeyedAnswer, KeyedPlace, KeyedRequests } from "./keyed-requests-view.ts";
import { KeysInUse } from "./keys-in-use.ts";
import { replayOf } from "./replay-of.ts";

/** Carries requests out once each, however often and wherever they come in. */
export function createKeyedRequests(context: EngineContext, defaultPlan: PlanRequest | undefined): KeyedRequests {
  const { connection } = context;
  const keysInUse = new KeysInUse();
  const answerAt = async (keyed: KeyedPlace) => replayOf(keyed, (await findAnswers(connection, context.projectId, [keyed]))[0]);
  const submitAt = async (request: MessageRequest, keyed: KeyedPlace): Promise<KeyedAnswer> => {
    const accepted = await submit(context, request, defaultPlan, keyed);
    return "replay" in accepted
      ? { answer: accepted.replay, isReplay: true }
      : { answer: JSON.stringify(accepted.message), isReplay: false };
  };
  return {
    async submit(request, key) {
      const keyed = { key, place: wholeAnswer };
      const before = await answerAt(keyed);
      return before === undefined ? keysInUse.alone(key, () => submitAt(request, keyed)) : { answer: before, isReplay: true };
    },

    async submitSeveral(key, work) {
      const before = await answerAt({ key, place: wholeAnswer });
      if (before !== undefined) return { answer: before, isReplay: true };
      return keysInUse.alone(key, async () => {
        const { answer, isFinal } = await work(async (place, request) =>
          (await answerAt({ key, place })) ?? (await submitAt(request, { key, place })).answer);
        if (isFinal) await writeWholeAnswer(connection, context.projectId, key, answer);
        return { answer, isReplay: false };
      });
    },
  };
}
