import { answerJson, refusals, refuseBody } from "./errors.ts";
import type { LineEndpoint } from "./line-call.ts";
import { findMessageErrors } from "./message-validation.ts";

const kinds: ReadonlySet<string | undefined> = new Set(["reply", "push", "multicast", "narrowcast", "broadcast"]);

/** POST /v2/bot/message/validate/{kind}: looks at the messages and at nothing else. */
export const validate: LineEndpoint = {
  name: "validate",
  body: "json",
  handle(_line, { body, params }) {
    if (!kinds.has(params["kind"])) return refusals.notFound;
    const errors = findMessageErrors(body["messages"]);
    return errors.length > 0 ? refuseBody(errors) : answerJson(200, {});
  },
};
